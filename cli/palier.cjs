#!/usr/bin/env node
// The `palier` command: bundles its sources when one of them has changed, and runs the bundle.
const { buildBundle, freshBundle } = require('../tools/bundle.cjs');

const bundles = ['dist/cli', ['cli/main.ts', 'cli/assess.ts', 'cli/cost.ts']];

const fresh = freshBundle(...bundles);
if (fresh === undefined) buildBundle(...bundles).then(require);
else require(fresh);
