import type { EditionKind } from '@app/platform';

/** How an edition is named among those of its newsletter. */
export interface EditionName {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly kind: EditionKind;
  readonly sequence: number;
}

const KINDS: readonly EditionKind[] = ['digest', 'flash', 'letter', 'correction'];
/** No day has more; what is longer is nobody's. */
const SEQUENCE = /^([a-z]{1,20})-([1-9]\d{0,3})$/;

/** Reads the last parts of an address; undefined: no edition can have this name. `name` left out: the day's digest. */
export function readEditionName(date: string, name = 'digest-1'): EditionName | undefined {
  if (!isDay(date)) return undefined;
  const [, given, sequence] = SEQUENCE.exec(name) ?? [];
  const kind = KINDS.find((known) => known === given);
  return kind === undefined ? undefined : { date, kind, sequence: Number(sequence) };
}

/** The one address of an edition's archive page: a bare date is the day's first digest. */
export function archivePath(slug: string, { date, kind, sequence }: EditionName): string {
  const day = `/n/${encodeURIComponent(slug)}/archive/${date}`;
  return kind === 'digest' && sequence === 1 ? day : `${day}/${kind}-${sequence}`;
}

/** A day of the calendar, not only its shape: PostgreSQL refuses the thirtieth of February. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
