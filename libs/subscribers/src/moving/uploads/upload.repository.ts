import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db, type UploadState } from '@app/platform';
import type { ImportCounts } from '../import-report.js';
import { movingErrors } from '../moving.errors.js';
import type { ListWish } from '../reader-list.js';

/** How a list is read, and what its readers' consent rests on. Dates as ISO 8601. */
export interface UploadOptions extends Pick<ListWish, 'layout' | 'map' | 'charset' | 'delimiter' | 'format'> {
  readonly platform?: string | undefined;
  readonly consentDate?: string | undefined;
  readonly lastContact?: string | undefined;
  readonly wording?: string | undefined;
  readonly cohorts?: number | undefined;
}

export type UploadTask = 'rehearse' | 'apply';

export interface UploadRecord {
  readonly id: string;
  readonly newsletterId: string;
  readonly operatorId: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly state: UploadState;
  readonly task: UploadTask | null;
  readonly options: UploadOptions;
  readonly progress: { readonly phase?: string; readonly rows?: number };
  /** Of the last task that was done. */
  readonly result: UploadResult | null;
  /** Code of the catalogue. */
  readonly error: string | null;
  readonly isCancelled: boolean;
  readonly importId: string | null;
  readonly createdAt: Date;
}

/** An upload as the worker has it that took it last: whatever it writes is refused once another one has taken it. */
export interface ClaimedUpload extends UploadRecord {
  readonly claimId: string;
}

/** `lost`: another worker has it, or nobody, and nothing more is to be done. */
export type UploadSign = 'go_on' | 'cancelled' | 'lost';

export interface UploadResult {
  readonly layout: string;
  readonly mapping: Readonly<Record<string, string>>;
  readonly counts: ImportCounts;
}

/** How long a list waits for its import. It holds addresses of people who may have asked to be forgotten meanwhile. */
export const UPLOAD_HOURS = 24;
/** How long it is told what became of one. */
export const UPLOAD_DAYS = 7;
/** A worker that gave no sign for so long is gone, and another one goes on. */
const LEASE_SECONDS = 60;

/** Every statement on uploaded lists. */
@Injectable()
export class UploadRepository {
  constructor(private readonly database: Database) {}

  async begin(one: Pick<UploadRecord, 'newsletterId' | 'operatorId' | 'fileName'>): Promise<UploadRecord> {
    const id = newId();
    const values = { id, newsletter_id: one.newsletterId, operator_id: one.operatorId, file_name: one.fileName };
    const row = await this.database.insertInto('reader_upload').values(values).returningAll().executeTakeFirstOrThrow();
    return toUpload(row);
  }

