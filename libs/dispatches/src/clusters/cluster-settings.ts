import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Counted up when features or evidence are read differently: logs of two readings cannot be compared. */
const READING = 1;

const share = z.number().min(0).max(1);

/**
 * Weights and thresholds, each a number an operator may try on the log (`dispatch cluster --dry-run --settings FILE`).
 * A file may leave any of them out: the default stays.
 */
export const clusterSettings = z.strictObject({
  /** A dispatch joins a cluster whose link is at least this. */
  join: share.default(0.44),
  /** A dispatch that would join two clusters makes them one when both links are at least this … */
  merge: share.default(0.5),
  /** … and their members are on average this much alike. */
  mergeMean: share.default(0.3),
  /** A member counts as one that agrees from this score on. */
  support: share.default(0.3),
  /** Hours after a cluster's last dispatch in which another may still join. */
  windowHours: z.number().min(1).max(240).default(72),
  /** Hours in which a score falls to 37 %. */
  fadeHours: z.number().min(1).max(10_000).default(90),
  /** Overlap of words from which on two texts say the same. */
  wordsFull: z.number().min(0.01).max(1).default(0.32),
  /** What a happening in common closes of the doubt that other words leave. */
  happening: share.default(0.5),
  /** Overlap of names from which on two texts are about the same. */
  namesFull: z.number().min(0.01).max(1).default(0.65),
  weights: z
    .strictObject({
      /** What happened: words and concepts. */
      words: share.default(0.4),
      /** To whom, where, how many: names, countries, numbers. */
      anchors: share.default(0.15),
      /** Both together: neither a shared name nor a shared verb makes an event by itself. */
      both: share.default(0.45),
    })
    .prefault({}),
  /** Taken off a score, each once. */
  against: z
    .strictObject({
      /** Both name countries, and not one in common. */
      countries: share.default(0.25),
      /** Both name names, and none in common. */
      names: share.default(0.12),
      /** Their headlines tell of different kinds of event. */
      kinds: share.default(0.15),
      /** Numbers that count the same thing and cannot both be true of it. */
      numbers: share.default(0.15),
      /** A series piece and something else, or two that another day or number tells apart. */
      routine: share.default(0.5),
      /** A source seldom tells one event twice under two ids. */
      sameSource: share.default(0.03),
    })
    .prefault({}),
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

export const DEFAULT_CLUSTER_SETTINGS: ClusterSettings = clusterSettings.parse({});

/** Names the settings, and the reading of texts they go with, in the log: 16 hex digits. */
export function settingsHash(settings: ClusterSettings): string {
  const sorted = JSON.stringify({ reading: READING, settings: clusterSettings.parse(settings) });
  return createHash('sha256').update(sorted).digest('hex').slice(0, 16);
}
