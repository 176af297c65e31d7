/** The demo's voice: the story on standard output, what goes on meanwhile on standard error. */

const LOOK_MS = 100;
/** Where there is no line to redraw, a build's log for instance: seldom enough to read, often enough to see life. */
const REPEAT_MS = 10_000;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalOptions {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds, of any epoch. */
  readonly now: () => number;
}

type Colour = 'bold' | 'dim' | 'green' | 'yellow' | 'red';
const CODES: Record<Colour, number> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

export class Terminal {
  private readonly start: number;
  private readonly redraws: boolean;
  private readonly colours: boolean;
  private steps = 0;
  private quiet = false;

  constructor(private readonly options: TerminalOptions) {
    const { stdout, stderr, env } = options;
    this.start = options.now();
    this.redraws = stderr.isTTY === true && !env.CI && env.TERM !== 'dumb';
    // https://no-color.org: any value but the empty one.
    this.colours = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  }

  /** One line, or several, of the story. */
  say(text = ''): void {
    this.options.stdout.write(`${text}\n`);
  }

  /** A remark that is not part of the story. */
  note(text: string): void {
    this.clear();
    this.options.stderr.write(`${text}\n`);
  }

  /** From here on only what is said, without progress: for what goes on has no meaning any more. */
  endProgress(): void {
    this.clear();
    this.quiet = true;
  }

  paint(colour: Colour, text: string): string {
    return this.colours ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
  }

  /** A step of the story: its title, what it tells, and how long it took. */
  async step<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.steps += 1;
    const begin = this.options.now();
    this.say(`\n${this.paint('bold', `${this.steps}. ${title}`)}`);
    const result = await body();
    const end = this.options.now();
    const times = `done in ${duration(end - begin)}, ${duration(end - this.start)} since the start`;
    this.say(`   ${this.paint('dim', times)}`);
    return result;
  }

  /** Shows that something goes on for as long as `work` takes; `what` is asked anew each time. */
  async during<T>(what: () => string, work: Promise<T>): Promise<T> {
    const begin = this.options.now();
    let shown = begin;
    let frame = 0;
    const text = () => `${what()} (${duration(this.options.now() - begin)})`;
    if (!this.redraws) this.options.stderr.write(`   ... ${what()}\n`);
    const timer = setInterval(() => {
      if (this.quiet) return;
      if (this.redraws) {
        frame = (frame + 1) % FRAMES.length;
        this.clear();
        // A line that wraps cannot be cleared.
        this.options.stderr.write(`   ${FRAMES[frame]} ${text()}`.slice(0, (this.options.stderr.columns || 80) - 1));
      } else if (this.options.now() - shown >= REPEAT_MS) {
        shown = this.options.now();
        this.options.stderr.write(`   ... ${text()}\n`);
      }
    }, LOOK_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      this.clear();
    }
  }

  private clear(): void {
    if (this.redraws) this.options.stderr.write('\r\u001b[K');
  }
}

/** `4.2 s`, `1 min 05 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
