import type { BulkLine } from '@app/platform';
import type { Newsletter } from '@app/editions';
import type { RowSet } from './apply.repository.js';
import { countOutcomes, type ImportBasis, type ImportCounts, type ImportReport } from './import-report.js';
import { movingErrors } from './moving.errors.js';
import type { RowReading } from './read-row.js';
import { placeOf, readList, type FileProblem, type ListPart, type ListWish, type ReaderList } from './reader-list.js';
import { stageLists, type StagingCounts, type StagingHooks } from './stage-lists.js';
import type { StagingRepository } from './staging.repository.js';

export interface ImportRequest extends ListWish {
  readonly newsletterSlug: string;
  /** Who attests that these readers agreed. */
  readonly operatorId: string;
  readonly platform?: string | undefined;
  /** For rows without one of their own. */
  readonly consentDate?: Date | undefined;
  readonly lastContact?: Date | undefined;
  readonly wording?: string | undefined;
  /** Nobody is mailed before their cohort, one of 1 to this many, is released. */
  readonly cohorts?: number | undefined;
  readonly isDryRun: boolean;
}

export interface ImportWatch {
  readonly onProblem?: ((problem: FileProblem) => Promise<void> | void) | undefined;
  readonly onProgress?: ((phase: 'reading' | 'applying', rows: number) => void) | undefined;
  /** Which import it is, before anything is read; not told of a dry run. */
  readonly onBegun?: ((importId: string) => Promise<void>) | undefined;
  /** Stops after the block in hand; the same request goes on. */
  readonly signal?: AbortSignal | undefined;
}

export interface ImportResult {
  readonly state: 'done' | 'done_before' | 'dry_run';
  readonly layout: string;
  readonly mapping: Readonly<Record<string, string>>;
  readonly counts: ImportCounts;
  /** Signed; null for a dry run. */
  readonly report: (ImportReport & { readonly mac: string }) | null;
}

/** What stays the same through one run. */
export interface ImportRun {
  readonly bulk: BulkLine;
  readonly request: ImportRequest;
  readonly watch: ImportWatch;
  readonly newsletter: Newsletter;
  readonly lists: readonly ReaderList[];
  readonly basis: ImportBasis;
  readonly reading: Pick<RowReading, 'hashOf' | 'now'>;
}

/** How the file was understood. */
export function understood({ lists }: Pick<ImportRun, 'lists'>): Pick<ImportResult, 'layout' | 'mapping'> {
  const readers = lists.at(-1)?.shape.plan;
  return { layout: readers?.layout ?? 'plain', mapping: readers?.mapping ?? {} };
}

export function basisOf(request: ImportRequest, lists: readonly ReaderList[]): ImportBasis {
  const { layout } = understood({ lists });
  return {
    platform: request.platform ?? (layout === 'plain' ? 'unknown' : layout),
    consentDate: request.consentDate?.toISOString() ?? 'unknown',
    wording: request.wording ?? 'unknown',
    lastContact: request.lastContact?.toISOString() ?? 'unknown',
  };
}

export function readLists(
  { lists, request, watch, reading }: ImportRun,
  { after, write, save }: Pick<StagingHooks, 'after' | 'write' | 'save'>,
): Promise<StagingCounts> {
  const defaults = { consentedAt: request.consentDate ?? null, lastContactAt: request.lastContact ?? null };
  const parts = async function* (): AsyncGenerator<ListPart> {
    for (const list of lists) yield* readList(list, list.file.text(list.charset), { ...reading, ...defaults });
  };
  return stageLists(parts(), {
    after,
    write,
    save: (block) => {
      stopIfAsked(watch);
      return save(block);
    },
    onProblem: watch.onProblem ?? (() => undefined),
    onRows: (rows) => watch.onProgress?.('reading', rows),
  });
}

export function setOf(
  { newsletter, basis, request }: ImportRun,
  { id, attestedBy }: { readonly id: string; readonly attestedBy: string },
  [from, to]: readonly [number, number],
): RowSet {
  const { id: newsletterId, language } = newsletter;
  return { importId: id, newsletterId, language, from, to, basis, attestedBy, cohorts: request.cohorts ?? null };
}

/** What reading refused and what applying came to, together. */
export function countsOf(read: StagingCounts, outcomes: ReadonlyMap<string, number>): ImportCounts {
  const counts = countOutcomes(outcomes);
  return { rows: read.rows, ...counts, refused: { ...Object.fromEntries(read.refused), ...counts.refused } };
}

export function addTo(sum: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [outcome, count] of more) sum.set(outcome, (sum.get(outcome) ?? 0) + count);
}

export function total(outcomes: ReadonlyMap<string, number>): number {
  return [...outcomes.values()].reduce((sum, count) => sum + count, 0);
}

/** The rows that could be read and made nobody a reader, in the order of the files. */
export async function tellRefused(run: ImportRun, staging: StagingRepository, importId: string): Promise<void> {
  const { onProblem } = run.watch;
  if (onProblem === undefined) return;
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await staging.refused(run.bulk.db, importId, after);
    for (const { line, address, outcome } of rows) await onProblem({ ...placeOf(line), code: outcome, address });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.line;
  }
}

export function stopIfAsked({ signal }: ImportWatch): void {
  if (signal?.aborted === true) throw movingErrors.error('import.stopped');
}
