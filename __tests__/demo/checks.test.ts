import type { DatabasePassword } from '../../demo/database-password';
import { rotate } from '../../demo/rotation';
import { type Stage, UnexpectedResult } from '../../demo/stage';
import { deployUpgrade, planUpgrade } from '../../demo/upgrade';
import { planWayBack } from '../../demo/way-back';

const UNCHANGED = { versionId: 'v1', password: 'first' };
const ROTATED = { versionId: 'v2', password: 'second' };

/** Terraform's plan, and the password before and after, as a test says: what the demo makes of them is what counts. */
class Scene {
  readonly applied: string[] = [];
  readonly said: string[] = [];
  constructor(
    private readonly changes: readonly (readonly [address: string, ...actions: string[]])[],
    private readonly passwords: { versionId: string; password: string }[] = [],
    private readonly values: Readonly<Record<string, { before: object; after: object }>> = {},
  ) {}

  get password(): DatabasePassword {
    return { look: async () => this.passwords.shift() } as unknown as DatabasePassword;
  }

  get stage(): Stage {
    const stack = {
      environmentFile: '/demo/acme.yaml',
      directory: '/demo/stack',
      with: async () => ({ stack, diff: ['+revision: "1"'] }),
      beside: async () => stack,
      plan: async () => ({
        plan: {
          resource_changes: this.changes.map(([address, ...actions]) => ({
            address,
            change: { actions, ...this.values[address] },
          })),
        },
        file: '/demo/plan',
      }),
      cdktfArguments: () => [],
      deploy: async () => this.applied.push('deploy'),
      apply: async () => this.applied.push('apply'),
    };
    const terminal = {
      say: (text: string) => this.said.push(text),
      paint: (_colour: string, text: string) => text,
      during: (_what: unknown, work: Promise<unknown>) => work,
    };
    return { stack, terminal, emulator: { environment: {} }, options: {} } as unknown as Stage;
  }
}

const RUNBOOK = 'null_resource.rotate_secret';
const LOGS = 'aws_cloudwatch_log_group.postgresql';

describe('the demo, on the step up', () => {
  it.each([[['delete', 'create']], [['create', 'delete']], [['delete']], [['forget']]])(
    'refuses a plan that does %j, by address',
    async (actions) => {
      const scene = new Scene([
        ['aws_kms_key.database', 'create'],
        ['aws_db_instance.database', ...actions],
      ]);
      const refused = planUpgrade(scene.stage);
      await expect(refused).rejects.toThrow(UnexpectedResult);
      await expect(refused).rejects.toThrow('aws_db_instance.database');
      await expect(refused).rejects.not.toThrow('aws_kms_key.database');
      expect(scene.said.join()).not.toContain('Nothing is replaced');
    },
  );

  it.each([
    ['the password is another one', { ...UNCHANGED, password: 'second' }],
    ['the secret has another version', { ...UNCHANGED, versionId: 'v2' }],
  ])('refuses that afterwards %s', async (_what, after) => {
    const scene = new Scene([['aws_kms_key.database', 'create']], [UNCHANGED, after]);
    const planned = await planUpgrade(scene.stage);
    await expect(deployUpgrade(scene.stage, planned, scene.password)).rejects.toThrow(UnexpectedResult);
    expect(scene.said.join()).not.toContain('Nobody is locked out');
  });
});

describe('the demo, on a rotation', () => {
  it('applies the plan of the one runbook, and says both versions but no password', async () => {
    const scene = new Scene([[RUNBOOK, 'delete', 'create']], [UNCHANGED, ROTATED]);
    await rotate(scene.stage, '2', 'replace', scene.password);
    expect(scene.applied).toEqual(['apply']);
    expect(scene.said.join('\n')).toMatch(/before: v1\n.*now: v2/);
    expect(scene.said.join('\n')).not.toMatch(/first|second/);
  });

  it.each([
    ['does something else, too', [[RUNBOOK, 'delete', 'create'] as const, ['aws_sns_topic.alerts', 'update'] as const]],
    ['does something else', [['null_resource.set_database_password', 'delete', 'create'] as const]],
    ['only adds', [[RUNBOOK, 'create'] as const]],
    ['does nothing', []],
  ])('does not apply a plan that %s', async (_what, changes) => {
    const scene = new Scene(changes, [UNCHANGED, ROTATED]);
    await expect(rotate(scene.stage, '2', 'replace', scene.password)).rejects.toThrow(UnexpectedResult);
    expect(scene.applied).toEqual([]);
  });

  it.each([
    ['version', { ...ROTATED, versionId: 'v1' }],
    ['password', { ...ROTATED, password: 'first' }],
  ])('refuses that the %s is the same as before', async (_what, after) => {
    const scene = new Scene([[RUNBOOK, 'create']], [UNCHANGED, after]);
    await expect(rotate(scene.stage, '1', 'create', scene.password)).rejects.toThrow(UnexpectedResult);
  });
});

describe('the demo, on the way back', () => {
  it.each([
    ['destroys a key', ['aws_kms_key.logs', 'delete'] as const, 'aws_kms_key.logs'],
    ['replaces the database', ['aws_db_instance.database', 'delete', 'create'] as const, 'aws_db_instance.database'],
  ])('refuses a plan that %s', async (_what, change, address) => {
    const scene = new Scene([['aws_kms_key.database', 'forget'], change]);
    await expect(planWayBack(scene.stage)).rejects.toThrow(address);
  });

  it('refuses a plan that forgets no key: then nothing would be shown', async () => {
    const scene = new Scene([['aws_vpc_endpoint.secrets_manager', 'delete']]);
    await expect(planWayBack(scene.stage)).rejects.toThrow(/not forget the keys/);
  });

  it.each([
    ['as long as before', { before: { retention_in_days: 90 }, after: { retention_in_days: 90 } }],
    ['longer', { before: { retention_in_days: 30 }, after: { retention_in_days: 90 } }],
  ])('refuses a plan that keeps logs %s: then its warning would not be shown', async (_what, values) => {
    const changes = [['aws_kms_key.database', 'forget'] as const, [LOGS, 'update'] as const];
    await expect(planWayBack(new Scene(changes, [], { [LOGS]: values }).stage)).rejects.toThrow(
      /retention of the logs/,
    );
  });

  it('applies nothing, and says what is lost with time', async () => {
    const scene = new Scene(
      [
        ['aws_kms_key.database', 'forget'],
        ['aws_vpc_endpoint.secrets_manager', 'delete'],
        [LOGS, 'update'],
      ],
      [],
      { [LOGS]: { before: { retention_in_days: 90 }, after: { retention_in_days: 30 } } },
    );
    await planWayBack(scene.stage);
    expect(scene.applied).toEqual([]);
    expect(scene.said.join('\n')).toContain('1 to change, 0 to replace, 1 to destroy, 1 to forget');
    expect(scene.said.join('\n')).toContain(
      `log-retention-lowered: ${LOGS}: Its retention falls from 90 days to 30 days`,
    );
  });
});
