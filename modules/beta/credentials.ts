import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSettings } from '../common/stack-settings';
import { Runbook } from '../runbooks/runbook';
import type { Database } from './database';

export interface CredentialsSettings {
  /** `secret`: a secret of our own, filled by the runbook. `rds-managed`: RDS owns the secret and its password. */
  readonly mode: 'secret' | 'rds-managed';
  /** Name of the secret in mode `secret`. */
  readonly secretName: string;
  /** Days in which a deleted secret can be had back: 7 to 30, or 0 for none. */
  readonly recoveryWindowDays: number;
  /** Another value runs the runbook `set-database-password` again. */
  readonly setDatabasePasswordRevision: string;
}

/**
 * Checklist: the database's credentials in Secrets Manager, under the AWS-managed key. A secret costs 0.40 USD a
 * month (https://aws.amazon.com/secrets-manager/pricing/, 2026-11-22).
 *
 * Terraform never holds the secret's value, and no version of it: a refresh would have to read it, and a rotated
 * value would be overwritten. See docs/adr/0004-database-credentials.md.
 */
export class Credentials extends Construct {
  readonly secretArn: string;
  /** True: RDS rotates it by itself, every seven days, and takes no rotation of ours. */
  readonly isOwnedByRds: boolean;
  /** What needs a secret with a value, such as its rotation, waits for this. */
  readonly filled: readonly ITerraformDependable[];
  private readonly secret: SecretsmanagerSecret | undefined;
  private readonly region: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly database: Database,
    aws: AwsSettings,
    settings: CredentialsSettings,
  ) {
    super(scope, id);
    this.region = aws.region;
    this.isOwnedByRds = settings.mode === 'rds-managed';
    if (this.isOwnedByRds) {
      this.secretArn = database.rdsManagedSecretArn;
      this.filled = [database.instance];
      return;
    }
    const secret = new SecretsmanagerSecret(this, 'database', {
      name: settings.secretName,
      description: `Credentials of the database ${database.identifier}`,
      recoveryWindowInDays: settings.recoveryWindowDays,
      // One that comes down from a higher tier keeps its key: the provider cannot take it away, and would plan to for ever.
      lifecycle: { ignoreChanges: ['kms_key_id'] },
    });
    this.secret = secret;
    this.secretArn = secret.arn;
    const runbook = new Runbook(this, 'set_database_password', {
      script: 'set-database-password.sh',
      revision: settings.setDatabasePasswordRevision,
      triggers: { database_resource_id: database.resourceId, secret_arn: secret.arn },
      environment: { DATABASE: database.identifier, SECRET: secret.arn },
      aws,
      dependsOn: [database.instance, secret],
    });
    this.filled = [runbook.resource];
  }

  /** Encrypts the secret under a customer key; Secrets Manager encrypts the versions in use anew. */
  encryptWith(keyArn: string): void {
    if (this.secret) {
      this.secret.kmsKeyId = keyArn;
      this.secret.lifecycle = undefined;
      return;
    }
    this.database.encryptManagedSecretWith(keyArn);
  }

  /**
   * Keeps a replica of the secret in another region, under a key of that region. It follows every rotation. The secret that RDS
   * owns cannot be replicated.
   *
   * A secret of that name in the other region is not overwritten: it may be a replica that somebody has made independent on the
   * day of a disaster. Then the replication fails, and the secret's status says so.
   *
   * @returns the replica's ARN, the secret's own but for the region; undefined where there is none
   */
  replicateTo(region: string, keyArn: string): string | undefined {
    if (this.secret === undefined) return undefined;
    this.secret.putReplica([{ region, kmsKeyId: keyArn }]);
    return Fn.replace(this.secret.arn, `:${this.region}:`, `:${region}:`);
  }
}
