import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** By what they took; whatever is not named comes after them. */
const SLOWEST = [
  'deploy/early-ga',
  'demo/demo.test',
  'deploy/beta',
  'examples/deploy',
  'deploy/going-down',
  'emulator/corrections',
  'deploy/interrupted-apply',
  'deploy/restore',
  'deploy/organization',
  'demo/interrupted',
];

/** On a fresh clone jest knows no times, and would begin with the files that have the most text. */
export default class SlowestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const index = SLOWEST.findIndex((part) => path.includes(`__tests__/${part}`));
      return index === -1 ? SLOWEST.length : index;
    };
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
}
