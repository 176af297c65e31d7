import { type Address, byLine, changed, count, describe as describeChange, resources } from '../../demo/plan-summary';
import addresses from '../../modules/addresses.json';

const ADDRESSES: Address[] = [
  { address: 'aws_budgets_budget.monthly', line: 'cost-monitoring' },
  { address: 'aws_db_instance.database', line: 'database' },
  { address: 'aws_db_subnet_group.database', line: 'database' },
  { address: 'aws_cloudwatch_log_group.application', line: 'logs' },
];

const change = (address: string, actions: string[], importing?: { id: string }) => ({
  address,
  change: { actions, ...(importing && { importing }) },
});

const ONE_OF_EACH = {
  resource_changes: [
    change('aws_db_subnet_group.database', ['no-op']),
    change('aws_db_instance.database', ['update']),
    change('aws_budgets_budget.monthly', ['create']),
    change('aws_cloudwatch_log_group.application["/aws/lambda/a.b[0]"]', ['no-op'], { id: '/aws/lambda/a.b[0]' }),
    change('aws_cloudwatch_log_group.application["/other"]', ['update'], { id: '/other' }),
    change('aws_kms_key.gone', ['delete']),
    change('null_resource.again', ['delete', 'create']),
    change('aws_db_parameter_group.again', ['create', 'delete']),
    change('aws_vpc.forgotten', ['forget']),
    change('data.aws_region.current', ['read']),
  ],
};

describe('the summary of a plan', () => {
  it('groups changes by the lines of the checklist, in the order of the table, with unknown addresses last', () => {
    const lines = byLine(changed(ONE_OF_EACH), ADDRESSES);
    expect(lines.map(({ name, changes }) => [name, changes.map(describeChange)])).toEqual([
      ['cost monitoring', ['+ aws_budgets_budget.monthly']],
      ['database', ['~ aws_db_instance.database']],
      [
        'logs',
        [
          '  aws_cloudwatch_log_group.application["/aws/lambda/a.b[0]"]  (imported)',
          '~ aws_cloudwatch_log_group.application["/other"]  (imported)',
        ],
      ],
      [
        'other',
        [
          '-/+ aws_db_parameter_group.again',
          '- aws_kms_key.gone',
          '. aws_vpc.forgotten',
          '<= data.aws_region.current',
          '-/+ null_resource.again',
        ],
      ],
    ]);
  });

  it('counts as Terraform does, a replacement as one and not as a destroy and an add', () => {
    expect(count(changed(ONE_OF_EACH))).toBe(
      'Plan: 2 to import, 1 to add, 2 to change, 2 to replace, 1 to destroy, 1 to forget, 1 to read',
    );
  });

  it('counts a way back: what is forgotten apart from what is destroyed', () => {
    const resource_changes = [
      change('aws_kms_key.database', ['forget']),
      change('aws_kms_key.logs', ['forget']),
      change('aws_vpc_endpoint.secrets_manager', ['delete']),
    ];
    expect(count(changed({ resource_changes }))).toBe(
      'Plan: 0 to add, 0 to change, 0 to replace, 1 to destroy, 2 to forget',
    );
  });

  it('names what changes of an update, and what forces a replacement, and of nothing else', () => {
    const before = { retention: 30, revision: '1' };
    const after = { retention: 90, revision: '2' };
    const withAttributes = (actions: string[]) => ({
      address: 'aws_x.y',
      change: { actions, before, after, ...(actions.length > 1 && { replace_paths: [['revision']] }) },
    });
    const texts = [['update'], ['delete', 'create'], ['create'], ['forget']].map((actions) =>
      changed({ resource_changes: [withAttributes(actions)] }).map(describeChange),
    );
    expect(texts.flat()).toEqual(['~ aws_x.y  retention, revision', '-/+ aws_x.y  revision', '+ aws_x.y', '. aws_x.y']);
  });

  it('says zero for what matters and nothing of the rest', () => {
    expect(count([])).toBe('Plan: 0 to add, 0 to change, 0 to replace, 0 to destroy');
    expect(changed({})).toEqual([]);
  });

  it('holds what does not change among the resources, but not among the changes', () => {
    const plan = { resource_changes: [change('aws_db_instance.database', ['no-op'])] };
    expect(resources(plan)).toHaveLength(1);
    expect(changed(plan)).toEqual([]);
  });

  it('refuses an action that it does not know rather than hide it', () => {
    expect(() => changed({ resource_changes: [change('aws_vpc.a', ['explode'])] })).toThrow(/explode/);
  });

  it('finds a line for each address of the checked-in table', () => {
    const all = addresses.map(({ address }) => change(address, ['create']));
    const lines = byLine(changed({ resource_changes: all }), addresses);
    expect(lines.map(({ name }) => name)).toEqual(expect.arrayContaining(['database', 'cost monitoring', 'firewall']));
    expect(lines.map(({ name }) => name)).not.toContain('other');
    expect(lines.flatMap(({ changes }) => changes)).toHaveLength(addresses.length);
  });
});
