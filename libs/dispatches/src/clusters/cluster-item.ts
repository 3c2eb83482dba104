/** What clustering looks at of a dispatch. Texts are plain text. */
export interface ClusterItem {
  readonly id: string;
  /** BCP 47; only its first part counts, and languages never meet. */
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  /** The beginning of the body; left out or empty where there is none. */
  readonly body?: string;
  readonly publishedAt: Date;
  /** Who told it: an id or a name, compared only. */
  readonly source: string;
}

/** The first part of a BCP 47 tag; `und` for what is none. */
export function baseLanguage(language: string): string {
  return /^[a-z]{2,3}(?![a-z\d])/.exec(language.toLowerCase())?.[0] ?? 'und';
}

/**
 * The order in which a set is clustered, whatever order it came in: by time, then by id. Plain comparison of code units,
 * not a locale's, so that every machine agrees.
 */
export function byTimeThenId(a: ClusterItem, b: ClusterItem): number {
  const apart = a.publishedAt.getTime() - b.publishedAt.getTime();
  if (apart !== 0) return apart;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
