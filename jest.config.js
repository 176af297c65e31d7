/** Packages that ship only ES modules: transformed, because jest runs CommonJS here. */
const esModules = [
  'execa',
  '@sec-ant',
  '@sindresorhus',
  'figures',
  'get-stream',
  'human-signals',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'npm-run-path',
  'parse-ms',
  'path-key',
  'pretty-ms',
  'signal-exit',
  'strip-final-newline',
  'unicorn-magic',
  'yoctocolors',
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // The clean-up of globals between files recurses without end in an emitter that signal-exit keeps there.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  // Against a hang only, and far above what anything takes (ten minutes, on two cores): no test fails because the machine is busy.
  testTimeout: 45 * 60_000,
  // Its exports map has no entry for require().
  moduleNameMapper: { '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js' },
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/'],
};
