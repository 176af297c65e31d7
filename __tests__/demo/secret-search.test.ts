import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { search, spellings } from '../../demo/secret-search';

const SECRET = "a<b>&c\\d'e+f=";

describe('the search for a secret', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'palier-test-'));
    await mkdir(join(directory, 'below', 'deeper'), { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true }));

  it.each([
    ['as it is', SECRET],
    ['as JSON', JSON.stringify({ password: SECRET })],
    ['as Terraform’s JSON', '"a\\u003cb\\u003e\\u0026c\\\\d\'e+f="'],
    ['as base64', Buffer.from(SECRET).toString('base64')],
  ])('finds it %s, in whatever file', async (_how, text) => {
    const file = join(directory, 'below', 'deeper', 'state');
    await writeFile(file, Buffer.concat([Buffer.from([0, 255]), Buffer.from(`before ${text} after`)]));
    expect((await search(directory, [SECRET])).found).toEqual([file]);
  });

  it('counts files and bytes, and finds nothing where there is nothing', async () => {
    await writeFile(join(directory, 'one'), 'a<b>&c');
    await writeFile(join(directory, 'below', 'two'), '12345');
    expect(await search(directory, [SECRET])).toEqual({ files: 2, bytes: 11, found: [] });
  });

  it('reads no providers, wherever they are linked', async () => {
    await mkdir(join(directory, '.terraform'));
    await writeFile(join(directory, '.terraform', 'provider'), SECRET);
    await symlink(join(directory, 'nowhere'), join(directory, 'below', 'broken'));
    expect(await search(directory, [SECRET])).toEqual({ files: 0, bytes: 0, found: [] });
  });

  it('spells a plain value once, and as base64', () => {
    expect(spellings('plain')).toEqual(['plain', 'cGxhaW4=']);
  });
});
