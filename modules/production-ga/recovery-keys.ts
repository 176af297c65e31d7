import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import {
  administration,
  type KeyAccess,
  logGroups,
  publishers,
  type Statement,
  throughServices,
} from '../early-ga/key-policies';

export interface RecoveryKeySettings {
  /** As `EncryptionKeySettings.access`. */
  readonly access: KeyAccess;
  /** The aliases are `alias/<prefix>-database` and so on, as in the environment's own region. */
  readonly aliasPrefix: string;
}

/** The longest that KMS has: days in which a deletion can be taken back. */
const DELETION_WINDOW_DAYS = 30;

/**
 * Customer keys in the recovery region, each made when something first needs it. A key costs 1 USD a month
 * (https://aws.amazon.com/kms/pricing/, 2026-11-22).
 *
 * They are keys of their own and no replicas of early-ga's: a key that exists cannot become a multi-Region key
 * (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html, 2026-11-22).
 */
export class RecoveryKeys extends Construct {
  private readonly keys = new Map<string, KmsKey>();
  private readonly databaseServices = new Set(['rds']);

  constructor(
    scope: Construct,
    id: string,
    private readonly palierStack: PalierStack,
    private readonly stack: StackSettings,
    private readonly settings: RecoveryKeySettings,
  ) {
    super(scope, id);
  }

  /** Config asks for it where something is recovered to another region. */
  get region(): string {
    const { recoveryRegion } = this.stack.aws;
    if (recoveryRegion === undefined) throw new Error('There is no recovery region.');
    return recoveryRegion;
  }

  /** For copies of the database's snapshots and backups. */
  get databaseKeyArn(): string {
    return this.databaseKey().arn;
  }

  /** Besides RDS: whoever may use the key of the database through RDS may use it through this service, too. */
  useDatabaseKeyThrough(service: string): void {
    this.databaseServices.add(service);
    this.databaseKey().policy = this.policy(this.through(...this.databaseServices));
  }

  /** For replicas of secrets. */
  get secretsKeyArn(): string {
    return this.key('secrets', 'Secrets', this.through('secretsmanager')).arn;
  }

  /** For log groups. */
  get logsKeyArn(): string {
    return this.key('logs', 'Log groups', logGroups(this.stack.aws.accountId, this.region)).arn;
  }

  /** For the topic of alerts. */
  get notificationsKeyArn(): string {
    return this.key('notifications', 'Alerts', [...publishers(this.stack.aws.accountId), ...this.through('sns')]).arn;
  }

  private databaseKey(): KmsKey {
    return this.key('database', 'Database, its snapshots and backups', this.through('rds'));
  }

  private through(...services: string[]): Statement[] {
    return throughServices(services, this.stack.aws.accountId, this.region, this.settings.access);
  }

  private key(what: string, description: string, statements: readonly Statement[]): KmsKey {
    const existing = this.keys.get(what);
    if (existing !== undefined) return existing;
    const { name } = this.stack;
    const provider = this.palierStack.providerIn(this.region);
    const key = new KmsKey(this, `recovery_${what}`, {
      provider,
      description: `${description} of ${name}, for recovery`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: this.policy(statements),
      lifecycle: { preventDestroy: true },
    });
    const alias = `alias/${this.settings.aliasPrefix}-${what}`;
    new KmsAlias(this, `recovery_${what}.alias`, { provider, name: alias, targetKeyId: key.keyId });
    this.keys.set(what, key);
    return key;
  }

  private policy(statements: readonly Statement[]): string {
    const all = [administration(this.stack.aws.accountId), ...statements];
    return Fn.jsonencode({ Version: '2012-10-17', Statement: all });
  }
}
