import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { BulkLine, Db } from '@app/platform';
import { applyRows, insertPeople, judgeRows, lockPeople, type RowSet } from './apply.repository.js';
import type { StagedRow } from './read-row.js';

/** A set of rows becomes readers in one transaction: large enough to be quick, small enough to be a unit of progress. */
const SET_ROWS = 10_000;

const COPY = `copy import_row (import_id, line, address, canonical_address, address_hash, standing, locale, time_zone,
  consented_at, last_contact_at, wording, page) from stdin`;

export interface RefusedRow {
  readonly line: number;
  readonly address: string;
  readonly outcome: string;
}

/** Every statement on the rows of an import between file and readers. */
@Injectable()
export class StagingRepository {
  /**
   * A table of the same name that only this connection sees, so that a dry run goes through the very statements of an
   * import and leaves nothing.
   */
  async pretend(db: Db): Promise<void> {
    await sql`create temporary table import_row (like public.import_row including all)`.execute(db);
  }

  /** `lines` as {@link copyLine} writes them; part of the transaction that is open on the line. */
  async copyIn(bulk: BulkLine, lines: readonly string[]): Promise<void> {
    await bulk.copyIn(COPY, [lines.join('')]);
  }

  async count(db: Db, importId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*) from import_row where import_id = ${importId}`.execute(db);
    return rows[0]?.count ?? 0;
  }

  /**
   * Of several rows for one address the gravest stands, else the first. The others are duplicates; where one of them
   * would have made somebody a reader who left, it is refused for that.
   */
  async settleDuplicates(db: Db, importId: string): Promise<void> {
    // A million hashes fit; with the default the sort would go over the disk.
    await sql`select set_config('work_mem', '64MB', true)`.execute(db);
    await sql`
      with ranked as (
        select line, first_value(standing) over told as kept, row_number() over told as place
          from import_row where import_id = ${importId}
        window told as (partition by address_hash order by
                        array_position(array['complained', 'bounced', 'left', 'paused', 'active'], standing), line)
      )
      update import_row
         set outcome = case when import_row.standing not in ('active', 'paused') then 'duplicate'
                            when ranked.kept = 'complained' then 'suppressed_complaint'
                            when ranked.kept = 'bounced' then 'suppressed_hard_bounce'
                            when ranked.kept = 'left' then 'suppressed_imported'
                            else 'duplicate' end
        from ranked
       where ranked.place > 1 and import_row.import_id = ${importId} and import_row.line = ranked.line`.execute(db);
  }

  /** Rows that are settled before anything is applied, by what they came to. */
  async outcomes(db: Db, importId: string): Promise<Map<string, number>> {
    const { rows } = await sql<{ outcome: string; count: number }>`
      select outcome, count(*) from import_row
       where import_id = ${importId} and outcome is not null group by outcome`.execute(db);
    return new Map(rows.map(({ outcome, count }) => [outcome, count]));
  }

  /** The last line of the set that begins after `line`; undefined when there is none. */
  async endOfSet(db: Db, importId: string, line: number): Promise<number | undefined> {
    const { rows } = await sql<{ line: number | null }>`
      select max(line) as line
        from (select line from import_row where import_id = ${importId} and line > ${line} order by line limit ${SET_ROWS}) as set`.execute(db);
    return rows[0]?.line ?? undefined;
  } // prettier-ignore

  /** How many rows of the set came to what. In a transaction of the caller's. */
  async apply(db: Db, set: RowSet): Promise<Map<string, number>> {
    await lookUpByKey(db);
    await insertPeople(set).execute(db);
    await lockPeople(set).execute(db);
    const { rows } = await applyRows(set).execute(db);
    return new Map(rows.map(({ outcome, count }) => [outcome, count]));
  }

  /** The same, and nobody becomes a reader. */
  async judge(db: Db, set: RowSet): Promise<Map<string, number>> {
    await lookUpByKey(db);
    const { rows } = await judgeRows(set).execute(db);
    return new Map(rows.map(({ outcome, count }) => [outcome, count]));
  }

  /** Rows that made nobody a reader though they could be read, by line. */
  async refused(db: Db, importId: string, after: number): Promise<RefusedRow[]> {
    const { rows } = await sql<RefusedRow>`
      select line, address, outcome from import_row
       where import_id = ${importId} and line > ${after} and outcome is not null
         and outcome not in ('known', 'pending') and outcome not like 'ban\\_%'
       order by line limit ${SET_ROWS}`.execute(db);
    return rows;
  }

  async empty(db: Db, importId: string): Promise<void> {
    await db.deleteFrom('import_row').where('import_id', '=', importId).execute();
  }
}

/**
 * A set is small and always looked up by key, whatever the tables' statistics say: freshly filled ones have none, and
 * one scan of all readers for each of a hundred sets is what an import must never become.
 */
async function lookUpByKey(db: Db): Promise<void> {
  await sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
                   set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`.execute(db);
}

/** One row in COPY's text format (PostgreSQL, COPY, "Text Format"). */
export function copyLine(importId: string, row: StagedRow): string {
  const { line, hash, standing } = row;
  const texts = [row.locale, row.timeZone, row.consentedAt?.toISOString(), row.lastContactAt?.toISOString()];
  const cells = texts.map((text) => text ?? '\\N').join('\t');
  return `${importId}\t${line}\t${escaped(row.address)}\t${escaped(row.canonical)}\t\\\\x${hash}\t${standing}\t${cells}\t${escaped(row.wording)}\t${escaped(row.page)}\n`;
} // prettier-ignore

const SPECIAL = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string | null): string {
  return text === null ? '\\N' : text.replace(SPECIAL, (character) => escapes[character] ?? '');
}
