import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

import { blankEnvironment } from '../../emulator/blank-environment';
import {
  findProviders,
  type Provider,
  type ProviderOptions,
  providerDirectory,
  wantedProviders,
} from '../../emulator/provider-mirror';
import { stub } from './support/stub';
import { temporaryDirectory } from './support/temporary-directory';

const root = temporaryDirectory();
const [aws, nullProvider] = wantedProviders();
let said: string[];

beforeEach(() => {
  said = [];
});

/** A search that sees nothing of this machine: its home, its system folders and its registry are the test's. */
function search({ env, ...options }: Partial<ProviderOptions> = {}): Promise<string | undefined> {
  for (const folder of ['home', 'work', 'run', 'opt']) mkdirSync(join(root(), folder), { recursive: true });
  return findProviders({
    directory: join(root(), 'run'),
    cwd: join(root(), 'work'),
    systemFolders: [join(root(), 'opt')],
    isRegistryReachable: async () => false,
    onProgress: (line) => said.push(line),
    ...options,
    env: { HOME: join(root(), 'home'), XDG_DATA_DIRS: join(root(), 'share'), PATH: join(root(), 'bin'), ...env },
  });
}

function write(file: string, text = ''): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const unpacked = (mirror: string, provider: Provider) =>
  write(
    join(
      providerDirectory(mirror, provider),
      `terraform-provider-x_v${provider.version}`.replace('x', provider.address.split('/')[2] as string),
    ),
  );
const packed = (mirror: string, { address, version, platform }: Provider) =>
  write(join(mirror, address, `terraform-provider-${address.split('/')[2]}_${version}_${platform}.zip`));
const both = (mirror: string) => {
  unpacked(mirror, aws);
  packed(mirror, nullProvider);
};
/** What a real `terraform init` does with the configuration that was found. */
async function init(file: string | undefined, env: Record<string, string>) {
  const { address, version } = nullProvider;
  write(
    join(root(), 'stack', 'main.tf.json'),
    JSON.stringify({ terraform: { required_providers: { null: { source: address, version } } } }),
  );
  const target = { endpoint: 'http://127.0.0.1:1', cliConfigFile: file };
  const { stdout, stderr } = await execa('terraform', ['init', '-no-color'], {
    cwd: join(root(), 'stack'),
    env: blankEnvironment(target, { PATH: process.env.PATH, HOME: join(root(), 'home'), ...env }),
    extendEnv: false,
    reject: false,
  });
  return `${stdout}\n${stderr}`;
}
const textOf = (file: string | undefined) => readFileSync(file as string, 'utf8');

test('the wanted versions are those of the installed bindings', () => {
  expect(aws).toMatchObject({ address: 'registry.terraform.io/hashicorp/aws', version: '5.100.0' });
  expect(nullProvider).toMatchObject({ address: 'registry.terraform.io/hashicorp/null', version: '3.2.4' });
});

test('a mirror one level under a system folder is found, written down and said', async () => {
  const mirror = join(root(), 'opt', 'mirror');
  both(mirror);
  const file = await search();
  expect(file).toBe(join(root(), 'run', 'terraform.rc'));
  expect(textOf(file)).toBe(`
provider_installation {
  filesystem_mirror {
    path    = "${mirror}"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  filesystem_mirror {
    path    = "${mirror}"
    include = ["registry.terraform.io/hashicorp/null"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws","registry.terraform.io/hashicorp/null"]
  }
}
`);
  expect(said).toEqual([
    `Provider registry.terraform.io/hashicorp/aws 5.100.0: from ${mirror}`,
    `Provider registry.terraform.io/hashicorp/null 3.2.4: from ${mirror}`,
  ]);
});

test.each([
  ['the working directory', 'work/terraform.d/plugins', {}],
  ['the home directory', 'home/.terraform.d/plugins', {}],
  ['the data directory', 'home/.local/share/terraform/plugins', {}],
  ['a system data directory', 'share/terraform/plugins', {}],
  ['the plugin cache', 'cache', { TF_PLUGIN_CACHE_DIR: 'cache' }],
])('a mirror in %s is found', async (_, place, env: Record<string, string>) => {
  both(join(root(), place));
  const absolute = Object.fromEntries(Object.entries(env).map(([name, path]) => [name, join(root(), path)]));
  expect(textOf(await search({ env: absolute }))).toContain(`path    = "${join(root(), place)}"`);
});

test('the mirror that the user names comes first', async () => {
  both(join(root(), 'opt', 'mirror'));
  both(join(root(), 'named'));
  const text = textOf(await search({ env: { PALIER_PROVIDER_MIRROR: join(root(), 'named') } }));
  expect(text).toContain(join(root(), 'named'));
  expect(text).not.toContain(join(root(), 'opt'));
});

test('a named mirror that does not exist is an error, although another mirror would do', async () => {
  both(join(root(), 'opt', 'mirror'));
  const missing = join(root(), 'missing');
  await expect(search({ env: { PALIER_PROVIDER_MIRROR: missing } })).rejects.toThrow(
    `${missing}, which does not exist`,
  );
});

test('a named mirror with another version is an error that says what it holds and what is wanted', async () => {
  const mirror = join(root(), 'named');
  unpacked(mirror, { ...aws, version: '5.99.0' });
  const error = await search({ env: { PALIER_PROVIDER_MIRROR: mirror } }).catch((reason) => reason);
  expect(error.message).toContain('does not hold registry.terraform.io/hashicorp/aws 5.100.0');
  expect(error.message).toContain('It holds of that provider: 5.99.0.');
  expect(error.message).toContain('terraform providers mirror');
});

