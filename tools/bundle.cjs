/**
 * Bundles TypeScript into dist/ when one of its sources has changed. CommonJS, because the `palier` command loads it at
 * every start: as an ES module it would cost more than all that the command itself loads then.
 */
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

const root = dirname(__dirname);

/**
 * @param {string} directory where the bundles are, below the root
 * @param {string[]} entryPoints sources below the root; `cli/main.ts` becomes `main.cjs`
 * @returns {string | undefined} the path of the first bundle, if nothing has changed since it was made
 */
function freshBundle(directory, [entryPoint]) {
  const bundle = join(root, directory, outputName(entryPoint));
  const list = join(root, directory, 'inputs.json');
  if (!existsSync(bundle) || !existsSync(list)) return undefined;
  const built = statSync(bundle).mtimeMs;
  // Those in node_modules change only with the lock file, which is one of them.
  const isOlder = (file) => {
    const input = statSync(join(root, file), { throwIfNoEntry: false });
    return input !== undefined && input.mtimeMs < built;
  };
  return JSON.parse(readFileSync(list, 'utf8')).every(isOlder) ? bundle : undefined;
}

/**
 * Each entry point is a bundle of its own: what one imports by `import('./other')` is the other's, and loaded then.
 * @param {string} directory as for `freshBundle`
 * @param {string[]} entryPoints as for `freshBundle`
 * @returns {Promise<string>} the path of the first bundle
 */
async function buildBundle(directory, entryPoints) {
  const { build } = await import('esbuild');
  // All beside, then renamed, the first one last: two that build at once do not read each other's half.
  const outdir = join(root, directory);
  const beside = join(outdir, `build-${process.pid}`);
  const { metafile } = await build({
    entryPoints: entryPoints.map((file) => join(root, file)),
    outdir: beside,
    outExtension: { '.js': '.cjs' },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname' },
    plugins: [{ name: 'bundles-beside', setup: ({ onResolve }) => onResolve({ filter: /^\.\// }, bundleBeside) }],
    metafile: true,
    logLevel: 'error',
  });
  const sources = Object.keys(metafile.inputs).filter((file) => !/(^|\/)node_modules\//.test(file));
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(beside, 'inputs.json'), JSON.stringify([...sources, 'package-lock.json', 'tools/bundle.cjs']));
  for (const file of ['inputs.json', ...entryPoints.map(outputName).reverse()]) {
    renameSync(join(beside, file), join(outdir, file));
  }
  rmSync(beside, { recursive: true });
  return join(outdir, outputName(entryPoints[0]));
}

function outputName(entryPoint) {
  return `${basename(entryPoint, '.ts')}.cjs`;
}

function bundleBeside({ kind, path }) {
  return kind === 'dynamic-import' ? { path: `${path}.cjs`, external: true } : undefined;
}

module.exports = { freshBundle, buildBundle };
