import { duration, Terminal } from '../../demo/terminal';

function terminal({ isTTY = false, env = {}, columns = 40 } = {}) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    columns,
    write: (text: string) => {
      written[name] += text;
    },
  });
  let time = 0;
  const pass = (milliseconds: number) => {
    time += milliseconds;
    jest.advanceTimersByTime(100);
  };
  const subject = new Terminal({ stdout: stream('stdout'), stderr: stream('stderr'), env, now: () => time });
  return { subject, written, pass };
}

const settled = () => {
  let settle = (_value: string) => {};
  const work = new Promise<string>((resolve) => {
    settle = resolve;
  });
  return { work, settle };
};

describe('the terminal', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('numbers the steps, and says after each how long it took and how long all took so far', async () => {
    const { subject, written, pass } = terminal();
    await subject.step('First', async () => pass(1500));
    await subject.step('Second', async () => pass(65_000));
    expect(written.stdout).toBe(
      '\n1. First\n   done in 1.5 s, 1.5 s since the start\n\n2. Second\n   done in 1 min 05 s, 1 min 07 s since the start\n',
    );
    expect(written.stderr).toBe('');
  });

  it('does not call a failed step done', async () => {
    const { subject, written } = terminal();
    const failure = new Error('no');
    await expect(subject.step('First', () => Promise.reject(failure))).rejects.toBe(failure);
    expect(written.stdout).toBe('\n1. First\n');
  });

  it('repeats what goes on every ten seconds in a log, on standard error only', async () => {
    const { subject, written, pass } = terminal();
    const { work, settle } = settled();
    let what = 'waiting';
    const during = subject.during(() => what, work);
    pass(9_900);
    expect(written.stderr).toBe('   ... waiting\n');
    what = 'still waiting';
    pass(100);
    pass(5_000);
    pass(5_000);
    expect(written.stderr).toBe('   ... waiting\n   ... still waiting (10 s)\n   ... still waiting (20 s)\n');
    settle('done');
    await expect(during).resolves.toBe('done');
    pass(60_000);
    expect(written.stderr).not.toMatch(/1 min/);
    expect(written.stdout).toBe('');
  });

  it('redraws one line on a terminal, cut to its width, and clears it at the end', async () => {
    const { subject, written, pass } = terminal({ isTTY: true, columns: 30 });
    const { work, settle } = settled();
    const during = subject.during(() => 'a text that is longer than the line', work);
    pass(100);
    pass(100);
    expect(written.stderr).not.toContain('\n');
    for (const drawn of written.stderr.split('\r\u001b[K')) expect(drawn.length).toBeLessThan(30);
    settle('done');
    await during;
    expect(written.stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  it.each([{ CI: 'true' }, { TERM: 'dumb' }])('redraws nothing where %o says that nobody watches', async (env) => {
    const { subject, written } = terminal({ isTTY: true, env });
    await subject.during(() => 'waiting', Promise.resolve());
    expect(written.stderr).toBe('   ... waiting\n');
  });

  it('paints on a terminal, and not with NO_COLOR or into a file', () => {
    expect(terminal({ isTTY: true }).subject.paint('green', '+')).toBe('\u001b[32m+\u001b[0m');
    expect(terminal({ isTTY: true, env: { NO_COLOR: '1' } }).subject.paint('green', '+')).toBe('+');
    expect(terminal({ isTTY: false }).subject.paint('green', '+')).toBe('+');
  });

  it.each([
    [0, '0.0 s'],
    [9_949, '9.9 s'],
    [9_999, '10 s'],
    [59_700, '1 min 00 s'],
    [125_000, '2 min 05 s'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});
