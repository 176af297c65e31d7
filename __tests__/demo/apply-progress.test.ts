import { ApplyProgress, operations } from '../../demo/apply-progress';

const WHY = 'The database takes a while.';
const progress = () => new ApplyProgress(3, { 'aws_db_instance.database': WHY });

describe('the progress of an apply', () => {
  it('says nothing before something has begun', () => {
    const apply = progress();
    apply.read('aws_vpc.network will be created');
    expect(apply.text()).toBe('');
  });

  it('counts what Terraform says it has created, and names what it waits for', () => {
    const apply = progress();
    apply.read('aws_vpc.network: Creating...');
    expect(apply.text()).toBe('waiting for aws_vpc.network');
    apply.read('aws_vpc.network: Creation complete after 11s [id=vpc-1]');
    apply.read('aws_subnet.a: Creating...');
    apply.read('aws_db_instance.database: Creating...');
    apply.read('aws_db_instance.database: Still creating... [10s elapsed]');
    expect(apply.text()).toBe('1 of 3 created, waiting for aws_db_instance.database');
    apply.read('aws_db_instance.database: Creation complete after 81s [id=db-1]');
    expect(apply.text()).toBe('2 of 3 created, waiting for aws_subnet.a');
  });

  it('gives the reason for a long wait when it begins, and only then', () => {
    const apply = progress();
    expect(apply.read('aws_db_instance.database: Creating...')).toBe(WHY);
    expect(apply.read('aws_db_instance.database: Still creating... [10s elapsed]')).toBeUndefined();
    expect(apply.read('aws_vpc.network: Creating...')).toBeUndefined();
  });

  it('reads the lines of cdktf: its escape codes, the stack’s name, the construct within the address', () => {
    const apply = progress();
    const name = 'aws_cloudwatch_log_group.application (beta/logs/application)["/aws/lambda/a (b)"]';
    apply.read(`\u001b[2K\u001b[1A\u001b[2K\u001b[Ghuntaze  ${name}: Creating...`);
    expect(apply.text()).toBe('waiting for aws_cloudwatch_log_group.application["/aws/lambda/a (b)"]');
    apply.read(`huntaze  ${name}: Creation complete after 0s [id=/aws/lambda/a (b)]`);
    expect(apply.text()).toBe('1 of 3 created');
  });

  it('tells destroyed from created and changed', () => {
    const apply = progress();
    apply.read('aws_a.a: Destroying... [id=1]');
    apply.read('aws_a.a: Destruction complete after 1s');
    apply.read('aws_b.b: Modifying... [id=2]');
    apply.read('aws_b.b: Modifications complete after 1s [id=2]');
    expect(apply.text()).toBe('2 of 3 changed or destroyed');
  });

  it('has as many steps as the changes that it says to have completed: of a replacement two, of what is forgotten none', () => {
    const all = (['create', 'update', 'delete', 'replace', 'forget', 'read', undefined] as const).map((action) => ({
      action,
    }));
    expect(operations(all)).toBe(5);
    expect(operations([])).toBe(0);
  });
});
