import { argumentsOf } from '../../support/early-ga';
import { stackJson } from '../../support/stack-json';

const ENTERPRISE = {
  tier: 'enterprise',
  aws: { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' },
};

test('the drill runs when it has a revision, in the recovery region, and another one replaces nothing else', async () => {
  const revised = (revision?: string) =>
    stackJson({ ...ENTERPRISE, ...(revision && { runbooks: { restore_drill: { revision } } }) });
  const [none, first, second] = await Promise.all([revised(), revised('1'), revised('2')]);
  expect(none.resource.null_resource.restore_drill).toBeUndefined();
  const { provisioner, ...runbook } = argumentsOf(first.resource.null_resource.restore_drill);
  expect(runbook).toEqual({
    // Only these: a database that was restored has another resource id, and nobody has raised the revision.
    triggers: { recovery_region: 'eu-west-1', revision: '1' },
    depends_on: ['aws_db_instance.database'],
  });
  expect(provisioner[0]['local-exec'].environment).toMatchObject({
    SCRIPT: expect.stringMatching(/\/restore-drill\.sh$/),
    DATABASE: 'acme-postgres',
    AWS_REGION: 'eu-west-1',
    SUBNET_GROUP: '${aws_db_subnet_group.recovery_database.name}',
    SECURITY_GROUP_IDS: '${aws_security_group.recovery_database.id}',
    PARAMETER_GROUP: '${aws_db_parameter_group.recovery_database.name}',
    NO_CONNECT: 'false',
    SNAPSHOT: '',
    SNAPSHOT_OF: '',
    INSTANCE_CLASS: '',
    TARGET_SECONDS: '',
  });
  second.resource.null_resource.restore_drill.triggers.revision = '1';
  expect(second).toEqual(first);
});

test('without a connection, and after the copy of the same apply', async () => {
  const runbooks = { copy_snapshot: { revision: '1' }, restore_drill: { revision: '1', connect: false } };
  const { resource } = await stackJson({ ...ENTERPRISE, runbooks });
  const { depends_on, provisioner } = argumentsOf(resource.null_resource.restore_drill);
  expect(depends_on).toEqual(['aws_db_instance.database', 'null_resource.copy_snapshot']);
  expect(provisioner[0]['local-exec'].environment.NO_CONNECT).toBe('true');
});
