export type ProofLevel = 1 | 2 | 3;

/**
 * What a proof of each level costs: the solver tries counters from 0 on until the key that we made from a secret one
 * comes out, and that one lies anywhere below `counters`. So the average reader tries half of them and nobody more than
 * all, where looking for a hash with leading zeros would keep one in a hundred waiting five times as long.
 *
 * A try is one SHA-256: a phone of the cheaper kind does 200,000 a second in plain script, which has to be enough,
 * since pages without TLS have no crypto.subtle. Level 1 is a quarter of a second there, level 3 some eight seconds.
 * Checking one takes one try.
 */
export const PROOF_LEVELS: Readonly<Record<ProofLevel, { readonly counters: number }>> = {
  1: { counters: 100_000 },
  2: { counters: 600_000 },
  3: { counters: 3_000_000 },
};

/** Seconds that a reader without script waits instead: dearer to a machine than the work. */
export const WAIT_SECONDS: Readonly<Record<ProofLevel, number>> = { 1: 15, 2: 45, 3: 120 };

/** Seconds in which a proof must be handed in, and a waiting ticket once it is valid. */
export const PROOF_SECONDS = 600;

export function asProofLevel(value: unknown): ProofLevel | undefined {
  return value === 1 || value === 2 || value === 3 ? value : undefined;
}
