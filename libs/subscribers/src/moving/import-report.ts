import type { TokenSigner } from '@app/platform';

/** What became of the lines of an import. Each line is counted once. */
export interface ImportCounts {
  /** Lines that hold something, of both files. */
  readonly rows: number;
  readonly in: number;
  /** Subscribed here already, or asked and not confirmed yet: left as they are. */
  readonly known: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly suppressed: Readonly<Record<string, number>>;
}

/** What the consents of an import rest on. */
export interface ImportBasis {
  readonly platform: string;
  /** ISO 8601, for rows without a date of their own; `unknown` */
  readonly consentDate: string;
  /** The words the readers agreed to; `unknown` */
  readonly wording: string;
  readonly lastContact: string;
}

export interface ImportReport extends ImportCounts {
  readonly kind: 'colporteur.import';
  readonly version: 1;
  readonly importId: string;
  readonly newsletter: string;
  readonly layout: string;
  readonly mapping: Readonly<Record<string, string>>;
  readonly basis: ImportBasis;
  readonly attestedBy: string;
  readonly cohorts: number | null;
  readonly fileHash: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

const PURPOSE = 'import-report';
const MAC_BYTES = 16;

/** Over the members in the order of their names, so that neither a store nor an editor that sorts them breaks it. */
export function signReport(tokens: TokenSigner, report: ImportReport): Buffer {
  return tokens.tag(PURPOSE, Buffer.from(canonical(report)), MAC_BYTES);
}

/** Whether this installation made the document, and nobody changed it since. `mac` is a member of it. */
export function isGenuine(tokens: TokenSigner, document: Readonly<Record<string, unknown>>): boolean {
  const { mac, ...report } = document;
  if (typeof mac !== 'string') return false;
  return tokens.verifyTag(PURPOSE, Buffer.from(canonical(report)), Buffer.from(mac, 'base64url'));
}

export function withMac(report: ImportReport, mac: Buffer): ImportReport & { readonly mac: string } {
  return { ...report, mac: mac.toString('base64url') };
}

/** JSON with the members of every object in the order of their names (in the spirit of RFC 8785). */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

export function countsIn({ rows, in: brought, known, refused, suppressed }: ImportReport): ImportCounts {
  return { rows, in: brought, known, refused, suppressed };
}

/** Outcome of a staged row (`import_row.outcome`) → where it counts. `in` is never written to a row. */
export function countOutcomes(outcomes: ReadonlyMap<string, number>): Omit<ImportCounts, 'rows'> {
  const refused: Record<string, number> = {};
  const suppressed: Record<string, number> = {};
  let known = 0;
  for (const [outcome, count] of outcomes) {
    if (outcome === 'known' || outcome === 'pending') known += count;
    else if (outcome.startsWith('ban_')) suppressed[outcome.slice('ban_'.length)] = count;
    else if (outcome !== 'in') refused[outcome] = count;
  }
  return { in: outcomes.get('in') ?? 0, known, refused, suppressed };
}
