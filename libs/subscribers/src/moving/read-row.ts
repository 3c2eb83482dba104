import { knownZone, redactAddresses, unguardFormula } from '@app/platform';
import type { TextRecord } from './csv-reader.js';
import { judgeListed } from './judge-listed.js';
import type { Field } from './layouts.js';
import { foldName, type ColumnPlan } from './map-columns.js';
import { readInstant } from './read-instant.js';
import { graver, isNo, isYes, standingOf, type Standing } from './standing-words.js';

/** What one line says of one reader, ready for staging. */
export interface StagedRow {
  readonly line: number;
  readonly address: string;
  readonly canonical: string;
  /** Hexadecimal digits. */
  readonly hash: string;
  readonly standing: Exclude<Standing, 'unconfirmed'>;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly consentedAt: Date | null;
  readonly lastContactAt: Date | null;
  readonly wording: string | null;
  readonly page: string | null;
}

/** Why a line makes nobody a reader. */
export interface LineProblem {
  readonly line: number;
  /** Stable: `address_invalid`, `columns_count`, `standing_unknown`, `unconfirmed`, … */
  readonly code: string;
  /** The column at fault, as the file calls it. */
  readonly column?: string | undefined;
  /** What exactly; never personal data. */
  readonly detail?: string | undefined;
  /** The cell as it stands in the file. Only ever written to the problems file. */
  readonly address?: string | undefined;
}

export interface RowReading {
  readonly plan: ColumnPlan;
  /** Keyed hash of a canonical address, as hexadecimal digits. */
  readonly hashOf: (canonical: string) => string;
  readonly now: Date;
  /** For rows that have none of their own. */
  readonly consentedAt: Date | null;
  readonly lastContactAt: Date | null;
  /** What every row means, whatever it says: a list of suppressions holds nobody who may be mailed. */
  readonly atLeast: Standing;
}

/** Longer than any consent sentence; as long as an address of a page may be. */
const MAX_WORDING = 2_000;
const MAX_PAGE = 500;
/** Shown of a cell that is no address. */
const MAX_SHOWN = 320;

const LANGUAGE = /^([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*$/i;
export const isProblem = (value: StagedRow | LineProblem): value is LineProblem => 'code' in value;

/** Pure but for the clock that comes with `reading`. Any text gets a row or a problem, never an exception. */
export function readRow(record: TextRecord, reading: RowReading): StagedRow | LineProblem {
  const { line, cells } = record;
  if (cells === undefined) return { line, code: record.problem };
  const { header } = reading.plan;
  if (cells.length !== header.length)
    return { line, code: 'columns_count', detail: `${cells.length} instead of ${header.length}` };
  return readCells(line, cells, reading);
}

function readCells(line: number, cells: readonly string[], reading: RowReading): StagedRow | LineProblem {
  const { plan } = reading;
  const value = (field: Field): string => {
    const at = plan.columns[field].find((column) => cells[column] !== '');
    return at === undefined ? '' : unguardFormula(cells[at] ?? '');
  };
  const given = value('address');
  const problem = (code: string, more: Partial<LineProblem> = {}): LineProblem => {
    const column = plan.header[plan.columns.address[0] ?? 0];
    return { line, code, column, address: given.slice(0, MAX_SHOWN), ...more };
  };
  if (given.trim() === '') return problem('address_missing');
  const judged = judgeListed(given);
  if (judged.verdict === 'reject') return problem('address_invalid', { detail: judged.reason });
  const standing = standingOfRow(cells, reading);
  if (typeof standing !== 'string') return problem('standing_unknown', { column: standing.column });
  if (standing === 'unconfirmed') return problem('unconfirmed');
  return {
    line,
    address: judged.address,
    canonical: judged.canonical,
    hash: reading.hashOf(judged.canonical),
    standing,
    locale: LANGUAGE.exec(value('locale').trim())?.[1]?.toLowerCase() ?? null,
    timeZone: knownZone(value('timeZone').trim()),
    consentedAt: readInstant(value('consentedAt'), reading.now, plan.dayFirst) ?? reading.consentedAt,
    lastContactAt: readInstant(value('lastContactAt'), reading.now, plan.dayFirst) ?? reading.lastContactAt,
    wording: plainText(value('wording'), MAX_WORDING),
    page: plainText(value('page'), MAX_PAGE),
  };
}

/** The gravest of everything the row says; the column at fault where it says something nobody understands. */
function standingOfRow(
  cells: readonly string[],
  { plan, atLeast, now }: RowReading,
): Standing | { readonly column: string | undefined } {
  let standing = atLeast;
  for (const { at, when, means } of plan.signs) {
    const cell = cells[at] ?? '';
    const isSo = isTold(cell, when, now);
    if (isSo === undefined && atLeast === 'active') return { column: plan.header[at] };
    if (isSo !== true) continue;
    standing = graver(standing, means);
    // Some say why in the same place: hard_bounce where a date or any word would do.
    if (when === 'filled') standing = graver(standing, standingOf(foldName(cell)) ?? means);
  }
  for (const at of plan.columns.standing) {
    const word = standingOf(foldName(cells[at] ?? ''));
    // In a list of suppressions every word only adds to what the list says.
    if (word === undefined && atLeast === 'active') return { column: plan.header[at] };
    standing = graver(standing, word ?? standing);
  }
  return standing;
}

/** Undefined for what is neither yes nor no: whether somebody left must not be guessed. */
function isTold(cell: string, when: ColumnPlan['signs'][number]['when'], now: Date): boolean | undefined {
  if (when === 'present') return true;
  const folded = foldName(cell);
  if (when === 'filled') return folded !== '';
  if (when === 'empty') return folded === '';
  const word = standingOf(folded);
  if (when === 'no') return word === 'left' || word === 'unconfirmed';
  if (isNo(folded)) return false;
  if (isYes(folded) || word !== undefined) return true;
  // Many a column called "unsubscribed" says since when.
  return readInstant(cell, now, true) === undefined ? undefined : true;
}

/**
 * As the file has it, but for what PostgreSQL cannot store and no page shows (NUL, controls, half characters), and for
 * addresses: it goes into a consent, from which nothing is ever taken out again.
 */
function plainText(text: string, max: number): string | null {
  const clean = redactAddresses(text.toWellFormed().replace(/\p{Cc}+/gu, ' ')).trim();
  return clean === '' ? null : clean.slice(0, max).toWellFormed();
}
