import { execa } from 'execa';

/** The AWS CLI, the real one. */
export class Aws {
  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  /** The answer's JSON; an empty object where the operation answers nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of any operation
  async call(...args: string[]): Promise<any> {
    // CLI v1 does not read AWS_ENDPOINT_URL for every service.
    const endpoint = this.environment.AWS_ENDPOINT_URL as string;
    const { stdout } = await execa('aws', ['--endpoint-url', endpoint, '--output', 'json', ...args], {
      env: this.environment,
      extendEnv: false,
    });
    return stdout === '' ? {} : JSON.parse(stdout);
  }
}
