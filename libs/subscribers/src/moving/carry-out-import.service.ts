import { Injectable } from '@nestjs/common';
import { Audit, Clock, Log, TokenSigner, type Db } from '@app/platform';
import type { RowSet } from './apply.repository.js';
import { canonical, countsIn, signReport, withMac, type ImportCounts, type ImportReport } from './import-report.js';
import {
  addTo,
  countsOf,
  readLists,
  setOf,
  stopIfAsked,
  tellRefused,
  total,
  understood,
  type ImportResult,
  type ImportRun,
} from './import-run.js';
import { ImportRepository, type ImportRecord } from './import.repository.js';
import { movingErrors } from './moving.errors.js';
import { hashOf } from './reader-list.js';
import type { StagingCounts } from './stage-lists.js';
import { StagingRepository, copyLine } from './staging.repository.js'; // prettier-ignore

/** A set begins anew this often when others work at the same people between or under its statements. */
const MAX_TRIES = 3;

/** Thrown to take back a set in which somebody was purged meanwhile. */
class SomebodyGone extends Error {}

/** PostgreSQL, appendix A: deadlock_detected. */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

/**
 * Reading puts rows into staging in blocks, each with its progress in the same transaction; applying makes readers of
 * them in sets, likewise. Killed at any point, the same request goes on; done, it finds that it is done.
 */
