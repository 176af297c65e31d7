import type { Commands } from './commands';

/** The AWS CLI, on the emulator. */
export class Aws {
  constructor(
    private readonly commands: Commands,
    private readonly cwd: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly endpoint: string,
  ) {}

  async call<T>(...args: string[]): Promise<T> {
    const { stdout } = await this.run(args, [0]);
    return JSON.parse(stdout) as T;
  }

  /** The answer's error code, such as `DBInstanceNotFound`; `undefined` where the call succeeds. */
  async errorOf(...args: string[]): Promise<string | undefined> {
    const { all } = await this.run(args, [0, 254, 255]);
    return /An error occurred \((\w+)\)/.exec(all)?.[1];
  }

  private run(args: readonly string[], accept: readonly number[]) {
    // Version 1 ignores the variable AWS_ENDPOINT_URL for some services, and would call the real AWS.
    const command = [...args, '--endpoint-url', this.endpoint, '--output', 'json'];
    return this.commands.run('aws', command, { cwd: this.cwd, env: this.env, accept });
  }
}
