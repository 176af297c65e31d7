import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

import { DemoRun, type RunOptions } from './demo-run';

describe('the demo, where something is wrong', () => {
  let demo: DemoRun;
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'palier-test-'));
  });
  afterEach(async () => {
    await demo.clean();
    await rm(directory, { recursive: true });
  });

  /** Runs it to its end, which must be a failure that leaves nothing behind and shows no stack trace. */
  async function failing(options: RunOptions, exitCode = 1): Promise<string> {
    demo = await DemoRun.start(options);
    expect({ exitCode: await demo.exitCode(), output: demo.output }).toMatchObject({ exitCode });
    expect(await demo.leftovers()).toEqual([]);
    expect(demo.output).not.toMatch(/^\s+at .*:\d+/m);
    return demo.output;
  }

  async function pathWith(scripts: Record<string, string>): Promise<string> {
    const { stdout: python } = await execa('python3', ['-c', 'import sys; print(sys.executable)']);
    await symlink(process.execPath, join(directory, 'node'));
    await symlink(python, join(directory, 'python3'));
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(directory, name), 0o755);
    }
    return directory;
  }

  it('names every tool that is missing, and how to get it, and starts nothing', async () => {
    const output = await failing({ env: { PATH: await pathWith({}) } });
    expect(output).toMatch(/Terraform 1\.11 or newer .*terraform is not on the PATH/);
    expect(output).toContain('https://developer.hashicorp.com/terraform/install');
    expect(output).toMatch(/AWS CLI .* or newer .*aws is not on the PATH/);
    expect(output).not.toMatch(/Python [\d.]+ or newer/);
    expect(output).not.toContain('The emulator answers');
  });

  it('says that Terraform is too old, and which one it found', async () => {
    const path = await pathWith({
      terraform: 'echo \'{"terraform_version": "1.5.7", "platform": "linux_amd64"}\'',
      aws: 'echo aws-cli/2.30.0 Python/3.13',
    });
    const output = await failing({ env: { PATH: path } });
    expect(output).toMatch(/Terraform 1\.11 or newer .*: terraform is 1\.5\.7\./);
    expect(output).not.toContain('The emulator answers');
  });

  it('says that the port is taken', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    try {
      expect(await failing({ args: ['--port', String(port)] })).toContain(String(port));
    } finally {
      server.close();
    }
  });

  it('says that no provider can be had from the mirror that is named', async () => {
    const output = await failing({ env: { PALIER_PROVIDER_MIRROR: directory } });
    expect(output).toContain(`PALIER_PROVIDER_MIRROR names ${directory}, which does not hold`);
  });

  it('says why the emulator cannot be installed, and ends what it prepares beside', async () => {
    const cache = join(directory, 'cache');
    await mkdir(cache);
    const output = await failing({ env: { XDG_CACHE_HOME: cache, PIP_NO_INDEX: '1' } });
    expect(output).toContain('pip install failed');
  });

  it('says that its cache cannot be written', async () => {
    await writeFile(join(directory, 'file'), '');
    const output = await failing({ env: { XDG_CACHE_HOME: join(directory, 'file') } });
    expect(output).toContain(join(directory, 'file', 'palier'));
  });

  it.each([[['--kep']], [['--port', 'x']], [['--to', 'production']]])('refuses %j with exit code 2', async (args) => {
    expect(await failing({ args }, 2)).toMatch(/^.*--(kep|port|to).*\nSee npm run demo -- --help\n$/s);
  });

  it('explains itself', async () => {
    const output = await failing({ args: ['--help'] }, 0);
    expect(output).toContain('Usage: npm run demo');
    expect(output).toContain('Exit codes: 0 ');
  });
});
