import { randomInt } from 'node:crypto';
import { Aws } from '../support/aws';
import { currentVersion, secretPassword } from '../support/database-secret';
import { deployedTypes, PLANNED_ONLY } from '../support/deployed-types';
import { Deployment } from '../support/deployment';
import { DATABASE, huntaze, SECRET } from '../support/huntaze';
import { livePassword } from '../support/live-password';
import { changes, counts, updates } from '../support/terraform';
import { killGroup } from '../support/watch';

/** What AWS is told first when Terraform begins with a resource: whatever was begun before is whole, and in the state. */
const FIRST_CALL =
  /^(Create(?!Tags)|Authorize|Modify|Update|PutMetricAlarm|SetTopicAttributes|RotateSecret|POST \/appl)/;

/** So many of them take the environment from beta to early-ga. */
const CALLS = 23;

const rotated = (revision: string) => huntaze({ tier: 'early-ga', runbooks: { rotate_secret: { revision } } });

/** Whoever may read secrets, by an IAM policy that knows nothing of keys. */
async function reader({ aws, emulator }: Deployment): Promise<Record<string, string>> {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
  };
  const named = ['--user-name', 'reader'];
  await aws.call('iam', 'create-user', ...named);
  const document = ['--policy-name', 'read-secrets', '--policy-document', JSON.stringify(policy)];
  await aws.call('iam', 'put-user-policy', ...named, ...document);
  const { AccessKey } = await aws.call('iam', 'create-access-key', ...named);
  const { AccessKeyId, SecretAccessKey } = AccessKey;
  return { ...emulator.environment, AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
}

/** Five places in the list of those calls, in order; the whole list is in reach. */
function fiveCuts(): number[] {
  const places = new Set<number>();
  while (places.size < 5) places.add(randomInt(1, CALLS + 1));
  return [...places].sort((a, b) => a - b);
}

/** Kills an apply before the nth of those calls that it makes. */
async function cutApply(deployment: Deployment, nth: number): Promise<string> {
  const { gate } = deployment;
  const cut = gate.holdNth(nth, (operation) => FIRST_CALL.test(operation));
  // One at a time, so that nothing else is under way; without a refresh, which is not what is tested here.
  const apply = deployment.start(
    ...['apply', '-input=false', '-no-color', '-auto-approve', '-parallelism=1', '-refresh=false'],
  );
  const call = await Promise.race([cut, apply]);
  await killGroup(apply);
  gate.forgetHolds();
  if (!('operation' in call)) throw new Error(`The apply ended before its call ${nth}:\n${call.all}`);
  return call.operation;
}

test('beta → early-ga: nothing replaced, cut five times, nobody locked out; rotated', () =>
  Deployment.with(huntaze(), async (deployment) => {
    const { terraform, aws, emulator, gate } = deployment;
    const report: string[] = [];
    await terraform.init();
    await terraform.apply();
    const bornWith = await livePassword(emulator, DATABASE);
    const firstVersion = await currentVersion(aws, SECRET);
    const whoReads = new Aws(await reader(deployment));
    expect(await secretPassword(whoReads, SECRET)).toBe(bornWith);
    const { DBInstances: before } = await aws.call('rds', 'describe-db-instances');

    // One word in the file.
    await deployment.rewrite(huntaze({ tier: 'early-ga' }));
    const up = await terraform.plan();
    expect(counts(up)).toBe('19 to add, 8 to change, 0 to replace, 0 to forget, 0 to destroy');
    expect(updates(up)).toEqual({
      'aws_cloudwatch_log_group.application["/aws/lambda/huntaze-mock-read"]': ['kms_key_id', 'retention_in_days'],
      'aws_cloudwatch_log_group.database_postgresql': ['kms_key_id', 'retention_in_days'],
      'aws_cloudwatch_log_group.database_upgrade': ['kms_key_id', 'retention_in_days'],
      'aws_cloudwatch_log_group.firewall': ['kms_key_id', 'retention_in_days'],
      'aws_db_instance.database': [
        'database_insights_mode',
        'performance_insights_enabled',
        'performance_insights_kms_key_id',
        'performance_insights_retention_period',
      ],
      'aws_secretsmanager_secret.database': ['kms_key_id'],
      'aws_sns_topic.alerts': ['kms_master_key_id'],
      'aws_wafv2_web_acl.firewall': ['rule'],
    });
    report.push(`beta → early-ga: ${counts(up)}`);

    const callsBefore = gate.accepted.length;
    let made = 0;
    for (const place of fiveCuts()) {
      const operation = await cutApply(deployment, place - made);
      // At once: whoever looks into a failure wants to know where the cuts were.
      process.stdout.write(`killed before call ${place} of ${CALLS}: ${operation}\n`);
      made = place - 1;
    }
    await terraform.apply();
    expect(changes(await terraform.plan())).toEqual([]);
    const begun = gate.accepted.slice(callsBefore).filter(({ operation }) => FIRST_CALL.test(operation));
    expect(begun).toHaveLength(CALLS);

    // The same instance, the same password, the same version; and whoever could read it still can.
    const { DBInstances: after } = await aws.call('rds', 'describe-db-instances');
    expect(after[0].DbiResourceId).toBe(before[0].DbiResourceId);
    expect(after[0].KmsKeyId).toBe(before[0].KmsKeyId);
    expect(await livePassword(emulator, DATABASE)).toBe(bornWith);
    expect(await currentVersion(aws, SECRET)).toBe(firstVersion);
    const { KmsKeyId } = await aws.call('secretsmanager', 'describe-secret', '--secret-id', SECRET);
    expect(KmsKeyId).toMatch(/:key\//);
    expect(await secretPassword(whoReads, SECRET)).toBe(bornWith);

    const versions = [firstVersion];
    for (const revision of ['1', '2']) {
      await deployment.rewrite(rotated(revision));
      const plan = await terraform.plan();
      expect(changes(plan)).toEqual([`null_resource.rotate_secret: ${revision === '1' ? 'create' : 'delete+create'}`]);
      await terraform.applyPlan(plan);
      versions.push(await currentVersion(aws, SECRET));
      expect(await livePassword(emulator, DATABASE)).toBe(await secretPassword(aws, SECRET));
    }
    expect(new Set(versions).size).toBe(3);
    expect(await livePassword(emulator, DATABASE)).not.toBe(bornWith);
    report.push(`versions: ${versions.join(' → ')}`);
    // AWS prunes versions without a label: the first one, which Terraform's runbook had made, is gone.
    await fetch(`${emulator.endpoint}/emulator/secretsmanager/123456789012/us-east-1/${SECRET}/prune`, {
      method: 'POST',
    });
    const { Versions } = await aws.call(
      ...['secretsmanager', 'list-secret-version-ids', '--secret-id', SECRET, '--include-deprecated'],
    );
    expect(Versions.map(({ VersionId }: { VersionId: string }) => VersionId).sort()).toEqual(versions.slice(-2).sort());
    expect(changes(await terraform.plan())).toEqual([]);

    const types = new Set((await terraform.addresses()).map((address) => address.split('.')[0] as string));
    const how = await deployedTypes('early-ga', types);
    // The permission of a function that is there already: __tests__/deploy/rotation-variants.test.ts deploys it.
    expect(how.filter((line) => line.endsWith(PLANNED_ONLY)).map((line) => line.split(' ')[0])).toEqual([
      'aws_lambda_permission',
    ]);
    process.stdout.write(`${report.join('\n')}\n`);
  }));
