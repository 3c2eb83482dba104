/**
 * What a check of the outside world found. `ok`: nothing to do. `note`: worth knowing. `warning`: mail may suffer.
 * `failure`: mail does suffer. `unknown`: it could not be looked at, which says nothing either way.
 */
export const verdicts = ['ok', 'note', 'warning', 'failure', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** A record as it is typed into a zone: the whole name, and of TXT one text (a zone file splits it every 255 octets). */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT' | 'MX' | 'PTR' | 'A';
  readonly value: string;
}

export interface Finding {
  readonly verdict: Verdict;
  /** Stable and dotted, such as `spf.several`; branch on it, never on the text. */
  readonly code: string;
  /** One plain sentence. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** The exact record to publish, where one is at fault. */
  readonly publish?: DnsRecord;
}
