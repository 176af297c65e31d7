import { billRows } from '../../cli/bill-rows';
import type { Bill, BillLine } from '../../decision/cost';

function line(tier: string, checklistLine: string, address: string, usd: number): BillLine {
  const quantity = { low: 1, expected: 1, high: 1 };
  const amounts = { low: usd / 2, expected: usd, high: usd * 2 };
  const rest = {
    type: 'aws_x',
    what: 'x',
    region: 'us-east-1',
    quantity,
    unit: 'x',
    price: 'x',
    source: 'x',
    usage: [],
  };
  return { address, tier, checklistLine, ...rest, ...amounts };
}

function bill(...lines: BillLine[]): Bill {
  return { lines } as unknown as Bill;
}

const BETA = bill(line('beta', 'logs', 'a', 1.1), line('beta', 'firewall', 'b', 2.2), line('beta', 'logs', 'c', 4.4));
const EARLY = bill(line('beta', 'logs', 'a', 10), line('early-ga', 'keys', 'd', 20));

/** What is expected in each bill. */
function expected(rows: ReturnType<typeof billRows>) {
  return rows.map(({ depth, title, ranges }) => [depth, title, ...ranges.map((range) => range?.expected)]);
}

describe('the rows of bills', () => {
  it('are a part, then what it consists of; what a bill has not is not 0', () => {
    expect(expected(billRows([BETA, EARLY], 'line'))).toEqual([
      [0, 'beta', 7.7, 10],
      [1, 'logs', 5.5, 10],
      [1, 'firewall', 2.2, undefined],
      [0, 'early-ga', undefined, 20],
      [1, 'keys', undefined, 20],
    ]);
  });

  it('go down to the resources', () => {
    expect(expected(billRows([BETA], 'resource'))).toEqual([
      [0, 'beta', 7.7],
      [1, 'logs', 5.5],
      [2, 'a: x', 1.1],
      [2, 'c: x', 4.4],
      [1, 'firewall', 2.2],
      [2, 'b: x', 2.2],
    ]);
  });

  it('have the range, too', () => {
    expect(billRows([BETA], 'tier')).toEqual([
      { depth: 0, title: 'beta', ranges: [{ low: 3.85, expected: 7.7, high: 15.4 }] },
    ]);
  });
});
