import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db, type ImportState } from '@app/platform';
import type { ImportBasis, ImportReport } from './import-report.js';

export interface ImportRecord {
  readonly id: string;
  readonly newsletterId: string;
  readonly state: ImportState;
  readonly layout: string;
  readonly mapping: Readonly<Record<string, string>>;
  readonly basis: ImportBasis;
  readonly attestedBy: string;
  readonly cohorts: number | null;
  /** Last line in staging, and last line applied. */
  readonly rowsRead: number;
  readonly rowsApplied: number;
  /** `staged`, and each outcome of the rows applied so far. */
  readonly counts: Readonly<Record<string, number>>;
  readonly report: ImportReport | null;
  readonly reportMac: Buffer | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface NewImport {
  readonly newsletterId: string;
  readonly fileHash: Buffer;
  readonly layout: string;
  readonly mapping: Readonly<Record<string, string>>;
  readonly basis: ImportBasis;
  readonly attestedBy: string;
  readonly cohorts: number | null;
}

/** Below every line of every file. */
const BEFORE_ALL_LINES = -(2 ** 41);
/** `pg_locks` shows it: "impo" as a number. */
const IMPORT_LOCK = 0x696d706f;
/** How long a connection that lost its process may take to notice, in milliseconds. */
const LOCK_PATIENCE_MS = 3_000;
/** How long staging may wait for somebody to go on with it. */
export const STAGING_DAYS = 7;

/** Every statement on imports as such; their rows are in {@link StagingRepository}. */
@Injectable()
export class ImportRepository {
  constructor(private readonly database: Database) {}

  /** One import at a time, for as long as the connection lasts. Returns false where another one runs. */
  async lock(db: Db): Promise<boolean> {
    // Set and not set local: there is no transaction around it.
    await sql`select set_config('lock_timeout', ${String(LOCK_PATIENCE_MS)}, false)`.execute(db);
    try {
      await sql`select pg_advisory_lock(${IMPORT_LOCK}::bigint)`.execute(db);
      return true;
    } catch (error) {
      // lock_not_available: the one who holds it is alive.
      if (error instanceof Error && 'code' in error && error.code === '55P03') return false;
      throw error;
    } finally {
      await sql`select set_config('lock_timeout', '0', false)`.execute(db);
    }
  }

  async begin(db: Db, one: NewImport): Promise<ImportRecord> {
    const row = await db
      .insertInto('reader_import')
      .values({
        id: newId(),
        newsletter_id: one.newsletterId,
        file_hash: one.fileHash,
        layout: one.layout,
        mapping: JSON.stringify(one.mapping),
        basis: JSON.stringify(one.basis),
        attested_by: one.attestedBy,
        cohorts: one.cohorts,
        rows_read: BEFORE_ALL_LINES,
        rows_applied: BEFORE_ALL_LINES,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toImport(row);
  }

  /** Those of this file that were not given up, the newest first. */
  async ofFile(db: Db, newsletterId: string, fileHash: Buffer): Promise<ImportRecord[]> {
    const rows = await db
      .selectFrom('reader_import')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .where('file_hash', '=', fileHash)
      .where('state', '<>', 'failed')
      .orderBy('started_at', 'desc')
      .execute();
    return rows.map(toImport);
  }

  async byId(id: string): Promise<ImportRecord | undefined> {
    const row = await this.database.selectFrom('reader_import').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toImport(row);
  }

  async latest(limit: number): Promise<ImportRecord[]> {
    const rows = await this.database
      .selectFrom('reader_import')
      .selectAll()
      .orderBy('started_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toImport);
  }

  /** False where the import is no longer in this state: somebody cancelled it. */
  async advance(
    db: Db,
    { id, state }: Pick<ImportRecord, 'id' | 'state'>,
    to: Partial<Pick<ImportRecord, 'state' | 'rowsRead' | 'rowsApplied' | 'counts'>>,
  ): Promise<boolean> {
    const result = await db
      .updateTable('reader_import')
      .set({
        ...(to.state !== undefined && { state: to.state }),
        ...(to.rowsRead !== undefined && { rows_read: to.rowsRead }),
        ...(to.rowsApplied !== undefined && { rows_applied: to.rowsApplied }),
        ...(to.counts !== undefined && { counts: JSON.stringify(to.counts) }),
      })
      .where('id', '=', id)
      .where('state', '=', state)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  async finish(db: Db, report: ImportReport, mac: Buffer): Promise<boolean> {
    const result = await db
      .updateTable('reader_import')
      .set({
        state: 'done',
        report: JSON.stringify(report),
        report_mac: mac,
        finished_at: new Date(report.finishedAt),
      })
      .where('id', '=', report.importId)
      .where('state', '=', 'applying')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Given up: what is applied stays, staging goes. False where it was over already. */
  async giveUp(db: Db, id: string): Promise<boolean> {
    const result = await db
      .updateTable('reader_import')
      .set({ state: 'failed', finished_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('state', 'in', ['reading', 'applying'])
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Staging nobody went on with in time, and what a crash left of imports that are over. Returns how many rows went. */
  async forgetStaging(): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      await trx
        .updateTable('reader_import')
        .set({ state: 'failed', finished_at: sql<Date>`now()` })
        .where('state', 'in', ['reading', 'applying'])
        .where('started_at', '<', sql<Date>`now() - make_interval(days => ${STAGING_DAYS})`)
        .execute();
      const result = await trx
        .deleteFrom('import_row')
        .where('import_id', 'not in', (eb) =>
          eb.selectFrom('reader_import').select('id').where('state', 'in', ['reading', 'applying']),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    });
  }
}

interface ImportRow {
  id: string;
  newsletter_id: string;
  state: ImportState;
  layout: string;
  mapping: Record<string, string>;
  basis: Record<string, unknown>;
  attested_by: string;
  cohorts: number | null;
  rows_read: number;
  rows_applied: number;
  counts: Record<string, number>;
  report: Record<string, unknown> | null;
  report_mac: Buffer | null;
  started_at: Date;
  finished_at: Date | null;
}

/** `basis` and `report` are written by this lib only, in the shapes they are read in. */
function toImport(row: ImportRow): ImportRecord {
  return {
    id: row.id,
    newsletterId: row.newsletter_id,
    state: row.state,
    layout: row.layout,
    mapping: row.mapping,
    basis: row.basis as unknown as ImportBasis,
    attestedBy: row.attested_by,
    cohorts: row.cohorts,
    rowsRead: row.rows_read,
    rowsApplied: row.rows_applied,
    counts: row.counts,
    report: row.report as unknown as ImportReport | null,
    reportMac: row.report_mac,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
