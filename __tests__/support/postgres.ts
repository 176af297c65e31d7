import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { temporaryDirectory } from './synthesize';
import { printed } from './watch';

const PASSWORD = 'hunter22-of-the-states';

/** PostgreSQL refuses to run as root. `nobody` is there on every Linux. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A real PostgreSQL on a socket of its own: no port that another test could have, and nobody else gets in. */
export class Postgres {
  private constructor(
    private readonly programs: string,
    private readonly directory: string,
  ) {}

  /** Why there is none to test with, if there is none. Debian keeps the server's programs off the PATH. */
  static missing(): string | undefined {
    return programDirectory() === undefined
      ? 'PostgreSQL is not installed (Debian: apt-get install postgresql; macOS: brew install postgresql)'
      : undefined;
  }

  static async with(use: (postgres: Postgres) => Promise<void>): Promise<void> {
    const programs = programDirectory() as string;
    const directory = await temporaryDirectory();
    const data = join(directory, 'data');
    const passwordFile = join(directory, 'password');
    await mkdir(data);
    await writeFile(passwordFile, PASSWORD);
    for (const path of [directory, data, passwordFile]) await chown(path, NOBODY.uid ?? -1, NOBODY.gid ?? -1);
    const options = { cwd: directory, all: true, ...NOBODY } as const;
    const initdb = ['--username=palier', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', '-E', 'UTF8'];
    await execa(join(programs, 'initdb'), ['-D', data, '--locale=C', ...initdb], options);
    const settings = ['listen_addresses=', 'fsync=off'].flatMap((setting) => ['-c', setting]);
    const arguments_ = ['-D', data, '-k', directory, ...settings];
    const server = execa(join(programs, 'postgres'), arguments_, { ...options, reject: false });
    const postgres = new Postgres(programs, directory);
    try {
      await printed(server, /ready to accept connections/);
      await postgres.query('CREATE DATABASE states', 'postgres');
      await use(postgres);
    } finally {
      // Fast shutdown: it ends the connections that a killed Terraform has left.
      server.kill('SIGINT');
      await server;
    }
  }

  /** Without the password, which is in the environment. */
  get connection(): string {
    return `host=${this.directory} dbname=states user=palier`;
  }

  get environment(): Record<string, string> {
    return { PGPASSWORD: PASSWORD };
  }

  /** The rows, as text. */
  async query(sql: string, database = 'states'): Promise<string[]> {
    const { stdout } = await execa(
      join(this.programs, 'psql'),
      ['-h', this.directory, '-U', 'palier', '-d', database, '--no-psqlrc', '-At', '-c', sql],
      { env: this.environment },
    );
    return stdout === '' ? [] : stdout.split('\n');
  }
}

function programDirectory(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const directories = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return directories.find((directory) =>
    ['initdb', 'postgres', 'psql'].every((program) => existsSync(join(directory, program))),
  );
}
