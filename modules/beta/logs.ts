import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';

export interface LogSettings {
  /** Log groups of the application, whose retention is governed. One that exists already is imported first. */
  readonly applicationLogGroups: readonly string[];
  /** Days that events are kept: one of the values that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/** Where the counts taken from logs go: one namespace per environment, so that two in an account keep apart. */
export const APPLICATION_ERRORS_METRIC = 'ApplicationErrors';
export const DATABASE_LOGIN_FAILURES_METRIC = 'DatabaseLoginFailures';

/**
 * Checklist: governed log groups. A destroy forgets them and deletes nothing (`skip_destroy`): what an application
 * logged outlives the stack.
 */
export class Logs extends Construct {
  readonly metricNamespace: string;
  /** True where there are log groups of the application, and so a metric of their errors. */
  readonly hasApplicationLogGroups: boolean;
  private readonly databaseGroups: CloudwatchLogGroup[] = [];
  private readonly groups: CloudwatchLogGroup[] = [];
  private retentionDays: number;
  private keyArn: string | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly environmentName: string,
    settings: LogSettings,
  ) {
    super(scope, id);
    this.metricNamespace = `${environmentName}/logs`;
    this.retentionDays = settings.retentionDays;
    this.hasApplicationLogGroups = settings.applicationLogGroups.length > 0;
    if (this.hasApplicationLogGroups) this.governApplicationLogGroups(settings.applicationLogGroups);
  }

  /** Raises the retention of every group. */
  keep(retentionDays: number): void {
    this.retentionDays = retentionDays;
    for (const group of this.groups) group.retentionInDays = retentionDays;
  }

  /**
   * Encrypts what is written from now on under a customer key of the stack's region. A group in another region (the
   * firewall's, in front of CloudFront) keeps the encryption that CloudWatch Logs has of its own.
   */
  encryptWith(keyArn: string): void {
    this.keyArn = keyArn;
    for (const group of this.groups) this.encrypt(group, keyArn);
  }

  /**
   * A group that a service writes to, with the retention of all others, and their key where it is in their region.
   * @param provider @default that of the stack's own region
   */
  createLogGroup(scope: Construct, id: string, name: string, provider?: AwsProvider): CloudwatchLogGroup {
    return this.govern(new CloudwatchLogGroup(scope, id, { name, skipDestroy: true, provider }));
  }

  /**
   * The groups that RDS writes to. RDS creates them without retention as soon as it writes, so they come first:
   * give what this returns to the instance's `dependsOn`.
   */
  createDatabaseLogGroups(identifier: string, exports: readonly string[]): CloudwatchLogGroup[] {
    for (const name of exports) {
      this.databaseGroups.push(
        this.createLogGroup(this, `database_${name}`, `/aws/rds/instance/${identifier}/${name}`),
      );
    }
    const logGroup = `/aws/rds/instance/${identifier}/postgresql`;
    this.countLoginFailures(this, 'database_login_failures', logGroup, [...this.databaseGroups]);
    return this.databaseGroups;
  }

  /** Counts the logins that a log of PostgreSQL says have failed. The alarm on them is beta's. */
  countLoginFailures(scope: Construct, id: string, logGroupName: string, dependsOn?: CloudwatchLogGroup[]): void {
    new CloudwatchLogMetricFilter(scope, id, {
      name: `${this.environmentName}-${id.replace(/_/g, '-')}`,
      logGroupName,
      pattern: '"authentication failed"',
      metricTransformation: {
        name: DATABASE_LOGIN_FAILURES_METRIC,
        namespace: this.metricNamespace,
        value: '1',
        defaultValue: '0',
      },
      dependsOn,
    });
  }

  /** AWS accepts only groups whose names start with `aws-waf-logs-`, in the web ACL's own region. */
  createFirewallLogGroup(provider: AwsProvider): CloudwatchLogGroup {
    return this.createLogGroup(this, 'firewall', `aws-waf-logs-${this.environmentName}`, provider);
  }

  private govern(group: CloudwatchLogGroup): CloudwatchLogGroup {
    this.groups.push(group);
    group.retentionInDays = this.retentionDays;
    if (this.keyArn !== undefined) this.encrypt(group, this.keyArn);
    return group;
  }

  private encrypt(group: CloudwatchLogGroup, keyArn: string): void {
    const provider = group.provider as AwsProvider | undefined;
    if (provider?.alias === undefined) group.kmsKeyId = keyArn;
  }

  private governApplicationLogGroups(names: readonly string[]): void {
    const groups = TerraformIterator.fromList([...names]);
    const group = this.govern(
      new CloudwatchLogGroup(this, 'application', { forEach: groups, name: groups.value, skipDestroy: true }),
    );
    const governed = TerraformIterator.fromResources(group);
    new CloudwatchLogMetricFilter(this, 'application_errors', {
      forEach: governed,
      name: `${this.environmentName}-application-errors`,
      logGroupName: governed.getString('name'),
      // Words that the common runtimes write; a Lambda that runs out of time logs "Task timed out".
      pattern: '?ERROR ?Error ?Exception ?"Task timed out"',
      metricTransformation: {
        name: APPLICATION_ERRORS_METRIC,
        namespace: this.metricNamespace,
        value: '1',
        defaultValue: '0',
      },
    });
  }
}
