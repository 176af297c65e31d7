import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SecretsmanagerSecretRotation } from '@cdktf/provider-aws/lib/secretsmanager-secret-rotation';
import { Fn, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Beta } from '../beta';
import type { StackSettings } from '../common/stack-settings';
import { Runbook } from '../runbooks/runbook';
import type { EncryptionKeys } from './encryption-keys';
import { RotationFunction } from './rotation-function';

export interface SecretRotationSettings {
  /** Days from one rotation to the next: 1 to 1000. */
  readonly automaticallyAfterDays: number;
  /** A rotation function that is there already, with its network and its permissions. @default none: AWS's own is deployed */
  readonly functionArn?: string;
  /**
   * How AWS's function reaches Secrets Manager: `endpoint` creates an interface endpoint, `existing` takes the way that the
   * subnets have, a NAT gateway or an endpoint with private DNS.
   */
  readonly networkPath: 'endpoint' | 'existing';
  /** Where AWS's function runs. @default those of the database */
  readonly subnetIds?: readonly string[];
  /** Another value rotates once more, at the next apply. @default none: only the schedule rotates */
  readonly rotateRevision?: string;
}

/** Where a function's ARN has its name: arn:aws:lambda:REGION:ACCOUNT:function:NAME. */
const FUNCTION_NAME = 6;

interface Rotator {
  readonly arn: string;
  /** What must be there before Secrets Manager invokes it. */
  readonly needs: readonly ITerraformDependable[];
}

/**
 * Checklist: rotation of the database's secret every 30 days. Going up changes no password: the first rotation happens in the next
 * window of the schedule, or by the runbook `rotate-secret`. The window is a day in UTC, and AWS counts the days from when the
 * secret last changed: an old secret is due on the next day
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html, 2026-11-22). Single user: applications
 * read the secret anew when a login fails (docs/guides/secret-rotation.md).
 *
 * A secret that RDS owns is rotated by RDS, every seven days, without anything of this.
 */
export class SecretRotation extends Construct {
  constructor(
    scope: Construct,
    id: string,
    stack: StackSettings,
    beta: Beta,
    keys: EncryptionKeys,
    settings: SecretRotationSettings,
  ) {
    super(scope, id);
    const { secretArn } = beta.credentials;
    let ready = beta.credentials.filled;
    if (!beta.credentials.isOwnedByRds) {
      const rotator = this.rotator(stack, beta, keys, settings);
      const rotation = new SecretsmanagerSecretRotation(this, 'database', {
        secretId: secretArn,
        rotationLambdaArn: rotator.arn,
        rotationRules: { automaticallyAfterDays: settings.automaticallyAfterDays },
        rotateImmediately: false,
        // Secrets Manager tries the function at once, against a secret that must have a value.
        dependsOn: [...rotator.needs, ...beta.credentials.filled],
      });
      ready = [rotation];
      this.watch(beta, rotator.arn);
    }
    if (settings.rotateRevision === undefined) return;
    new Runbook(this, 'rotate_secret', {
      script: 'rotate-secret.sh',
      revision: settings.rotateRevision,
      triggers: { secret_arn: secretArn },
      // The revision lets a run that was cut be run again without a second rotation.
      environment: { SECRET: secretArn, REVISION: settings.rotateRevision },
      aws: stack.aws,
      dependsOn: [...ready],
    });
  }

  /** A rotation that fails is tried again for a while, and then not before the next window: nobody would notice. */
  private watch(beta: Beta, functionArn: string): void {
    beta.alarms.add(this, 'rotation_failed', {
      category: 'Security',
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: Token.asString(Fn.element(Fn.split(':', functionArn), FUNCTION_NAME)) },
      alarmDescription:
        "The function that rotates the database's secret failed. Its log group says why, docs/guides/secret-rotation.md what to do.",
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
    });
  }

  private rotator(stack: StackSettings, beta: Beta, keys: EncryptionKeys, settings: SecretRotationSettings): Rotator {
    const { name, aws } = stack;
    if (settings.functionArn === undefined) {
      return new RotationFunction(this, 'rotation-function', stack, beta, keys, {
        networkPath: settings.networkPath,
        subnetIds: settings.subnetIds ?? beta.network.subnetIds,
      });
    }
    const permission = new LambdaPermission(this, 'rotation_function', {
      statementId: `${name}-secrets-manager`,
      functionName: settings.functionArn,
      action: 'lambda:InvokeFunction',
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: aws.accountId,
    });
    // It reaches the database as a client does: by `database.clients`.
    return { arn: settings.functionArn, needs: [permission, ...beta.database.clientRules] };
  }
}
