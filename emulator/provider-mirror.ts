import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { packageRoot } from '../modules/common/package-root';
import { readUserConfig } from './cli-config';
import { EmulatorError } from './errors';
import { nullProviderMirror } from './null-provider';
import { isRegistryReachable } from './provider-registry';
import type { PreparationOptions } from './python-environment';

export interface Provider {
  /** Its address, such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** The one version that the stacks ask for. */
  readonly version: string;
  /** Terraform's name for this machine, such as `linux_amd64`. */
  readonly platform: string;
}

export interface ProviderOptions extends PreparationOptions {
  /** Where Terraform's CLI configuration is written, should one be needed. */
  readonly directory: string;
  /** @default the working directory */
  readonly cwd?: string;
  /** Folders whose subfolders may be mirrors. @default the system's usual ones for optional software */
  readonly systemFolders?: readonly string[];
  /** @default asks registry.terraform.io */
  readonly isRegistryReachable?: () => Promise<boolean>;
}

const SYSTEM_FOLDERS = [
  '/opt',
  '/opt/homebrew/share',
  '/usr/local/share',
  '/usr/local/lib',
  '/usr/share',
  '/usr/lib',
  '/var/lib',
  '/srv',
];

/**
 * Sees to it that Terraform gets the providers of the stacks, where it could not by itself. Searches, in this order: the
 * mirror that PALIER_PROVIDER_MIRROR names, the places that Terraform knows, its plugin cache, and one level under the
 * system's folders for optional software.
 *
 * @returns the CLI configuration that Terraform is to use; `undefined` where it is best left alone
 * @throws EmulatorError where the named mirror does not hold the AWS provider, or nothing does and no registry answers
 */
export async function findProviders(options: ProviderOptions): Promise<string | undefined> {
  const { env = process.env, onProgress } = options;
  const userConfig = readUserConfig(env);
  // Whoever set up how providers are installed knows best, unless told otherwise here.
  if (userConfig?.installsProviders && !env.PALIER_PROVIDER_MIRROR) return userConfig.file;

  const named = namedMirror(env);
  const places = [...(named ? [named] : []), ...mirrorPlaces(options, userConfig?.pluginCache)];
  const [aws, nullProvider] = wantedProviders();
  const mirrors = new Map<Provider, string>();
  for (const provider of [aws, nullProvider]) {
    const place = places.find((candidate) => holds(candidate, provider));
    if (place) mirrors.set(provider, place);
  }
  if (named && mirrors.get(aws) !== named) throw new EmulatorError(notInNamedMirror(named, aws));

  if (mirrors.size < 2 && !(await (options.isRegistryReachable ?? (() => isRegistryReachable(env)))())) {
    if (!mirrors.has(aws)) throw new EmulatorError(nowhere(aws, places));
    mirrors.set(nullProvider, await nullProviderMirror(nullProvider, options));
  }
  if (mirrors.size === 0) return userConfig?.file;
  for (const [{ address, version }, place] of mirrors) onProgress?.(`Provider ${address} ${version}: from ${place}`);
  const file = join(options.directory, 'terraform.rc');
  await writeFile(file, cliConfig(mirrors, userConfig?.text), { mode: 0o600 });
  return file;
}

/** What the stacks ask for: the versions that the installed bindings were made from. */
export function wantedProviders(platform = thisPlatform()): [aws: Provider, nullProvider: Provider] {
  const require = createRequire(join(packageRoot(), 'package.json'));
  const provider = (bindings: string): Provider => {
    const { cdktf } = JSON.parse(readFileSync(require.resolve(`${bindings}/package.json`), 'utf8'));
    return { address: cdktf.provider.name, version: cdktf.provider.version, platform };
  };
  return [provider('@cdktf/provider-aws'), provider('@cdktf/provider-null')];
}

function thisPlatform(): string {
  const architecture: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return `${process.platform}_${architecture[process.arch] ?? process.arch}`;
}

/** In a mirror with unpacked providers: `HOST/NAMESPACE/TYPE/VERSION/PLATFORM`. */
export function providerDirectory(mirror: string, { address, version, platform }: Provider): string {
  return join(mirror, address, version, platform);
}

