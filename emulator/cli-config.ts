import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface UserConfig {
  readonly file: string;
  /** What another configuration can take over of it: credentials and hosts, never where providers come from. */
  readonly text: string | undefined;
  /** Whether it says where providers come from. */
  readonly installsProviders: boolean;
  readonly pluginCache: string | undefined;
}

const PLUGIN_CACHE = /"?\bplugin_cache_dir"?\s*[=:]\s*"([^"]+)"/;

/**
 * Terraform's CLI configuration as the user has it: the file that the environment names or, where there is none of that
 * name, the one in the home directory. `undefined` where neither can be read.
 */
export function readUserConfig(env: NodeJS.ProcessEnv): UserConfig | undefined {
  const home = env.HOME ?? homedir();
  const candidates = [env.TF_CLI_CONFIG_FILE, env.TERRAFORM_CONFIG, join(home, '.terraformrc')];
  for (const file of candidates) {
    const text = file && read(file);
    if (file && text !== undefined && text !== '') return parse(file, text);
  }
  return undefined;
}

function parse(file: string, text: string): UserConfig {
  const withoutComments = text.replaceAll(/^\s*(#|\/\/).*$/gm, '');
  const installsProviders = /\bprovider_installation\b/.test(withoutComments);
  // One written as JSON cannot be joined to another, and Terraform takes one `provider_installation` only.
  const canBeJoined = !installsProviders && !text.trimStart().startsWith('{');
  return {
    file,
    // The cache may be what serves as the mirror, and Terraform refuses to copy a directory to itself.
    text: canBeJoined ? text.replaceAll(new RegExp(PLUGIN_CACHE, 'g'), '') : undefined,
    installsProviders,
    pluginCache: PLUGIN_CACHE.exec(withoutComments)?.[1]?.replace(/^\$HOME|^~/, homedir()),
  };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
