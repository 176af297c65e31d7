import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Aws } from '../../demo/aws';
import { DatabasePassword } from '../../demo/database-password';
import type { Deployed } from '../../demo/stage';

const DEPLOYED = {
  databaseIdentifier: 'acme',
  secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/database-AbCdEf',
} as Deployed;

describe('the database’s password', () => {
  let server: Server;
  let endpoint: string;
  let live: string;
  let secret: { VersionId: string; SecretString: string };
  const aws = { call: async () => secret } as unknown as Aws;
  const hold = (versionId: string, password: string) => {
    secret = { VersionId: versionId, SecretString: JSON.stringify({ username: 'x', password }) };
  };

  beforeEach(async () => {
    server = createServer((request, response) => {
      const found = request.url === '/emulator/rds/111122223333/eu-west-1/acme/master-password' && live !== '';
      response.writeHead(found ? 200 : 404).end(live);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is the one of the secret’s current version, and all that were seen are known', async () => {
    const password = new DatabasePassword(aws, endpoint, DEPLOYED);
    for (const [version, value] of [
      ['v1', 'first'],
      ['v1', 'first'],
      ['v2', 'second'],
    ] as const) {
      hold(version, value);
      live = value;
      expect(await password.look()).toEqual({ versionId: version, password: value });
    }
    expect(password.all).toEqual(['first', 'second']);
  });

  it('is refused where the database has another, which is not said, but searched for', async () => {
    hold('v1', 'in-secret');
    live = 'in-database';
    const password = new DatabasePassword(aws, endpoint, DEPLOYED);
    const error = await password.look().catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'UnexpectedResult', message: expect.stringContaining(DEPLOYED.secretArn) });
    expect(error.message).not.toMatch(/in-secret|in-database/);
    expect(password.all).toEqual(['in-secret', 'in-database']);
  });

  it('is refused where nobody tells it', async () => {
    hold('v1', '');
    live = '';
    await expect(new DatabasePassword(aws, endpoint, DEPLOYED).look()).rejects.toThrow(/answers 404/);
  });
});