test.each([
  ['another version', { version: '5.99.0' }],
  ['another platform', { platform: 'plan9_mips' }],
])('%s does not count', async (_, difference) => {
  unpacked(join(root(), 'opt', 'a'), { ...aws, ...difference });
  packed(join(root(), 'opt', 'b'), { ...aws, ...difference });
  await expect(search()).rejects.toThrow('registry.terraform.io cannot be reached');
});

test('without a mirror Terraform is left alone where the registry answers', async () => {
  await expect(search({ isRegistryReachable: async () => true })).resolves.toBeUndefined();
  expect(said).toEqual([]);
});

test('without a mirror or a registry the error says what to do', async () => {
  const error = await search().catch((reason) => reason);
  expect(error.message).toContain('hashicorp/aws 5.100.0');
  expect(error.message).toContain('PALIER_PROVIDER_MIRROR=<directory>');
  expect(error.message).toContain('HTTPS_PROXY');
});

test('what the mirror lacks comes from the registry where it answers', async () => {
  unpacked(join(root(), 'opt', 'mirror'), aws);
  const text = textOf(await search({ isRegistryReachable: async () => true }));
  expect(text).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]');
  expect(text).not.toContain('hashicorp/null');
});

test('the registry is not asked when a mirror holds everything', async () => {
  both(join(root(), 'opt', 'mirror'));
  const asked = jest.fn(async () => true);
  await search({ isRegistryReachable: asked });
  expect(asked).not.toHaveBeenCalled();
});

describe('the stand-in for hashicorp/null', () => {
  const build = 'while [ "$1" != -o ]; do shift; done; echo built > "$2"; echo run >> "$COUNT"';
  const options = () => ({ env: { COUNT: join(root(), 'count'), XDG_CACHE_HOME: join(root(), 'cache') } });

  test('is built where neither a mirror nor the registry has the real one, and used again after', async () => {
    unpacked(join(root(), 'opt', 'mirror'), aws);
    stub(join(root(), 'bin'), 'go', build.replaceAll('echo', '/bin/echo'));
    const text = textOf(await search(options()));
    const mirror = /path {4}= "(.*null-provider.*)"/.exec(text)?.[1] as string;
    expect(readFileSync(join(providerDirectory(mirror, nullProvider), 'terraform-provider-null_v3.2.4'), 'utf8')).toBe(
      'built\n',
    );
    await search(options());
    expect(readFileSync(join(root(), 'count'), 'utf8')).toBe('run\n');
  });

  test('without Go the error names Go and the other way out', async () => {
    unpacked(join(root(), 'opt', 'mirror'), aws);
    const error = await search(options()).catch((reason) => reason);
    expect(error.message).toContain('Go, with which a');
    expect(error.message).toContain('https://go.dev/dl/');
    expect(error.message).toContain('PALIER_PROVIDER_MIRROR');
  });

  test('a build that fails shows its output', async () => {
    unpacked(join(root(), 'opt', 'mirror'), aws);
    stub(join(root(), 'bin'), 'go', 'echo "go: proxy.example: no such host" >&2; exit 1');
    await expect(search(options())).rejects.toThrow('go: proxy.example: no such host');
  });
});

describe('the CLI configuration of the user', () => {
  const own = () => join(root(), 'own.rc');

  test('is left alone where it says how providers are installed', async () => {
    both(join(root(), 'opt', 'mirror'));
    write(own(), 'provider_installation {\n  direct {}\n}\n');
    await expect(search({ env: { TF_CLI_CONFIG_FILE: own() } })).resolves.toBe(own());
  });

  test('is taken over where it says other things', async () => {
    both(join(root(), 'opt', 'mirror'));
    write(own(), '# provider_installation: none\ncredentials "app.terraform.io" {\n  token = "t"\n}\n');
    const text = textOf(await search({ env: { TF_CLI_CONFIG_FILE: own() } }));
    expect(text).toMatch(/^# provider_installation: none\ncredentials "app.terraform.io" \{\n {2}token = "t"\n\}\n/);
    expect(text).toContain('filesystem_mirror');
  });

  test('of the home directory counts too; one that is named and missing does not', async () => {
    write(join(root(), 'home', '.terraformrc'), 'provider_installation {\n  direct {}\n}\n');
    await expect(search({ env: { TF_CLI_CONFIG_FILE: '/missing' } })).resolves.toBe(
      join(root(), 'home', '.terraformrc'),
    );
  });

  test('yields to a mirror that is named here', async () => {
    for (const provider of [aws, nullProvider]) unpacked(join(root(), 'named'), provider);
    write(own(), 'provider_installation {\n  direct {}\n}\n');
    const file = await search({ env: { TF_CLI_CONFIG_FILE: own(), PALIER_PROVIDER_MIRROR: join(root(), 'named') } });
    expect(file).toBe(join(root(), 'run', 'terraform.rc'));
    expect(textOf(file).match(/provider_installation/g)).toHaveLength(1);
    expect(await init(file, {})).toContain('successfully initialized');
  });

  test.each(['the environment', 'the configuration'])(
    'a plugin cache that %s names serves Terraform as a mirror, and is no longer its cache',
    async (where) => {
      const cache = join(root(), 'cache');
      for (const provider of [aws, nullProvider]) unpacked(cache, provider);
      write(
        own(),
        `disable_checkpoint = true\n${where === 'the configuration' ? `plugin_cache_dir = "${cache}"\n` : ''}`,
      );
      const env = {
        TF_CLI_CONFIG_FILE: own(),
        ...(where === 'the environment' ? { TF_PLUGIN_CACHE_DIR: cache } : {}),
      };
      const file = await search({ env });
      expect(textOf(file)).toContain(`path    = "${cache}"`);
      expect(textOf(file)).toContain('disable_checkpoint = true');
      expect(await init(file, env)).toContain('successfully initialized');
    },
  );
});
