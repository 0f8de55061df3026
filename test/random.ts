import fc from 'fast-check';

const { DAGPORT_SEED: wanted = '1' } = process.env;

/**
 * Tests with random values try the same ones in each run, so that a change is judged by what it changes. To try others:
 * `DAGPORT_SEED=7 npm test`, or `DAGPORT_SEED=random`. Failures print their seed.
 */
export const SEED = wanted === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted);

fc.configureGlobal({ seed: SEED });
