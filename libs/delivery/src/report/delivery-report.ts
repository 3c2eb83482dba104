import type { DeliveryState, SkipCause } from '@app/platform';
import { refusalClass } from '../ledger/refusal-class.js';

/** Rows of the ledger that share everything a report tells them apart by. */
export interface ReportCell {
  readonly dueAt: Date;
  readonly transport: string | null;
  readonly provider: string | null;
  readonly state: DeliveryState;
  readonly skipCause: SkipCause | null;
  readonly smtpCode: number | null;
  /** RFC 3463 */
  readonly enhancedCode: string | null;
  readonly attempts: number;
  readonly rows: number;
  readonly bounced: number;
  readonly complained: number;
}

/** When parts of a wave were at the relay; null: that part is not yet, or nothing was. */
export interface WaveTimes {
  readonly dueAt: Date;
  readonly half: Date | null;
  readonly most: Date | null;
  readonly all: Date | null;
}

export interface ReportCounts {
  readonly recipients: number;
  readonly submitted: number;
  /** Tried, and told to come again later. */
  readonly deferred: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly uncertain: number;
  /** Not tried yet, or being tried now. */
  readonly waiting: number;
}

/** Seconds after the wave was due until so much of it was at the relay; negative: before; null: not yet, or nobody was. */
export interface SecondsTo {
  readonly half: number | null;
  /** 95 % */
  readonly most: number | null;
  readonly all: number | null;
}

export interface DeliveryReport {
  readonly totals: ReportCounts;
  /** Most recipients first. Rows that were skipped went no way and are not in it. */
  readonly ways: readonly (ReportCounts & {
    readonly transport: string | null;
    readonly provider: string | null;
    readonly attempts: number;
    readonly bounced: number;
    readonly complained: number;
  })[];
  /** Earliest first. */
  readonly waves: readonly (ReportCounts & { readonly dueAt: Date; readonly secondsTo: SecondsTo })[];
  /** Most frequent first. `kind`: about the mailbox (`hard`, `soft`), about us (`policy`), or not told. */
  readonly rejections: readonly {
    readonly kind: 'hard' | 'soft' | 'policy' | 'unknown';
    readonly smtpCode: number | null;
    readonly enhancedCode: string | null;
    readonly rows: number;
  }[];
  readonly skips: readonly { readonly cause: SkipCause; readonly rows: number }[];
  /** How many rows needed so many tries. */
  readonly attempts: readonly { readonly attempts: number; readonly rows: number }[];
  readonly bounced: number;
  readonly complained: number;
}

const COUNT_OF = {
  planned: 'waiting',
  claimed: 'waiting',
  submitting: 'waiting',
  submitted: 'submitted',
  deferred: 'deferred',
  rejected: 'rejected',
  skipped: 'skipped',
  uncertain: 'uncertain',
} as const satisfies Record<DeliveryState, keyof ReportCounts>;

/** The report of an edition from its ledger. Pure. */
export function deliveryReport(cells: readonly ReportCell[], times: readonly WaveTimes[]): DeliveryReport {
  const tried = cells.filter(({ state }) => state !== 'skipped');
  const timesOf = new Map(times.map((wave) => [wave.dueAt.getTime(), wave]));
  const waves = [...groups(cells, ({ dueAt }) => String(dueAt.getTime()))].map((own) => {
    const dueAt = own[0]?.dueAt ?? new Date(0);
    const counts = countsOf(own);
    const isDone = counts.waiting + counts.deferred === 0;
    return { ...counts, dueAt, secondsTo: secondsTo(dueAt, timesOf.get(dueAt.getTime()), isDone) };
  });
  const ways = [...groups(tried, ({ transport, provider }) => JSON.stringify([transport, provider]))].map((own) => ({
    ...countsOf(own),
    transport: own[0]?.transport ?? null,
    provider: own[0]?.provider ?? null,
    attempts: sum(own, ({ attempts, rows }) => attempts * rows),
    bounced: sum(own, ({ bounced }) => bounced),
    complained: sum(own, ({ complained }) => complained),
  }));
  return {
    totals: countsOf(cells),
    ways: ways.toSorted((a, b) => b.recipients - a.recipients),
    waves: waves.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()),
    rejections: rejectionsOf(cells),
    skips: skipsOf(cells),
    attempts: attemptsOf(tried),
    bounced: sum(cells, ({ bounced }) => bounced),
    complained: sum(cells, ({ complained }) => complained),
  };
}

export function countsOf(cells: readonly Pick<ReportCell, 'state' | 'rows'>[]): ReportCounts {
  const counts = { recipients: 0, submitted: 0, deferred: 0, rejected: 0, skipped: 0, uncertain: 0, waiting: 0 };
  for (const { state, rows } of cells) {
    counts.recipients += rows;
    counts[COUNT_OF[state]] += rows;
  }
  return counts;
}

function secondsTo(dueAt: Date, times: WaveTimes | undefined, isDone: boolean): SecondsTo {
  const since = (at: Date | null | undefined): number | null =>
    at === null || at === undefined ? null : Math.round((at.getTime() - dueAt.getTime()) / 1_000);
  return { half: since(times?.half), most: since(times?.most), all: isDone ? since(times?.all) : null };
}

function rejectionsOf(cells: readonly ReportCell[]): DeliveryReport['rejections'] {
  const refused = cells.filter(({ state }) => state === 'rejected');
  return [...groups(refused, ({ smtpCode, enhancedCode }) => JSON.stringify([smtpCode, enhancedCode]))]
    .map((own) => {
      const { smtpCode = null, enhancedCode = null } = own[0] ?? {};
      return { kind: refusalClass(enhancedCode) ?? ('unknown' as const), smtpCode, enhancedCode, rows: rowsOf(own) };
    })
    .toSorted(byRows);
}

function skipsOf(cells: readonly ReportCell[]): DeliveryReport['skips'] {
  return [...groups(cells, ({ skipCause }) => skipCause ?? '')]
    .flatMap((own) => {
      const cause = own[0]?.skipCause ?? null;
      return cause === null ? [] : [{ cause, rows: rowsOf(own) }];
    })
    .toSorted(byRows);
}

function attemptsOf(cells: readonly ReportCell[]): DeliveryReport['attempts'] {
  return [...groups(cells, ({ attempts }) => String(attempts))]
    .map((own) => ({ attempts: own[0]?.attempts ?? 0, rows: rowsOf(own) }))
    .toSorted((a, b) => a.attempts - b.attempts);
}

function groups(cells: readonly ReportCell[], keyOf: (cell: ReportCell) => string): Iterable<readonly ReportCell[]> {
  return Map.groupBy(cells, keyOf).values();
}

function rowsOf(cells: readonly ReportCell[]): number {
  return sum(cells, ({ rows }) => rows);
}

function sum(cells: readonly ReportCell[], of: (cell: ReportCell) => number): number {
  return cells.reduce((all, cell) => all + of(cell), 0);
}

function byRows(one: { readonly rows: number }, other: { readonly rows: number }): number {
  return other.rows - one.rows;
}
