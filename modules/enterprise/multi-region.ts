import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AlertSettings } from '../beta/alerts';
import { PublishedValues } from '../common/published-values';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { ProductionGa } from '../production-ga';
import { HEALTH_CHECK_REGION, type HealthCheckAlarms, type HealthCheckSettings, HealthChecks } from './health-checks';
import { RecoveryAlerts } from './recovery-alerts';
import { createRecoveryFirewall, type RecoveryFirewallSettings } from './recovery-firewall';

export interface MultiRegionSettings extends RecoveryFirewallSettings {
  /** As at home. */
  readonly alerts: AlertSettings;
  /** Endpoints that Route 53 asks. Empty: none. */
  readonly healthChecks: readonly HealthCheckSettings[];
}

/**
 * Checklist: multi-region. What stands ready in the recovery region: the database's secret, alerts, the firewall and its
 * alarm, each under a customer key of that region; and health checks, which look at both regions from outside.
 */
export class MultiRegion extends Construct {
  /** Of the recovery region, for alarms there. */
  readonly alerts: RecoveryAlerts;
  /** As `Firewall.targets`. */
  readonly firewallTargets: ITerraformDependable[] = [];
  private readonly published: PublishedValues;

  constructor(
    scope: Construct,
    id: string,
    private readonly palierStack: PalierStack,
    private readonly stack: StackSettings,
    private readonly productionGa: ProductionGa,
    private readonly settings: MultiRegionSettings,
  ) {
    super(scope, id);
    this.published = new PublishedValues(this, 'published-values', stack.name);
    this.alerts = this.createAlerts();
    this.replicateSecret();
    this.createFirewall();
    if (settings.healthChecks.length > 0) {
      new HealthChecks(this, 'health-checks', stack.name, this.healthCheckAlarms(), settings.healthChecks);
    }
  }

  private get region(): string {
    return this.productionGa.recoveryKeys.region;
  }

  private createAlerts(): RecoveryAlerts {
    const place = { region: this.region, addressPrefix: 'recovery_' };
    const { alerts: settings } = this.settings;
    const alerts = new RecoveryAlerts(this, 'recovery-alerts', this.palierStack, this.stack, place, settings);
    alerts.encryptWith(this.productionGa.recoveryKeys.notificationsKeyArn);
    this.publish('alerts_topic_arn', alerts.topicArn, 'Topic for everything that needs a human');
    return alerts;
  }

  private replicateSecret(): void {
    const { earlyGa, recoveryKeys } = this.productionGa;
    const { credentials } = earlyGa.beta;
    // Its key would be for nothing.
    if (credentials.isOwnedByRds) return;
    const replicaArn = credentials.replicateTo(this.region, recoveryKeys.secretsKeyArn);
    if (replicaArn) this.publish('database_secret_arn', replicaArn, 'Replica of the credentials of the database');
  }

  private createFirewall(): void {
    const { palierStack, productionGa, alerts, settings } = this;
    const firewall = createRecoveryFirewall(this, this.stack.name, palierStack, productionGa, alerts, settings);
    if (firewall === undefined) return;
    this.firewallTargets.push(...firewall.targets);
    this.publish('firewall_web_acl_arn', firewall.webAclArn, 'Web ACL');
  }

  private healthCheckAlarms(): HealthCheckAlarms {
    if (this.stack.aws.region === HEALTH_CHECK_REGION) return this.productionGa.earlyGa.beta.alarms;
    if (this.region === HEALTH_CHECK_REGION) return this.alerts;
    // Not encrypted, as beta's: there is no customer key in that region, and the messages name endpoints.
    const place = { region: HEALTH_CHECK_REGION, addressPrefix: 'global_' };
    return new RecoveryAlerts(this, 'global-alerts', this.palierStack, this.stack, place, this.settings.alerts);
  }

  /** In both regions: `recovery_alerts_topic_arn` is `/acme/recovery/alerts-topic-arn`. */
  private publish(what: string, value: string, description: string): void {
    this.published.publish({
      output: `recovery_${what}`,
      parameter: `recovery/${what.replace(/_/g, '-')}`,
      value,
      description: `${description}, in ${this.region}`,
      alsoIn: this.palierStack.providerIn(this.region),
    });
  }
}
