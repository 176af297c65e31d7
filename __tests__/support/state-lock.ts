import type { Result, ResultPromise } from 'execa';
import type { CallGate, HeldCall } from './call-gate';

/** Real resources, and quick ones: a topic, and the parameter that publishes it. */
export const TARGET = '-target=aws_ssm_parameter.alerts_topic_arn';
export const ADDRESSES = ['aws_sns_topic.alerts', 'aws_ssm_parameter.alerts_topic_arn'];

const OPTIONS = ['-input=false', '-no-color', '-auto-approve'];
export const APPLY = ['apply', ...OPTIONS, TARGET];

/** So that every round of a race changes the state. */
const ROUNDS = ['create', 'delete', 'create', 'delete', 'create'] as const;
const TOPIC = '-target=aws_sns_topic.alerts';
const ROUND = {
  create: {
    call: 'CreateTopic',
    args: ['apply', ...OPTIONS, TOPIC],
    says: '1 added, 0 changed, 0 destroyed.',
    topics: ['alerts'],
  },
  delete: {
    call: 'DeleteTopic',
    args: ['apply', '-destroy', ...OPTIONS, TOPIC],
    says: '0 added, 0 changed, 1 destroyed.',
    topics: [],
  },
};

/** The state as a backend keeps it. */
export interface State {
  readonly version: number;
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly unknown[];
  }[];
}

type Start = (...args: string[]) => ResultPromise<{ reject: false; all: true }>;

export function expectRefused({ exitCode, all }: Result): void {
  expect(exitCode).toBe(1);
  expect(all).toContain('Error acquiring the state lock');
  expect(all).toMatch(/Lock Info:.*Operation: +OperationTypeApply/s);
}

/**
 * Two applies that start together, until five times one of them has won. The winner is stopped in the middle of its
 * work until the other has ended: without a lock the other would have gone ahead, whatever the timing.
 * @param state reads what the backend has kept
 */
export async function raceFiveTimes(gate: CallGate, start: Start, state: () => Promise<State>): Promise<void> {
  const written: State[] = [];
  for (const round of ROUNDS) {
    const { call, args, says, topics } = ROUND[round];
    const done = () => gate.accepted.filter(({ operation }) => operation === call).length;
    const doneBefore = done();
    const { topic, winner } = await raceOnce(gate.hold(call), () => start(...args));
    expect(done()).toBe(doneBefore);
    topic.release();
    expect((await winner).all).toContain(says);
    expect(done()).toBe(doneBefore + 1);
    const after = await state();
    expect(after.resources.map(({ name }) => name)).toEqual(topics);
    written.push(after);
  }
  expect(new Set(written.map(({ lineage }) => lineage)).size).toBe(1);
  const serials = written.map(({ serial }) => serial);
  expect(serials).toEqual([...new Set(serials)].sort((a, b) => a - b));
}

async function raceOnce(held: Promise<HeldCall>, start: () => ReturnType<Start>) {
  for (;;) {
    const applies = [start(), start()] as const;
    const loser = await Promise.race([applies[0].then(() => 0 as const), applies[1].then(() => 1 as const)]);
    expectRefused(await applies[loser]);
    const winner = applies[loser === 0 ? 1 : 0];
    const topic = await Promise.race([held, winner]);
    if ('release' in topic) return { topic, winner };
    // Each took what the other needed, so both were refused: safe, and nobody has won.
    expectRefused(topic);
  }
}