  /**
   * A piece of the file; sent again it replaces itself. Returns all bytes so far, undefined where none is awaited. The
   * size is judged under the lock: pieces come several at once. @throws upload.too_large
   */
  async addPart(id: string, { number, content, maxBytes }: { number: number; content: Buffer; maxBytes: number }): Promise<number | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const { rows: open } = await sql`select from reader_upload where id = ${id}::uuid and state = 'receiving' for update`.execute(trx);
      if (open.length === 0) return undefined;
      await sql`insert into reader_upload_part (upload_id, number, content) values (${id}::uuid, ${number}, ${content})
        on conflict (upload_id, number) do update set content = excluded.content`.execute(trx);
      const { rows } = await sql<{ bytes: number }>`
        update reader_upload set bytes = (select sum(octet_length(content)) from reader_upload_part where upload_id = ${id}::uuid)
         where id = ${id}::uuid returning bytes`.execute(trx);
      const bytes = rows[0]?.bytes;
      // Thrown, so that the piece is taken back.
      if (bytes !== undefined && bytes > maxBytes) throw movingErrors.error('upload.too_large');
      return bytes;
    });
  } // prettier-ignore

  /** The pieces in their order. @param most bytes; the rest is left. */
  async *parts(id: string, most = Infinity): AsyncGenerator<Buffer> {
    let bytes = 0;
    for (let number = 0; bytes < most; number += 1) {
      const row = await this.database
        .selectFrom('reader_upload_part')
        .select('content')
        .where('upload_id', '=', id)
        .where('number', '=', number)
        .executeTakeFirst();
      if (row === undefined) return;
      bytes += row.content.length;
      yield row.content;
    }
  }

  async byId(id: string): Promise<UploadRecord | undefined> {
    const row = await this.database.selectFrom('reader_upload').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toUpload(row);
  }

  /** @param newsletterIds whose lists the asker may bring in */
  async latest(newsletterIds: readonly string[], limit: number): Promise<UploadRecord[]> {
    const rows = await this.database
      .selectFrom('reader_upload')
      .selectAll()
      .where('newsletter_id', '=', sql<string>`any(${[...newsletterIds]}::uuid[])`)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toUpload);
  }

  /** Asks for a task. `attestedBy`: who answers for it from now on. False where the list is not in one of the states. */
  async ask(
    db: Db,
    id: string,
    { task, options, attestedBy, from }: { readonly task: UploadTask; readonly options: UploadOptions; readonly attestedBy?: string; readonly from: readonly UploadState[] },
  ): Promise<boolean> {
    const result = await sql`
      update reader_upload set state = 'waiting', task = ${task}, options = ${JSON.stringify(options)}::jsonb, progress = '{}',
             operator_id = coalesce(${attestedBy ?? null}::uuid, operator_id), error = null, cancelled_at = null, result = case when ${task} = 'apply' then result end
       where id = ${id}::uuid and state::text = any(${[...from]}::text[])`.execute(db);
    return result.numAffectedRows === 1n;
  } // prettier-ignore

  /** What waits for a worker, or lost the one it had. */
  async claim(): Promise<ClaimedUpload | undefined> {
    const { rows } = await sql<UploadRow & { claim_id: string }>`
      update reader_upload set state = 'running', alive_at = now(), claim_id = ${newId()}::uuid
       where id = (select id from reader_upload
                    where state = 'waiting' or (state = 'running' and alive_at < now() - make_interval(secs => ${LEASE_SECONDS}))
                    order by created_at limit 1 for update skip locked)
      returning *`.execute(this.database);
    const [row] = rows;
    return row && { ...toUpload(row), claimId: row.claim_id };
  }

  /** A sign of life, and how far it is. */
  async alive({ id, claimId }: ClaimedUpload, progress: UploadRecord['progress']): Promise<UploadSign> {
    const { rows } = await sql<{ wanted: boolean }>`
      update reader_upload set alive_at = now(), progress = ${JSON.stringify(progress)}::jsonb
       where id = ${id}::uuid and state = 'running' and claim_id = ${claimId}::uuid
      returning cancelled_at is null as wanted`.execute(this.database);
    const [row] = rows;
    if (row === undefined) return 'lost';
    return row.wanted ? 'go_on' : 'cancelled';
  }

  /** Which import the list became: whoever cancels it cancels this one. False where another worker has the list. */
  async noteImport({ id, claimId }: ClaimedUpload, importId: string): Promise<boolean> {
    const noted = await sql`
      update reader_upload set import_id = ${importId}::uuid
       where id = ${id}::uuid and state = 'running' and claim_id = ${claimId}::uuid`.execute(this.database);
    return noted.numAffectedRows === 1n;
  }

  /**
   * The task is over, for good or not. Without its pieces where nothing is to be done with them any more. False, and
   * nothing is written, where another worker has it meanwhile.
   */
  async settle(
    { id, claimId }: ClaimedUpload,
    end: { readonly state: UploadState; readonly result?: UploadResult; readonly error?: string; readonly importId?: string },
  ): Promise<boolean> {
    const { state, result, error = null, importId = null } = end;
    return this.database.transaction().execute(async (trx) => {
      const settled = await sql`
        update reader_upload set state = ${state}::upload_state, error = ${error}, import_id = coalesce(${importId}::uuid, import_id), alive_at = null,
               result = coalesce(${result === undefined ? null : JSON.stringify(result)}::jsonb, result)
         where id = ${id}::uuid and state = 'running' and claim_id = ${claimId}::uuid`.execute(trx);
      if (settled.numAffectedRows !== 1n) return false;
      if (state === 'done' || state === 'cancelled') await this.dropParts(trx, id);
      return true;
    });
  } // prettier-ignore

  /** At once where nobody works at it; else it is told to stop. False where it is over. */
  async cancel(db: Db, id: string): Promise<boolean> {
    const { rows } = await sql<{ state: UploadState }>`
      update reader_upload set cancelled_at = now(), state = case when state = 'running' then state else 'cancelled' end
       where id = ${id}::uuid and state not in ('done', 'cancelled') returning state`.execute(db);
    if (rows[0]?.state === 'cancelled') await this.dropParts(db, id);
    return rows.length > 0;
  }

  /** Lists nobody brought in within their time, and then what is told of them. Returns how many lists went. */
  async forget(): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      await sql`
        update reader_upload set state = 'cancelled', error = 'upload.unknown'
         where state in ('receiving', 'ready', 'rehearsed', 'failed') and created_at < now() - make_interval(hours => ${UPLOAD_HOURS})`.execute(trx);
      await sql`
        delete from reader_upload_part where upload_id not in
          (select id from reader_upload where state not in ('done', 'cancelled'))`.execute(trx);
      const gone = await sql`
        delete from reader_upload where state in ('done', 'cancelled') and created_at < now() - make_interval(days => ${UPLOAD_DAYS})`.execute(trx);
      return Number(gone.numAffectedRows ?? 0n);
    });
  } // prettier-ignore

  private async dropParts(db: Db, id: string): Promise<void> {
    await db.deleteFrom('reader_upload_part').where('upload_id', '=', id).execute();
  }
}

interface UploadRow {
  id: string;
  newsletter_id: string;
  operator_id: string;
  file_name: string;
  bytes: number;
  state: UploadState;
  task: string | null;
  options: Record<string, unknown>;
  progress: Record<string, unknown>;
  result: Record<string, unknown> | null;
  error: string | null;
  cancelled_at: Date | null;
  import_id: string | null;
  created_at: Date;
}

/** `options`, `progress` and `result` are written by this lib only, in the shapes they are read in. */
function toUpload(row: UploadRow): UploadRecord {
  return {
    id: row.id,
    newsletterId: row.newsletter_id,
    operatorId: row.operator_id,
    fileName: row.file_name,
    bytes: row.bytes,
    state: row.state,
    task: row.task as UploadTask | null,
    options: row.options as unknown as UploadOptions,
    progress: row.progress,
    result: row.result as unknown as UploadResult | null,
    error: row.error,
    isCancelled: row.cancelled_at !== null,
    importId: row.import_id,
    createdAt: row.created_at,
  };
}
