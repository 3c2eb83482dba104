import fc from 'fast-check';

/**
 * Properties run on a sample with a fixed seed, so that a red run is red again; `npm run test:full` runs them on many
 * more inputs with a fresh seed, which a failure prints.
 */
const isFull = process.env['TEST_FULL'] === '1';

fc.configureGlobal(isFull ? { numRuns: 5_000 } : { seed: 20_261_122 });
