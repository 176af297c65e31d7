import { newFindings } from '../../demo/findings';

const HUB = 'environments/a.yaml: warning: hub: account_wide: Security Hub reports\n  next to nothing.';
const HUB_ELSEWHERE = '/tmp/demo/a.yaml:3:1: warning: hub: account_wide: Security Hub\n  reports next to\n  nothing.';
const KEY = '/tmp/demo/a.yaml: warning: database-key: aws_db_instance.database: It keeps\n  its key.';
const HOW = 'To accept a finding, say why.';

describe('the findings that the app says', () => {
  it('are all of them, as they were said, where nothing was said before', () => {
    expect(newFindings(`${HUB}\n${HOW}`, '')).toEqual([HUB, HOW]);
  });

  it('are not said twice, wherever the file lies and the lines break', () => {
    expect(newFindings(`${KEY}\n${HUB_ELSEWHERE}\n${HOW}`, `${HUB}\n${HOW}`)).toEqual([KEY]);
  });

  it('differ where their severity or place does', () => {
    expect(newFindings(HUB.replace('warning', 'error'), HUB)).toHaveLength(1);
    expect(newFindings(HUB.replace('account_wide', 'database'), HUB)).toHaveLength(1);
  });

  it('are none where the app says nothing', () => {
    expect(newFindings('', '')).toEqual([]);
    expect(newFindings('', HUB)).toEqual([]);
  });
});
