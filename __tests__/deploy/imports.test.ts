import type { ExecaError } from 'execa';
import { Deployment } from '../support/deployment';
import { environmentYaml, synthesize } from '../support/synthesize';
import { changes, type Plan } from '../support/terraform';

const LOG_GROUP = '/aws/lambda/acme-api';
const LOG_GROUP_ADDRESS = `aws_cloudwatch_log_group.application["${LOG_GROUP}"]`;
const HUB = 'aws_securityhub_account.findings';
const STANDARDS = [
  'aws_securityhub_standards_subscription.best_practices',
  'aws_securityhub_standards_subscription.cis',
];

const targets = (addresses: readonly string[]) => addresses.map((address) => `-target=${address}`);

function imported(plan: Plan): Record<string, string> {
  const all = (plan.resource_changes ?? []).filter(({ change }) => change.importing);
  return Object.fromEntries(all.map(({ address, change }) => [address, change.importing?.id as string]));
}

function changeOf(plan: Plan, address: string) {
  return plan.resource_changes?.find((change) => change.address === address)?.change;
}

async function retention({ aws }: Deployment): Promise<number> {
  const { logGroups } = await aws.call('logs', 'describe-log-groups', '--log-group-name-prefix', LOG_GROUP);
  return logGroups[0].retentionInDays;
}

test.concurrent('a log group and a hub that exist are imported: nothing replaced, nothing destroyed, then nothing to do', () =>
  Deployment.with(
    environmentYaml({
      logs: { application_log_groups: [LOG_GROUP] },
      imports: { [LOG_GROUP_ADDRESS]: LOG_GROUP, [HUB]: '123456789012' },
    }),
    async (deployment) => {
      const { aws, terraform } = deployment;
      await aws.call('logs', 'create-log-group', '--log-group-name', LOG_GROUP);
      await aws.call(
        'logs',
        'put-retention-policy',
        ...['--log-group-name', LOG_GROUP],
        ...['--retention-in-days', '7'],
      );
      await aws.call('securityhub', 'enable-security-hub', '--enable-default-standards');
      const { SubscribedAt: since } = await aws.call('securityhub', 'describe-hub');
      await terraform.init();

      const plan = await terraform.plan();
      expect(imported(plan)).toEqual({ [LOG_GROUP_ADDRESS]: LOG_GROUP, [HUB]: '123456789012' });
      expect(changes(plan).filter((change) => change.includes('delete'))).toEqual([]);
      expect(changeOf(plan, HUB)?.actions).toEqual(['no-op']);
      expect(changeOf(plan, LOG_GROUP_ADDRESS)?.actions).toEqual(['update']);

      const some = targets([LOG_GROUP_ADDRESS, HUB, ...STANDARDS]);
      expect(await terraform.apply(...some)).toContain(
        'Apply complete! Resources: 2 imported, 2 added, 1 changed, 0 destroyed.',
      );
      expect(await retention(deployment)).toBe(30);
      expect((await aws.call('securityhub', 'describe-hub')).SubscribedAt).toBe(since);

      const after = await terraform.plan(...some);
      expect(changes(after)).toEqual([]);
      expect(imported(after)).toEqual({});
    },
  ));

test.concurrent('a hub that is said to exist is in no plan, and outlives the destroy', () =>
  Deployment.with(environmentYaml({ account_wide: { security_hub: 'existing' } }), async ({ aws, terraform }) => {
    await aws.call('securityhub', 'enable-security-hub', '--no-enable-default-standards');
    const hub = await aws.call('securityhub', 'describe-hub');
    await terraform.init();

    const plan = await terraform.plan();
    const types = new Set(plan.resource_changes?.map(({ type }) => type));
    expect(types).toContain('aws_cloudwatch_event_rule');
    expect([...types].filter((type) => type.startsWith('aws_securityhub_'))).toEqual([]);

    // What forwards the hub's findings is ours, and is all that the destroy takes.
    const rule = ['aws_cloudwatch_event_target.security_hub_findings', 'aws_sns_topic_policy.alerts'];
    await terraform.apply(...targets(rule));
    expect(await terraform.addresses()).toEqual(expect.arrayContaining(rule));
    await terraform.destroy();
    expect(await terraform.addresses()).toEqual([]);
    expect(await aws.call('securityhub', 'describe-hub')).toEqual(hub);
  }));

test.each([
  ['a misspelt name', 'aws_db_instance.databse', 'aws_db_instance.database'],
  ['a misspelt type, with a key', 'aws_cloudwatch_log_groups.application["/a"]', 'aws_cloudwatch_log_group.'],
])('an import of what is not in the environment, %s: where, and what was meant', async (_, address, meant) => {
  const yaml = environmentYaml({
    logs: { application_log_groups: ['/a'] },
    imports: { [HUB]: '123456789012', [address]: 'x' },
  });
  const error = await synthesize(yaml).then(
    () => undefined,
    (failure: ExecaError) => failure,
  );
  const line = yaml.split('\n').findIndex((text) => text.includes(address)) + 1;
  const stderr = String(error?.stderr);
  expect(error?.exitCode).toBe(1);
  expect(stderr).toContain(`environment.yaml:${line}:3: imports`);
  expect(stderr).toContain(`${address} is not in this environment.`);
  expect(stderr).toContain(`Did you mean "${meant}`);
  expect(stderr).not.toMatch(/^\s+at |node:internal/m);
  expect(error?.stdout).toBe('');
});
