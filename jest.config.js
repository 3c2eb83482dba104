import { bundledPackages } from './test/support/bundled-packages.js';
import { bundledSources, PURE_SPECS } from './test/support/bundled-sources.js';

// `npm run test:browser` looks at pages in a real Chromium; everything else runs on a machine that has only Node.
const inBrowser = process.env['TEST_BROWSER'] === '1';
// `npm test` runs all spec files, and for so many it pays to bundle the pure ones first.
const isBundled = process.env['TEST_BUNDLED'] === '1' && !inBrowser;

/**
 * Specs stand beside what they prove; journeys through several parts stand in test/e2e. The global set-up starts a real
 * PostgreSQL, and a real Redis where one can be had.
 *
 * @type {import('jest').Config}
 */
export default {
  rootDir: import.meta.dirname,
  testMatch: inBrowser
    ? ['<rootDir>/{apps,libs,test}/**/*.browser.spec.ts']
    : ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(inBrowser ? [] : ['\\.browser\\.spec\\.ts$'])],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.colporteur/'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  testEnvironment: 'node',
  // Journeys start databases, servers and browsers.
  testTimeout: 60_000,
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/slow-first.js',
  // Modules of finished files stay in a worker's memory (4 GB at the end): a fresh one is quicker than their collection.
  workerIdleMemoryLimit: '1500MB',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    ...(await bundledPackages()),
    '^fast-check$': '<rootDir>/test/support/property-runs.ts',
    '^@app/(api|worker)$': '<rootDir>/apps/$1/src/index.ts',
    '^@app/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    ...(isBundled && { [PURE_SPECS]: ['<rootDir>/test/support/bundled-spec.js', { folder: await bundledSources() }] }),
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true, tsx: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
        // In files of their own: V8 reads a map that stands in the source whole, each time it compiles it.
        sourceMaps: true,
      },
    ],
  },
};
