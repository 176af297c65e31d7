import { lossesGoingDown, lossesGoingUp } from '../../demo/losses';
import type { Action } from '../../demo/plan-summary';
import addresses from '../../modules/addresses.json';

const change = (address: string, action: Action | undefined) => ({ address, action, imported: false, attributes: [] });
const addressesOf = (changes: readonly { address: string }[]) => changes.map(({ address }) => address);

describe('what a plan would lose', () => {
  it('going up, is all that it does but add and change', () => {
    const actions = ['create', 'update', undefined, 'replace', 'delete', 'forget', 'read'] as const;
    const changes = actions.map((action) => change(`aws_x.${action}`, action));
    expect(addressesOf(lossesGoingUp(changes))).toEqual([
      'aws_x.replace',
      'aws_x.delete',
      'aws_x.forget',
      'aws_x.read',
    ]);
  });

  it('going down, is what holds data and would be destroyed, also one of several', () => {
    const changes = [
      change('aws_kms_key.database', 'delete'),
      change('aws_kms_key.logs', 'forget'),
      change('aws_cloudwatch_log_group.application["/aws/lambda/a"]', 'delete'),
      change('aws_vpc_endpoint.secrets_manager', 'delete'),
      change('aws_sns_topic.alerts', 'update'),
    ];
    expect(addressesOf(lossesGoingDown(changes, addresses))).toEqual([
      'aws_kms_key.database',
      'aws_cloudwatch_log_group.application["/aws/lambda/a"]',
    ]);
  });

  it('going down, is whatever would be replaced, data or not', () => {
    const changes = [change('aws_db_instance.database', 'replace'), change('null_resource.rotate_secret', 'replace')];
    expect(lossesGoingDown(changes, addresses)).toEqual(changes);
  });
});
