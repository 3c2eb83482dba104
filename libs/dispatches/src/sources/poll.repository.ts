import { Injectable } from '@nestjs/common';
import { sql, type UpdateObject } from 'kysely';
import { Database, newId, type Db, type Schema } from '@app/platform';
import { toSource } from './source.repository.js';
import type { SourceRecord } from './source.js';

/** A source somebody has taken, with what polling needs to know beyond the record. */
export interface TakenSource extends SourceRecord {
  readonly pollToken: string;
  readonly bodyHash: Buffer | null;
  readonly lastSuccessAt: Date | null;
  readonly failingSince: Date | null;
  readonly consecutiveFailures: number;
  readonly usualGapSeconds: number | null;
}

/** Why nobody got it. `host_busy`: another source on its host is being asked; its turn comes when that one is done. */
export type NotTaken = 'not_due' | 'host_busy';

/** What one poll found, as `source_poll` keeps it. */
export interface PollReport {
  readonly outcome: 'read' | 'not_modified' | 'failed';
  /** null: no answer came. */
  readonly httpStatus: number | null;
  /** After decompression. */
  readonly bytes: number;
  readonly millis: number;
  readonly counts: PollCounts;
  /** A code of the error catalogue and its text; null when it went well. */
  readonly reason: string | null;
  readonly message: string | null;
}

export interface PollCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly damaged: number;
}

/** What a poll changes about its source. */
export interface PollResultRow {
  readonly nextPollSeconds: number;
  /** The pause to adapt from next time; undefined: as it was. */
  readonly pollSeconds?: number | undefined;
  /** Validators and hash of what was read; undefined: as they were. */
  readonly validators?: { etag: string | null; lastModified: string | null } | undefined;
  readonly bodyHash?: Buffer | undefined;
  /** Where it moved for good; undefined: it did not. */
  readonly movedTo?: { url: string; host: string } | undefined;
}

/**
 * A worker that dies holds a source and its host for this long: the fetch's own limit, and time to store what it
 * brought.
 */
const LEASE_SECONDS = 120;
/** A source whose poll ended its worker (perhaps through it) waits its own pause, at most this long, before the next try. */
const ABANDONED_SECONDS = 900;
/** A ring that was answered by nobody for this long is lost, and rung again. */
const RING_AGAIN_SECONDS = 300;
/** Advisory locks are numbers; this one keeps ours apart from others in the same database. */
const HOST_LOCKS = 0x5021;

const idle = sql<boolean>`(source.polling_until is null or source.polling_until <= now())`;
const due = sql<boolean>`source.kind = 'feed' and source.state = 'active' and source.next_poll_at <= now() and ${idle}`;

/** Statements on the polling of sources: ring, take, give back. */
@Injectable()
export class PollRepository {
  constructor(private readonly database: Database) {}

