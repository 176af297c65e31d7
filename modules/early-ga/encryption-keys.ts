import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Beta } from '../beta';
import type { StackSettings } from '../common/stack-settings';
import { administration, type KeyAccess, logGroups, publishers, type Statement, throughServices } from './key-policies';

export interface EncryptionKeySettings {
  /**
   * Who may use the keys of the database, the secrets and the notifications, always through their service. `account`:
   * every principal of the account that may use the service, as under the AWS-managed keys. `iam`: only who is also allowed
   * by a policy of their own.
   */
  readonly access: KeyAccess;
  /** The aliases are `alias/<prefix>-database`, `-logs`, `-notifications` and `-secrets`. */
  readonly aliasPrefix: string;
}

/** The longest that KMS has: days in which a deletion can be taken back. */
const DELETION_WINDOW_DAYS = 30;

/**
 * Checklist: customer managed keys with yearly rotation, for the database, the secrets, the logs and the notifications. A
 * key costs 1 USD a month, and 1 USD more from each of its first two rotations on; 10,000 requests cost 0.03 USD
 * (https://aws.amazon.com/kms/pricing/, 2026-11-22).
 *
 * Whoever can read today can read tomorrow: see `EncryptionKeySettings.access`. A database that exists keeps the key that it
 * was born with.
 *
 * Terraform refuses to destroy a key: a final snapshot, a deleted secret and the log groups outlive a destroy, and are worth
 * nothing without theirs. Going down a tier makes Terraform forget them (docs/guides/going-down.md).
 */
export class EncryptionKeys extends Construct {
  readonly databaseKeyArn: string;
  readonly secretsKeyArn: string;
  /** Of all of them. */
  readonly keyIds: string[] = [];
  readonly notificationsKeyArn: string;
  private readonly notificationsKey: KmsKey;
  private readonly databaseKey: KmsKey;
  private readonly publishers = new Set<string>();
  private readonly databaseServices = new Set(['rds']);

  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    beta: Beta,
    private readonly settings: EncryptionKeySettings,
  ) {
    super(scope, id);
    const { accountId, region } = stack.aws;
    const through = (...services: string[]) => throughServices(services, accountId, region, settings.access);

    this.databaseKey = this.key('database', 'Database, its snapshots and backups', through('rds'));
    this.databaseKeyArn = this.databaseKey.arn;
    // For a secret that RDS owns, RDS itself asks for the grant.
    const secretServices = beta.credentials.isOwnedByRds ? ['secretsmanager', 'rds'] : ['secretsmanager'];
    this.secretsKeyArn = this.key('secrets', 'Secrets', through(...secretServices)).arn;
    const logsKeyArn = this.key('logs', 'Log groups', logGroups(accountId, region)).arn;
    this.notificationsKey = this.key('notifications', 'Alerts', this.notifications());
    this.notificationsKeyArn = this.notificationsKey.arn;

    beta.database.encryptWith(this.databaseKeyArn);
    beta.credentials.encryptWith(this.secretsKeyArn);
    beta.logs.encryptWith(logsKeyArn);
    beta.alerts.encryptWith(this.notificationsKeyArn);
  }

  /** Lets a service of AWS publish to topics that are encrypted under the key of the notifications. */
  admitPublisher(service: string): void {
    this.publishers.add(service);
    this.notificationsKey.policy = this.policy(this.notifications());
  }

  private notifications(): Statement[] {
    const { accountId, region } = this.stack.aws;
    const through = throughServices(['sns'], accountId, region, this.settings.access);
    return [...publishers(accountId, [...this.publishers]), ...through];
  }

  private policy(statements: readonly Statement[]): string {
    return Fn.jsonencode({
      Version: '2012-10-17',
      Statement: [administration(this.stack.aws.accountId), ...statements],
    });
  }

  /** Besides RDS: whoever may use the key through RDS may use it through this service, too. */
  useDatabaseKeyThrough(service: string): void {
    const { accountId, region } = this.stack.aws;
    this.databaseServices.add(service);
    const statements = throughServices([...this.databaseServices], accountId, region, this.settings.access);
    this.databaseKey.policy = this.policy(statements);
  }

  private key(id: string, what: string, statements: readonly Statement[]): KmsKey {
    const { name } = this.stack;
    const key = new KmsKey(this, id, {
      description: `${what} of ${name}`,
      // Every 365 days, the default of KMS.
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: this.policy(statements),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, `${id}.alias`, { name: `alias/${this.settings.aliasPrefix}-${id}`, targetKeyId: key.keyId });
    this.keyIds.push(key.keyId);
    return key;
  }
}
