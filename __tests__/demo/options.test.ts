import { readOptions, UsageError } from '../../demo/options';

describe('the options', () => {
  it('are the whole way, off, and a free port by default', () => {
    expect(readOptions([])).toEqual({ to: 'early-ga', keep: false, fullPlan: false, port: undefined });
  });

  it('are read, all at once', () => {
    expect(readOptions(['--to', 'beta', '--keep', '--full-plan', '--port', '5000'])).toEqual({
      to: 'beta',
      keep: true,
      fullPlan: true,
      port: 5000,
    });
  });

  it.each([['--help'], ['-h']])('%s asks for the help, whatever else is there', (help) => {
    expect(readOptions(['--keep', help])).toBe('help');
  });

  it.each([
    [['--port', '65536'], /--port.*65536/],
    [['--port', '-1'], /--port/],
    [['--port='], /--port/],
    [['--port', '80a'], /80a/],
    [['--kep'], /--kep/],
    [['production'], /production/],
    [['--keep=yes'], /--keep/],
    [['--to', 'ga'], /--to: one of beta, early-ga, production-ga, enterprise is wanted, not 'ga'/],
    [['--to='], /--to: .* not ''/],
    [['--to'], /--to/],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