  /**
   * Feeds whose time has come, one for each host nobody is asking or about to ask, longest waiting first. They count
   * as rung from now on.
   */
  async ringable(limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      update source set rung_at = now() where id in (
        select id from (
          select distinct on (source.host) source.id, source.next_poll_at
            from source
           where ${due}
             and not exists (
               select 1 from source busy
                where busy.host = source.host and busy.kind = 'feed' and busy.state = 'active'
                  and (busy.polling_until > now()
                       or busy.rung_at > now() - make_interval(secs => ${RING_AGAIN_SECONDS})))
           order by source.host, source.next_poll_at
        ) one_a_host order by next_poll_at limit ${limit})
      returning id`.execute(this.database);
    return rows.map(({ id }) => id);
  }

  /** The next one in a host's queue, when nobody is asking there. */
  async ringableOn(host: string): Promise<string | undefined> {
    const { rows } = await sql<{ id: string }>`
      update source set rung_at = now() where id = (
        select source.id from source
         where source.host = ${host} and ${due}
           and not exists (select 1 from source busy where busy.host = source.host and busy.polling_until > now())
         order by source.next_poll_at limit 1)
      returning id`.execute(this.database);
    return rows[0]?.id;
  }

  /**
   * Takes a due feed and its host. Everybody who wants a source of the host waits for the others' statements (a lock
   * that ends with the transaction), and looks only then: of two sources on one host, and of two workers, one wins.
   */
  async take(id: string): Promise<TakenSource | NotTaken> {
    return this.database.transaction().execute(async (trx) => {
      const asked = await trx.selectFrom('source').select('host').where('id', '=', id).executeTakeFirst();
      if (asked === undefined || asked.host === null) return 'not_due';
      await sql`select pg_advisory_xact_lock(${HOST_LOCKS}, hashtext(${asked.host}))`.execute(trx);
      const taken = await this.takeRow(trx, id);
      if (taken !== undefined) return taken;
      // Whoever finishes on this host, or else the next round, rings for it again.
      const waiting = await trx
        .updateTable('source')
        .set({ rung_at: null })
        .where('id', '=', id)
        .where(due)
        .executeTakeFirst();
      return waiting.numUpdatedRows === 1n ? 'host_busy' : 'not_due';
    });
  }

  private async takeRow(trx: Db, id: string): Promise<TakenSource | undefined> {
    const token = newId();
    const row = await trx
      .updateTable('source')
      .set({
        polling_until: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
        poll_token: token,
        rung_at: null,
        next_poll_at: sql<Date>`now() + make_interval(secs => greatest(${LEASE_SECONDS}, least(poll_seconds, ${ABANDONED_SECONDS})))`,
      })
      .where('id', '=', id)
      .where(due)
      .where(
        sql<boolean>`not exists (
          select 1 from source busy where busy.host = source.host and busy.id <> source.id and busy.polling_until > now())`,
      )
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      ...toSource(row),
      pollToken: token,
      bodyHash: row.body_hash,
      lastSuccessAt: row.last_success_at,
      failingSince: row.failing_since,
      consecutiveFailures: row.consecutive_failures,
      usualGapSeconds: row.usual_gap_seconds,
    };
  }

  /** Gives the source back after a poll that went well. False: somebody else has it by now, and nothing was written. */
  async succeeded(db: Db, source: TakenSource, report: PollReport, result: PollResultRow): Promise<boolean> {
    const { validators, bodyHash, movedTo, pollSeconds } = result;
    const given = await this.giveBack(db, source, {
      next_poll_at: sql<Date>`now() + make_interval(secs => ${result.nextPollSeconds})`,
      last_success_at: sql<Date>`now()`,
      consecutive_failures: 0,
      failing_since: null,
      last_failure: null,
      ...(report.counts.created > 0 && { last_new_at: sql<Date>`now()` }),
      ...(pollSeconds !== undefined && { poll_seconds: pollSeconds }),
      ...(validators !== undefined && { etag: validators.etag, last_modified: validators.lastModified }),
      ...(bodyHash !== undefined && { body_hash: bodyHash }),
      ...(movedTo !== undefined && { url: movedTo.url, host: movedTo.host }),
    });
    if (given) await this.note(db, source.id, report);
    return given;
  }

  /** Gives the source back after a failure, with its code. False as in {@link succeeded}. */
  async failed(db: Db, source: TakenSource, report: PollReport, nextPollSeconds: number): Promise<boolean> {
    const given = await this.giveBack(db, source, {
      next_poll_at: sql<Date>`now() + make_interval(secs => ${nextPollSeconds})`,
      last_failure_at: sql<Date>`now()`,
      last_failure: report.reason,
      consecutive_failures: sql<number>`consecutive_failures + 1`,
      failing_since: sql<Date>`coalesce(failing_since, now())`,
    });
    if (given) await this.note(db, source.id, report);
    return given;
  }

  private async giveBack(db: Db, source: TakenSource, set: UpdateObject<Schema, 'source'>): Promise<boolean> {
    const result = await db
      .updateTable('source')
      .set({ ...set, polling_until: null, poll_token: null, last_polled_at: sql<Date>`now()` })
      .where('id', '=', source.id)
      .where('poll_token', '=', source.pollToken)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  private async note(db: Db, sourceId: string, report: PollReport): Promise<void> {
    await db
      .insertInto('source_poll')
      .values({
        id: newId(),
        source_id: sourceId,
        outcome: report.outcome,
        http_status: report.httpStatus,
        bytes: report.bytes,
        millis: report.millis,
        ...report.counts,
        reason: report.reason,
        message: report.message,
      })
      .execute();
  }

  /** Forgets polls of longer ago, source by source along their index. Returns how many. */
  async forget(days: number): Promise<number> {
    const result = await this.database
      .deleteFrom('source_poll')
      .using('source')
      .whereRef('source_poll.source_id', '=', 'source.id')
      .where('source_poll.polled_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
