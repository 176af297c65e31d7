import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecaError } from 'execa';

import { packageRoot } from '../modules/common/package-root';
import { EmulatorError } from './errors';
import { type Provider, providerDirectory } from './provider-mirror';
import { lastLines, type PreparationOptions } from './python-environment';
import { runGroup } from './run-group';
import { builtOnce, userCache } from './user-cache';

const SOURCES = ['main.go', 'go.mod', 'go.sum'];

/** Unoptimised and without symbols: a third less time to build, for a program that does next to nothing. */
const QUICK_BUILD = ['-gcflags=all=-N -l', '-ldflags=-s -w'];

/**
 * A provider mirror that holds our stand-in for hashicorp/null, built with Go on first use (about 40 s) and kept in the
 * user's cache. For machines that can get the real one neither from a registry nor from a mirror.
 *
 * @returns the mirror's directory
 * @throws EmulatorError without Go, or where the build fails
 */
export async function nullProviderMirror(
  provider: Provider,
  { onProgress, signal, env = process.env }: PreparationOptions = {},
): Promise<string> {
  const source = join(packageRoot(), 'emulator', 'null-provider');
  const hash = createHash('sha256').update(`${provider.version} ${provider.platform}`);
  for (const file of SOURCES) hash.update(await readFile(join(source, file)));
  const mirror = join(userCache(env), `null-provider-${hash.digest('hex').slice(0, 16)}`);

  return builtOnce(mirror, async (unfinished, temporary) => {
    const directory = providerDirectory(unfinished, provider);
    await mkdir(directory, { recursive: true });
    onProgress?.('Building a stand-in for the provider hashicorp/null with Go: about 40 s, the first time only.');
    const executable = join(directory, `terraform-provider-null_v${provider.version}`);
    await runGroup('go', ['build', '-trimpath', ...QUICK_BUILD, '-o', executable, '.'], {
      cwd: source,
      // Without C the binary needs no compiler to build and no library to run.
      env: { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off', TMPDIR: temporary },
      signal,
    }).catch(explain);
  });
}

function explain(error: unknown): never {
  // Not the build's own failure, but an interruption.
  if (!(error instanceof ExecaError)) throw error;
  if (error.code === 'ENOENT') {
    throw new EmulatorError(
      [
        'The provider hashicorp/null is in no provider mirror, registry.terraform.io cannot be reached, and Go, with which a',
        'stand-in would be built, is not on the PATH. One of these helps:',
        '  Go 1.25 or newer: https://go.dev/dl/ (macOS: brew install go; the golang-go of Debian and Ubuntu may be too old)',
        '  a mirror that holds it, made where the registry can be reached by `terraform providers mirror <directory>`;',
        '  then set PALIER_PROVIDER_MIRROR=<directory>',
      ].join('\n'),
    );
  }
  throw new EmulatorError(
    [
      `The stand-in for the provider hashicorp/null could not be built: ${error.shortMessage}`,
      lastLines(String(error.all ?? '')),
      'It needs Go 1.25 or newer (https://go.dev/dl/; the golang-go of Debian and Ubuntu may be too old), and the Go modules',
      'of emulator/null-provider/go.mod from the module proxy (GOPROXY).',
    ].join('\n'),
  );
}
