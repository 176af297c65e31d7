import { loadEnvironments } from '../../config';
import { directory, MINIMAL, problemsIn } from './support';

/** In another account: nothing in common but what a test adds. */
const other = (name: string) => MINIMAL.replace('acme', name).replace('123456789012', '210987654321');

function loaded(files: Readonly<Record<string, string>>): string[] {
  return loadEnvironments({ directory: directory(files), variable: undefined }).environments.map(
    ({ settings }) => settings.stack.name,
  );
}

describe('two environments', () => {
  test.each([
    ['local', 'state_backend: { type: local, path: shared.tfstate }\n', expect.stringContaining('shared.tfstate')],
    ['s3', 'state_backend: { type: s3, bucket: states, key: x }\n', expect.stringContaining('s3://states/x')],
  ])('with one state (%s) are an error', (_type, backend, place) => {
    const problems = problemsIn({ 'a.yaml': MINIMAL + backend, 'b.yaml': other('b') + backend });
    expect(problems).toEqual([
      { file: 'b.yaml', line: 8, column: 1, path: 'state_backend', message: expect.stringContaining('a.yaml') },
    ]);
    expect(problems[0]?.message).toEqual(place);
  });

  test('of which one names the default state of the other are an error', () => {
    const backend = 'state_backend: { type: local, path: terraform.acme.tfstate }\n';
    expect(problemsIn({ 'a.yaml': MINIMAL, 'b.yaml': other('b') + backend }).map(({ path }) => path)).toEqual([
      'state_backend',
    ]);
  });

  test('share a bucket without sharing a state', () => {
    const backend = 'state_backend: { type: s3, bucket: states }\n';
    expect(loaded({ 'a.yaml': MINIMAL + backend, 'b.yaml': other('b') + backend })).toEqual(['acme', 'b']);
  });

  test('of one account and region: each thing of which there is one is managed by one of them', () => {
    const b = MINIMAL.replace('acme', 'b');
    const managed = (who: string) =>
      `is managed by a.yaml already, and ${who} one (got managed, allowed existing, off)`;
    expect(
      problemsIn({ 'a.yaml': MINIMAL, 'b.yaml': b }).map(({ file, path, message }) => [file, path, message]),
    ).toEqual([
      ['b.yaml', 'account_wide.security_hub', managed('this account and region have')],
      ['b.yaml', 'account_wide.guardduty', managed('this account and region have')],
      ['b.yaml', 'account_wide.access_analyzer', managed('this account and region have')],
      ['b.yaml', 'account_wide.cost_anomaly_monitor', managed('this account has')],
    ]);
    const once =
      'account_wide: { security_hub: existing, guardduty: off, access_analyzer: existing, cost_anomaly_monitor: off }\n';
    expect(loaded({ 'a.yaml': MINIMAL, 'b.yaml': b + once })).toEqual(['acme', 'b']);
  });

  test('of one account and region: one of them records the configuration, at production-ga by default', () => {
    const once =
      'account_wide: { security_hub: existing, guardduty: off, access_analyzer: existing, cost_anomaly_monitor: off }\n';
    const productionGa = MINIMAL.replace('beta', 'production-ga');
    const b = `${productionGa.replace('acme', 'b')}audit_trail: { mode: existing }\n${once}`;
    expect(problemsIn({ 'a.yaml': productionGa, 'b.yaml': b }).map(({ path }) => path)).toEqual([
      'account_wide.config_recorder',
    ]);
    expect(
      loaded({ 'a.yaml': productionGa, 'b.yaml': b.replace('off }', 'off, config_recorder: existing }') }),
    ).toEqual(['acme', 'b']);
  });

  test('of one account: one of them creates the role of AWS Config, and the other imports it', () => {
    const role = 'aws_iam_service_linked_role.configuration_recorder';
    const arn = 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
    const a = MINIMAL.replace('beta', 'production-ga');
    const b = `${a.replace('acme', 'b').replace('us-east-1', 'eu-west-1')}audit_trail: { mode: existing }\n`;
    const wide = (more = '') => `account_wide: { cost_anomaly_monitor: off${more} }\n`;
    const [problem, ...others] = problemsIn({ 'a.yaml': a, 'b.yaml': b + wide() });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      file: 'b.yaml',
      path: 'account_wide.config_recorder',
      message: expect.stringMatching(/as a\.yaml does \(got managed\).* or use existing or off$/),
    });
    expect(problem?.message).toContain(`\`${role}: ${arn}\` under imports`);
    for (const resolved of [
      `${wide()}imports:\n  ${role}: ${arn}\n`,
      wide(', config_recorder: existing'),
      wide(', config_recorder: off'),
    ]) {
      expect(loaded({ 'a.yaml': a, 'b.yaml': b + resolved })).toEqual(['acme', 'b']);
    }
    const elsewhere = b.replace('123456789012', '210987654321');
    expect(loaded({ 'a.yaml': a, 'b.yaml': elsewhere })).toEqual(['acme', 'b']);
  });

  test('of one account and region: a name that a file gives is had by one of them', () => {
    const once =
      'account_wide: { security_hub: existing, guardduty: off, access_analyzer: existing, cost_anomaly_monitor: off }\n';
    const named =
      'database: { identifier: shop }\ncredentials: { secret_name: shop/db }\n' +
      'logs: { application_log_groups: [/a, /shop] }\n';
    const b = other('b').replace('210987654321', '123456789012') + once;
    const had = (of: string, value: string) =>
      `gives the ${of} a name that a.yaml has in this account and region (got ${value})`;
    expect(
      problemsIn({ 'a.yaml': MINIMAL + named, 'b.yaml': b + named.replace('/a,', '/b,') }).map(({ path, message }) => [
        path,
        message,
      ]),
    ).toEqual([
      ['database.identifier', had('database', 'shop')],
      ['credentials.secret_name', had('secret', 'shop/db')],
      ['logs.application_log_groups[1]', had('log group', '/shop')],
    ]);
    const elsewhere = b.replace('us-east-1', 'eu-west-1');
    expect(loaded({ 'a.yaml': MINIMAL + named, 'b.yaml': elsewhere + named })).toEqual(['acme', 'b']);
  });

  test('of one account and region: neither takes the name that the other has by default', () => {
    const taken = 'database: { identifier: acme-postgres }\ncredentials: { secret_name: acme/database }\n';
    const b = other('b').replace('210987654321', '123456789012');
    const once =
      'account_wide: { security_hub: existing, guardduty: off, access_analyzer: existing, cost_anomaly_monitor: off }\n';
    expect(problemsIn({ 'a.yaml': MINIMAL, 'b.yaml': b + once + taken }).map(({ path }) => path)).toEqual([
      'database.identifier',
      'credentials.secret_name',
    ]);
    expect(problemsIn({ 'a.yaml': b + taken, 'b.yaml': MINIMAL + once }).map(({ path }) => path)).toEqual(['name']);
  });

  test('of one account: the region that one copies to is the other’s own', () => {
    const once =
      'account_wide: { security_hub: existing, guardduty: off, access_analyzer: existing, cost_anomaly_monitor: off }\n';
    const named = 'credentials: { secret_name: shop/db }\nencryption_keys: { alias_prefix: shop }\n';
    const at = (tier: string) =>
      MINIMAL.replace('beta', tier).replace('us-east-1', 'us-east-1\n  recovery_region: eu-west-1') + named;
    const b = (tier: string) =>
      MINIMAL.replace('acme', 'b').replace('beta', tier).replace('us-east-1', 'eu-west-1') + once + named;
    const paths = (tier: string) => problemsIn({ 'a.yaml': at(tier), 'b.yaml': b('early-ga') }).map(({ path }) => path);
    expect(paths('enterprise')).toEqual(['credentials.secret_name', 'encryption_keys.alias_prefix']);
    expect(paths('production-ga')).toEqual(['encryption_keys.alias_prefix']);
    expect(loaded({ 'a.yaml': at('early-ga'), 'b.yaml': b('early-ga') })).toEqual(['acme', 'b']);
  });

  test('of one account: one of them subscribes it to Shield Advanced, and one admits the response team', () => {
    const enterprise = (yaml: string, region: string) =>
      yaml.replace('beta', 'enterprise').replace('us-east-1', `${region}\n  recovery_region: eu-north-1`);
    const once = 'account_wide: { cost_anomaly_monitor: off, config_recorder: off }\naudit_trail: { mode: existing }\n';
    const a = enterprise(MINIMAL, 'us-east-1');
    const b = enterprise(MINIMAL.replace('acme', 'b'), 'eu-west-1') + once;
    const managed = 'shield_advanced: { mode: managed, response_team_access: true }\n';
    expect(problemsIn({ 'a.yaml': a + managed, 'b.yaml': b + managed }).map(({ path }) => path)).toEqual([
      'shield_advanced.mode',
      'shield_advanced.response_team_access',
    ]);
    const shared = 'shield_advanced: { mode: existing, response_team_access: false }\n';
    expect(loaded({ 'a.yaml': a + managed, 'b.yaml': b + shared })).toEqual(['acme', 'b']);
  });

  describe('of one account with Incident Manager', () => {
    const GA = 'incident_response: { mode: incident-manager, contacts: [{ name: on-call, email: a@acme.example }] }\n';
    const a = MINIMAL.replace('beta', 'production-ga') + GA;
    const b = `${a.replace('acme', 'b').replace('us-east-1', 'eu-west-1')}audit_trail: { mode: existing }\n`;
    const off = 'cost_anomaly_monitor: off, config_recorder: off';

    test('share one replication set, whatever their regions', () => {
      const problems = problemsIn({ 'a.yaml': a, 'b.yaml': `${b}account_wide: { ${off} }\n` });
      expect(problems.map(({ file, path, message }) => [file, path, message])).toEqual([
        [
          'b.yaml',
          'account_wide.incident_replication_set',
          'is managed by a.yaml already, and this account has one (got managed, allowed existing)',
        ],
      ]);
      const existing = `account_wide: { ${off}, incident_replication_set: existing }\n`;
      expect(loaded({ 'a.yaml': a, 'b.yaml': b + existing })).toEqual(['acme', 'b']);
    });

    test('need one only at a tier that has it', () => {
      const early = `${b.replace('production-ga', 'early-ga')}account_wide: { ${off} }\n`;
      expect(loaded({ 'a.yaml': a, 'b.yaml': early })).toEqual(['acme', 'b']);
    });

    test('have response plans of different names', () => {
      const taken = b.replace('mode:', 'response_plan: { name: acme-critical-incident }, mode:');
      const existing = `account_wide: { ${off}, incident_replication_set: existing }\n`;
      expect(problemsIn({ 'a.yaml': a, 'b.yaml': taken + existing }).map(({ path }) => path)).toEqual([
        'incident_response.response_plan.name',
      ]);
    });
  });

  test('of one account and two regions share only the cost anomaly monitor', () => {
    const b = MINIMAL.replace('acme', 'b').replace('us-east-1', 'eu-west-1');
    expect(problemsIn({ 'a.yaml': MINIMAL, 'b.yaml': b }).map(({ path }) => path)).toEqual([
      'account_wide.cost_anomaly_monitor',
    ]);
  });

  test('with one name are an error that names both files: it is the name of the stack', () => {
    const b = MINIMAL.replace('123456789012', '210987654321');
    expect(problemsIn({ 'a.yaml': MINIMAL, 'b.yaml': b })).toEqual([
      {
        file: 'b.yaml',
        line: 1,
        column: 7,
        path: 'name',
        message: 'is the name of another environment (got "acme", also in a.yaml)',
      },
    ]);
  });
});