@Injectable()
export class CarryOutImport {
  constructor(
    private readonly imports: ImportRepository,
    private readonly staging: StagingRepository,
    private readonly audit: Audit,
    private readonly tokens: TokenSigner,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async carryOut(run: ImportRun): Promise<ImportResult> {
    const { db } = run.bulk;
    if (!(await this.imports.lock(db))) throw movingErrors.error('import.running');
    const begun = await this.find(run);
    await run.watch.onBegun?.(begun.id);
    const { report: told, reportMac, layout, mapping } = begun;
    if (told !== null && reportMac !== null)
      return { state: 'done_before', layout, mapping, counts: countsIn(told), report: withMac(told, reportMac) };
    const read = await this.stage(run, begun);
    const outcomes = await this.apply(run, await this.settle(db, begun.id));
    await tellRefused(run, this.staging, begun.id);
    const counts = countsOf(read, outcomes);
    return { state: 'done', ...understood(run), counts, report: await this.finish(run, begun, counts) };
  }

  /** The import of this file: the one that is done, the one to go on with, or a new one. */
  private async find(run: ImportRun): Promise<ImportRecord> {
    const { db } = run.bulk;
    const fileHash = hashOf(run.lists);
    const wish = { ...understood(run), basis: run.basis, cohorts: run.request.cohorts ?? null };
    const isSame = ({ layout, mapping, basis, cohorts }: ImportRecord): boolean =>
      canonical({ layout, mapping, basis, cohorts }) === canonical(wish);
    const known = await this.imports.ofFile(db, run.newsletter.id, fileHash);
    const open = known.find(({ state }) => state !== 'done');
    if (open !== undefined) {
      if (!isSame(open)) throw movingErrors.error('import.other_options', { importId: open.id });
      if ((await this.staging.count(db, open.id)) === (open.counts['staged'] ?? 0)) return open;
      // The database crashed and forgot the staging. Who is in already will be known to the import that begins now.
      await this.imports.giveUp(db, open.id);
      await this.staging.empty(db, open.id);
    }
    const done = known.find((one) => one.state === 'done' && isSame(one));
    if (done !== undefined && open === undefined) return done;
    const one = { newsletterId: run.newsletter.id, fileHash, attestedBy: run.request.operatorId, ...wish };
    const begun = await this.imports.begin(db, one);
    this.log.info('import.begun', { importId: begun.id, newsletterId: run.newsletter.id });
    return begun;
  }

  private stage(run: ImportRun, begun: ImportRecord): Promise<StagingCounts> {
    let staged = begun.counts['staged'] ?? 0;
    // What can be read no more is told again, whatever is in staging already.
    const after = begun.state === 'reading' ? begun.rowsRead : Number.POSITIVE_INFINITY;
    return readLists(run, {
      after,
      write: (row) => copyLine(begun.id, row),
      save: ({ lines, last }) =>
        run.bulk.db.transaction().execute(async (trx) => {
          await this.staging.copyIn(run.bulk, lines);
          staged += lines.length;
          await this.advance(trx, { id: begun.id, state: 'reading' }, { rowsRead: last, counts: { staged } });
        }),
    });
  } // prettier-ignore

  /** Everything is in staging: what of it counts. From here on it is applied. */
  private async settle(db: Db, importId: string): Promise<ImportRecord> {
    const record = await this.imports.byId(importId);
    if (record === undefined) throw movingErrors.error('import.unknown', { importId });
    if (record.state !== 'reading') return record;
    return db.transaction().execute(async (trx) => {
      await this.staging.settleDuplicates(trx, importId);
      const counts = { ...record.counts, ...Object.fromEntries(await this.staging.outcomes(trx, importId)) };
      await this.advance(trx, record, { state: 'applying', counts });
      return { ...record, state: 'applying', counts };
    });
  }

  private async apply(run: ImportRun, record: ImportRecord): Promise<ReadonlyMap<string, number>> {
    const { db } = run.bulk;
    const { staged = 0, ...before } = record.counts;
    let outcomes = new Map(Object.entries(before));
    let from = record.rowsApplied;
    for (;;) {
      stopIfAsked(run.watch);
      const to = await this.staging.endOfSet(db, record.id, from);
      if (to === undefined) return outcomes;
      outcomes = await this.applySet(db, setOf(run, record, [from, to]), { staged, outcomes });
      run.watch.onProgress?.('applying', total(outcomes));
      from = to;
    }
  }

  /** Returns the outcomes so far, this set's among them. */
  private async applySet(
    db: Db,
    set: RowSet,
    before: { readonly staged: number; readonly outcomes: ReadonlyMap<string, number> },
  ): Promise<Map<string, number>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute(async (trx) => {
          const found = await this.staging.apply(trx, set);
          if (found.has('gone')) throw new SomebodyGone();
          const outcomes = new Map(before.outcomes);
          addTo(outcomes, found);
          const counts = { staged: before.staged, ...Object.fromEntries(outcomes) };
          await this.advance(trx, { id: set.importId, state: 'applying' }, { rowsApplied: set.to, counts });
          return outcomes;
        });
      } catch (error) {
        // Whoever was purged is made anew with the next try; a set of sign-ups that waited for ours has ended by then.
        if (!(error instanceof SomebodyGone || isDeadlock(error)) || attempt >= MAX_TRIES) throw error;
      }
    }
  }

  private async finish(
    run: ImportRun,
    begun: ImportRecord,
    counts: ImportCounts,
  ): Promise<ImportReport & { readonly mac: string }> {
    const report: ImportReport = {
      kind: 'colporteur.import',
      version: 1,
      importId: begun.id,
      newsletter: run.newsletter.slug,
      layout: begun.layout,
      mapping: begun.mapping,
      basis: begun.basis,
      attestedBy: begun.attestedBy,
      cohorts: begun.cohorts,
      fileHash: hashOf(run.lists).toString('hex'),
      startedAt: begun.startedAt.toISOString(),
      finishedAt: this.clock.now().toISOString(),
      ...counts,
    };
    const mac = signReport(this.tokens, report);
    await run.bulk.db.transaction().execute(async (trx) => {
      if (!(await this.imports.finish(trx, report, mac))) throw movingErrors.error('import.cancelled');
      await this.staging.empty(trx, begun.id);
      const detail = { newsletterId: run.newsletter.id, ...counts, basis: begun.basis, fileHash: report.fileHash };
      await this.audit.append(trx, { operatorId: begun.attestedBy, action: 'readers.imported', object: `import:${begun.id}`, detail });
    });
    this.log.info('import.done', { importId: begun.id, in: counts.in, known: counts.known });
    return withMac(report, mac);
  } // prettier-ignore

  private async advance(
    db: Db,
    from: Pick<ImportRecord, 'id' | 'state'>,
    to: Parameters<ImportRepository['advance']>[2],
  ): Promise<void> {
    if (!(await this.imports.advance(db, from, to)))
      throw movingErrors.error('import.cancelled', { importId: from.id });
  }
}
