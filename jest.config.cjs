/**
 * Loaded at their first use only. Every rule knows people and policies, every question its page: without this a spec of
 * either would load the edge, the pools and the projector too, most of what it loads.
 */
const lazily = [
  './staff.module.js',
  './policies.module.js',
  './projector.js',
  './read-pool.js',
  './read-store.js',
  './text-search.js',
  './upkeep.js',
];

/** One configuration for every tier; `npm test` chooses the tier by file name (.spec, .int.spec, .e2e.spec). */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/workflows', '<rootDir>/tools'],
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'], // as Nest does, which not every spec loads
  // A limit against what hangs, not a measure: a busy machine is many times slower than a quiet one.
  testTimeout: 30_000,
  testEnvironmentOptions: { customExportConditions: ['@dealtrail/source', 'node', 'require', 'default'] },
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.data', '<rootDir>/.test-data'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs', lazy: lazily },
      },
    ],
  },
};
