#!/usr/bin/env node
// The `palier` command: bundles its sources when one of them has changed, and runs the bundle.
const { buildBundle, freshBundle } = require('../tools/bundle.cjs');

const bundles = ['dist/cli', ['cli/main.ts', 'cli/assess.ts', 'cli/cost.ts']];

const fresh = freshBundle(...bundles);
if (fresh === undefined) buildBundle(...bundles).then(require, cannotBuild);
else require(fresh);

function cannotBuild(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('The dependencies of Palier are not installed: run "npm ci" in its directory.\n');
  process.exitCode = 1;
}
