import { DemoRun, type RunOptions } from './demo-run';

describe('the demo, interrupted', () => {
  let demo: DemoRun;
  const startDemo = async (options?: RunOptions) => {
    demo = await DemoRun.start(options);
    return demo;
  };
  afterEach(() => demo.clean());

  it.each([
    ['in its preparation', 'Start the emulator'],
    ['while the database is being created', 'waiting for aws_db_instance.database'],
  ])('by Ctrl-C %s, ends what it started, leaves nothing behind, and exits with 130', async (_when, text) => {
    await startDemo();
    await demo.until(text);
    demo.signal('SIGINT');
    expect(await demo.exitCode()).toBe(130);
    expect(demo.output).toContain('Ended. Nothing was left behind.');
    expect(await demo.leftovers()).toEqual([]);
  });

  it('by a second Ctrl-C, kills what it started at once', async () => {
    await startDemo();
    await demo.until('waiting for aws_db_instance.database');
    demo.signal('SIGINT');
    await demo.until('Ctrl-C again');
    // Two of them within an instant count as one.
    const again = setInterval(() => demo.signal('SIGINT'), 250);
    const exitCode = await demo.exitCode();
    clearInterval(again);
    expect(exitCode).toBe(130);
    expect(demo.output).not.toContain('Ended.');
    expect(await demo.leftovers()).toEqual([]);
  });

  it('by a Ctrl-C that is typed in a terminal', async () => {
    await startDemo({ inTerminal: true });
    await demo.until('terraform plan:');
    demo.type('\u0003');
    expect(await demo.exitCode()).toBe(130);
    expect(demo.output).toContain('Ended. Nothing was left behind.');
    expect(await demo.leftovers()).toEqual([]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s, exits with %d', async (signal, code) => {
    await startDemo();
    await demo.until('The emulator answers');
    demo.signal(signal);
    expect(await demo.exitCode()).toBe(code);
    expect(await demo.leftovers()).toEqual([]);
  });

  it('by a reader that closes its output, ends too', async () => {
    await startDemo();
    await demo.until('Start the emulator');
    demo.closeOutput();
    expect(await demo.exitCode()).toBe(1);
    expect(await demo.leftovers()).toEqual([]);
  });
});