/** Both layouts that Terraform reads: unpacked, and packed as `HOST/NAMESPACE/TYPE/terraform-provider-TYPE_VERSION_PLATFORM.zip`. */
function holds(mirror: string, provider: Provider): boolean {
  const { address, version, platform } = provider;
  const name = `terraform-provider-${address.split('/').at(-1)}`;
  return (
    namesIn(providerDirectory(mirror, provider)).some((file) => file.startsWith(name)) ||
    existsSync(join(mirror, address, `${name}_${version}_${platform}.zip`))
  );
}

/** Names in a directory; none where it does not exist or must not be read: a search passes by what it cannot see. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function namedMirror(env: NodeJS.ProcessEnv): string | undefined {
  if (!env.PALIER_PROVIDER_MIRROR) return undefined;
  const mirror = resolve(env.PALIER_PROVIDER_MIRROR);
  if (existsSync(mirror)) return mirror;
  throw new EmulatorError(
    `PALIER_PROVIDER_MIRROR names ${mirror}, which does not exist. Name a directory, or unset it.`,
  );
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories, then further places. */
function mirrorPlaces(options: ProviderOptions, pluginCache: string | undefined): string[] {
  const { env = process.env, cwd = process.cwd(), systemFolders = SYSTEM_FOLDERS } = options;
  const home = env.HOME ?? homedir();
  const dataDirectories = [
    env.XDG_DATA_HOME || join(home, '.local/share'),
    ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
  ];
  return [
    join(cwd, 'terraform.d/plugins'),
    join(home, '.terraform.d/plugins'),
    join(home, 'Library/Application Support/io.terraform/plugins'),
    '/Library/Application Support/io.terraform/plugins',
    ...dataDirectories.map((directory) => join(directory, 'terraform/plugins')),
    // A plugin cache has the layout of a mirror.
    ...[env.TF_PLUGIN_CACHE_DIR, pluginCache, join(home, '.terraform.d/plugin-cache')].flatMap((path) => path || []),
    ...systemFolders.flatMap((folder) => namesIn(folder).map((name) => join(folder, name))),
  ];
}

function cliConfig(mirrors: ReadonlyMap<Provider, string>, userText = ''): string {
  const addresses = JSON.stringify([...mirrors.keys()].map(({ address }) => address));
  const blocks = [...mirrors].map(([{ address }, path]) =>
    [
      '  filesystem_mirror {',
      `    path    = ${JSON.stringify(path)}`,
      `    include = [${JSON.stringify(address)}]`,
      '  }',
    ].join('\n'),
  );
  const direct = ['  direct {', `    exclude = ${addresses}`, '  }'].join('\n');
  return `${userText}\nprovider_installation {\n${[...blocks, direct].join('\n')}\n}\n`;
}

const HOW_TO_MIRROR = [
  '  Where the registry can be reached, in a directory with a stack: terraform providers mirror <directory>',
  '  Then here: PALIER_PROVIDER_MIRROR=<directory>',
];

function notInNamedMirror(mirror: string, provider: Provider): string {
  const { address, version, platform } = provider;
  const there = namesIn(join(mirror, address)).join(', ');
  return [
    `PALIER_PROVIDER_MIRROR names ${mirror}, which does not hold ${address} ${version} for ${platform}.`,
    there ? `It holds of that provider: ${there}.` : 'It holds nothing of that provider.',
    `Wanted: ${providerDirectory(mirror, provider)}/, or the packed form that this makes:`,
    ...HOW_TO_MIRROR,
  ].join('\n');
}

function nowhere({ address, version, platform }: Provider, places: readonly string[]): string {
  return [
    `Terraform needs the provider ${address} ${version} for ${platform}. registry.terraform.io cannot be reached, and none of`,
    `the ${places.length} usual places for a provider mirror holds it. If a proxy leads to the registry, set HTTPS_PROXY. Otherwise:`,
    ...HOW_TO_MIRROR,
  ].join('\n');
}
