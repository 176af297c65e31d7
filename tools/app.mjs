/**
 * The cdktf app: bundles main.ts when one of its sources has changed, and runs the bundle. Bundled, a synthesis takes
 * a third of the time that it takes from TypeScript.
 */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist', 'main.cjs');
const inputsFile = join(root, 'dist', 'main.inputs.json');

if (!isFresh()) await build();
createRequire(import.meta.url)(bundle);

/** Every input is older than the bundle. Those in node_modules change only with the lock file, which is one of them. */
function isFresh() {
  if (!existsSync(bundle) || !existsSync(inputsFile)) return false;
  const built = statSync(bundle).mtimeMs;
  return JSON.parse(readFileSync(inputsFile, 'utf8')).every((file) => {
    const input = join(root, file);
    return existsSync(input) && statSync(input).mtimeMs < built;
  });
}

async function build() {
  const { build } = await import('esbuild');
  // Both beside, then renamed: two that build at once do not read each other's half.
  const outfile = join(root, 'dist', `main.${process.pid}.cjs`);
  const { metafile } = await build({
    entryPoints: [join(root, 'main.ts')],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname' },
    metafile: true,
    logLevel: 'error',
  });
  const sources = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  writeFileSync(`${outfile}.inputs`, JSON.stringify([...sources, 'package-lock.json', 'tools/app.mjs']));
  renameSync(`${outfile}.inputs`, inputsFile);
  renameSync(outfile, bundle);
}
