import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Beta } from '../beta';
import { FindingRule } from '../beta/finding-rule';
import type { EarlyGa } from '../early-ga';
import type { AuditTrail } from './audit-trail';

export interface ConfigurationHistorySettings {
  /** Rules that are not wanted, or that the region does not have. */
  readonly excludedRules: readonly RuleId[];
  /** Days: the least that the backups of the database may be kept. */
  readonly backupRetentionDays: number;
  /** Days: the longest that a secret may go without a rotation. */
  readonly rotationDays: number;
}

export type RuleId =
  | 'audit-trail'
  | 'buckets-not-public'
  | 'buckets-tls-only'
  | 'database-backups'
  | 'database-deletion-protection'
  | 'database-encrypted'
  | 'database-multi-az'
  | 'database-not-public'
  | 'keys-not-deleted'
  | 'secret-rotation-enabled'
  | 'secret-rotation-succeeds';

interface Rule {
  /** The identifier of AWS's managed rule. */
  readonly identifier: string;
  readonly description: string;
  /** `tagged`: evaluated when something changes that has this environment's tag. `daily`: AWS takes no scope for these. */
  readonly evaluates: 'tagged' | 'daily';
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Checklist: AWS Config, for drift. The recorder is beta's (`account_wide.config_recorder`), from this tier on by default; these are
 * the rules on what it records, for what the tiers promise, and a message to the alerts topic when one of them is broken.
 *
 * Of what another team has in the account, no rule here says anything: each is held to the tag `Environment`, to keys by their ids, or
 * to the account as a whole. That leaves out some of AWS's rules which take no scope (the rotation of all keys, the retention of
 * all log groups). Identifiers and parameters:
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html (2026-11-23).
 *
 * An evaluation costs 0.001 USD (https://aws.amazon.com/config/pricing/, us-east-1, 2026-11-23): cents a month for these. Where
 * Security Hub is on, its controls have rules of their own (`securityhub-...`) which check much of this too, for all of the account;
 * those report to the hub, at its severities, these at once to the alerts.
 */
export class ConfigurationHistory extends Construct {
  private readonly beta: Beta;

  constructor(
    scope: Construct,
    id: string,
    private readonly environmentName: string,
    earlyGa: EarlyGa,
    auditTrail: AuditTrail,
    settings: ConfigurationHistorySettings,
  ) {
    super(scope, id);
    this.beta = earlyGa.beta;
    const recorder = this.beta.securityMonitoring.configurationRecorder;
    if (recorder === undefined) return;
    const wanted = Object.entries(rules(earlyGa, auditTrail, settings)).filter(
      ([rule]) => !settings.excludedRules.includes(rule as RuleId),
    );
    for (const [rule, definition] of wanted) {
      // Without a recorder AWS refuses a rule. Evaluated before there is a trail, the rule for it would sound.
      const watched = rule === 'audit-trail' && auditTrail.trail !== undefined ? [auditTrail.trail] : [];
      new ConfigConfigRule(this, rule, { ...this.arguments(rule, definition), dependsOn: [...recorder, ...watched] });
    }
    if (wanted.length > 0) this.notify(wanted.map(([rule]) => this.nameOf(rule)));
  }

  private arguments(rule: string, { identifier, description, evaluates, parameters }: Rule) {
    return {
      name: this.nameOf(rule),
      description,
      source: { owner: 'AWS', sourceIdentifier: identifier },
      ...(parameters && { inputParameters: Fn.jsonencode(parameters) }),
      ...(evaluates === 'tagged'
        ? { scope: { tagKey: 'Environment', tagValue: this.environmentName } }
        : { maximumExecutionFrequency: 'TwentyFour_Hours' }),
    };
  }

  private notify(ruleNames: readonly string[]): void {
    new FindingRule(this, 'configuration_drift', this.beta.alerts, {
      name: `${this.environmentName}-configuration-drift`,
      description: 'What no longer complies with a Config rule of this environment',
      eventPattern: {
        source: ['aws.config'],
        'detail-type': ['Config Rules Compliance Change'],
        detail: {
          messageType: ['ComplianceChangeNotification'],
          // By name: the name of one environment may be the beginning of another's.
          configRuleName: ruleNames,
          newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
        },
      },
      message: {
        severity: '$.detail.newEvaluationResult.complianceType',
        title: '$.detail.configRuleName',
        resource: '$.detail.resourceId',
      },
    });
  }

  private nameOf(rule: string): string {
    return `${this.environmentName}-${rule}`;
  }
}

function rules(earlyGa: EarlyGa, { keyId }: AuditTrail, settings: ConfigurationHistorySettings): Record<RuleId, Rule> {
  return {
    'database-encrypted': {
      identifier: 'RDS_STORAGE_ENCRYPTED',
      description: 'The storage of the database is encrypted.',
      evaluates: 'tagged',
    },
    'database-not-public': {
      identifier: 'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
      description: 'The database has no public address.',
      evaluates: 'tagged',
    },
    'database-backups': {
      identifier: 'DB_INSTANCE_BACKUP_ENABLED',
      description: `Backups of the database are kept for ${settings.backupRetentionDays} days or more.`,
      evaluates: 'tagged',
      parameters: { backupRetentionMinimum: String(settings.backupRetentionDays) },
    },
    'database-multi-az': {
      identifier: 'RDS_MULTI_AZ_SUPPORT',
      description: 'The database has a standby in another availability zone.',
      evaluates: 'tagged',
    },
    'database-deletion-protection': {
      identifier: 'RDS_INSTANCE_DELETION_PROTECTION_ENABLED',
      description: 'AWS refuses to delete the database.',
      evaluates: 'tagged',
      // The instances of an Aurora cluster are protected by the cluster, and would be reported.
      parameters: { databaseEngines: 'postgres' },
    },
    'secret-rotation-enabled': {
      identifier: 'SECRETSMANAGER_ROTATION_ENABLED_CHECK',
      description: `Secrets are rotated every ${settings.rotationDays} days or more often.`,
      evaluates: 'tagged',
      parameters: { maximumAllowedRotationFrequency: String(settings.rotationDays) },
    },
    'secret-rotation-succeeds': {
      identifier: 'SECRETSMANAGER_SCHEDULED_ROTATION_SUCCESS_CHECK',
      description: 'Secrets were rotated when they were due.',
      evaluates: 'tagged',
    },
    'buckets-not-public': {
      identifier: 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
      description: 'Buckets block public access.',
      evaluates: 'tagged',
    },
    'buckets-tls-only': {
      identifier: 'S3_BUCKET_SSL_REQUESTS_ONLY',
      description: 'Buckets refuse requests without TLS.',
      evaluates: 'tagged',
    },
    'keys-not-deleted': {
      identifier: 'KMS_CMK_NOT_SCHEDULED_FOR_DELETION',
      description: 'No customer key of this environment in this region is scheduled for deletion.',
      evaluates: 'daily',
      parameters: {
        kmsKeyIds: Fn.join(',', [...earlyGa.encryptionKeys.keyIds, ...(keyId === undefined ? [] : [keyId])]),
      },
    },
    'audit-trail': {
      identifier: 'CLOUDTRAIL_SECURITY_TRAIL_ENABLED',
      description:
        'The account has a trail of all management events in all regions, encrypted under a customer key, its files validated.',
      evaluates: 'daily',
    },
  };
}
