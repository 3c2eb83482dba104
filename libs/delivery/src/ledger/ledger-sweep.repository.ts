import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { EditionAudienceRepository, editionStandings } from '@app/editions';
import type { DeliveryKey } from './find-delivery.service.js';
import { NO_REPORT } from '../uncertain/explain-uncertain.js';
import { claimable } from './ledger-statements.js';

/** Chunks whose rows are skipped in one statement: at 500 rows a chunk a quarter of a million, some seconds. */
const SKIP_ROUND = 500;

/** The chunk `c` may have rows that somebody holds: of a million rows that wait for their wave none is read. */
const mayBeHeld = sql<boolean>`(c.begun and (c.open > 0 or c.uncertain > 0)
  and not exists (select from edition_summary s where s.edition_id = c.edition_id))`;

/** The statements that put right, over all editions, what a lost queue, a crash or time itself left behind. */
@Injectable()
export class LedgerSweepRepository {
  constructor(
    private readonly database: Database,
    private readonly audiences: EditionAudienceRepository,
  ) {}

  /** `claimed → planned`: whoever held them gave no sign of life. */
  async releaseLeases(): Promise<number> {
    const result = await sql`
      update delivery d
         set state = 'planned', claim_token = null, lease_until = null
        from delivery_chunk c
       where ${mayBeHeld} and d.edition_date = c.edition_date and d.edition_id = c.edition_id and d.chunk = c.chunk
         and d.state = 'claimed' and d.lease_until < now()`.execute(this.database);
    return Number(result.numAffectedRows ?? 0n);
  }

  /**
   * `submitting → uncertain`: the dialogue's whole time and its grace are over and nobody reported. The claim token
   * stays, so that a late answer can still be written.
   */
  async declareUncertain(): Promise<{ editionId: string; subscriberId: string }[]> {
    const { rows } = await sql<{ editionId: string; subscriberId: string }>`
      with silent as (
        update delivery d
           set state = 'uncertain', lease_until = null, settled_at = now(),
               reply = ${NO_REPORT}
          from delivery_chunk c
         where ${mayBeHeld} and d.edition_date = c.edition_date and d.edition_id = c.edition_id and d.chunk = c.chunk
           and d.state = 'submitting' and d.lease_until < now()
        returning d.*
      ), tried as (
        insert into delivery_attempt (edition_date, edition_id, subscriber_id, attempt, transport, provider, state, reply)
        select edition_date, edition_id, subscriber_id, attempts, transport, provider, state, reply from silent
        on conflict do nothing
      )
      select edition_id as "editionId", subscriber_id as "subscriberId" from silent`.execute(this.database);
    return rows;
  }

  /**
   * `planned | deferred → skipped` where the edition was cancelled, or is old news for the chunk's readers, who share
   * their due instant: nobody is mailed it any more. At most {@link SKIP_ROUND} chunks at once.
   */
  async skipOverdue(): Promise<number> {
    const result = await sql`
      with over as (
        select c.edition_id, c.edition_date, c.chunk,
               (case when e.state = 'cancelled' then 'cancelled' else 'stale' end)::skip_cause as cause
          from delivery_chunk c join ${editionStandings(this.database)} as e on e.edition_id = c.edition_id
         where c.open > 0
           and (e.state = 'cancelled' or (e.state in ('sending', 'sent') and c.due_at <= now() - e.useful_span::interval))
         order by c.due_at
         limit ${SKIP_ROUND}
      ), begun as (
        update delivery_chunk c set begun = true from over
         where c.edition_id = over.edition_id and c.chunk = over.chunk and not c.begun
      )
      update delivery d
         set state = 'skipped', settled_at = now(), not_before = null, skip_cause = over.cause
        from over
       where d.edition_date = over.edition_date and d.edition_id = over.edition_id and d.chunk = over.chunk
         and d.state in ('planned', 'deferred')`.execute(this.database);
    return Number(result.numAffectedRows ?? 0n);
  }

  /**
   * Chunks counted anew that still seem open and in which something has happened: of a million rows that wait for their
   * wave none is read.
   */
  async refreshOpenChunks(): Promise<void> {
    await sql`
      update delivery_chunk
         set submitted = counted.submitted, rejected = counted.rejected, skipped = counted.skipped,
             uncertain = counted.uncertain, open = counted.open
        from (select d.edition_id, d.chunk,
                     count(*) filter (where d.state = 'submitted') as submitted, count(*) filter (where d.state = 'rejected') as rejected,
                     count(*) filter (where d.state = 'skipped') as skipped, count(*) filter (where d.state = 'uncertain') as uncertain,
                     count(*) filter (where d.state in ('planned', 'claimed', 'submitting', 'deferred')) as open
                from delivery_chunk c join delivery d using (edition_id, edition_date, chunk)
               where ${mayBeHeld}
               group by d.edition_id, d.chunk) as counted
       where delivery_chunk.edition_id = counted.edition_id and delivery_chunk.chunk = counted.chunk
         and (delivery_chunk.submitted, delivery_chunk.rejected, delivery_chunk.skipped, delivery_chunk.uncertain, delivery_chunk.open)
             is distinct from (counted.submitted, counted.rejected, counted.skipped, counted.uncertain, counted.open)`.execute(
      this.database,
    );
  }

  /**
   * Chunks with rows nobody works on, of editions that may be sent; each at most once per `apartSeconds`, so that a long
   * queue is not filled with rings for the same work.
   */
  async takeRingable(apartSeconds: number, limit: number): Promise<{ editionId: string; chunk: number }[]> {
    const result = await sql<{ edition_id: string; chunk: number }>`
      update delivery_chunk set rung_at = now()
       where (edition_id, chunk) in (
         select c.edition_id, c.chunk
           from delivery_chunk c join ${editionStandings(this.database)} as e on e.edition_id = c.edition_id
          where c.open > 0 and c.due_at <= now() and e.state = 'sending' and not e.is_paused
            and (c.rung_at is null or c.rung_at < now() - make_interval(secs => ${apartSeconds}))
            and exists (select from delivery d
                         where d.edition_date = c.edition_date and d.edition_id = c.edition_id and d.chunk = c.chunk
                           and ${claimable('d')})
          order by c.due_at, c.edition_id, c.chunk
          limit ${limit}
          for update of c skip locked)
      returning edition_id, chunk`.execute(this.database);
    return result.rows.map((row) => ({ editionId: row.edition_id, chunk: row.chunk }));
  }

  /** The edition's chunks may be rung for at once. */
  async forgetRings(editionId: string): Promise<void> {
    await this.database
      .updateTable('delivery_chunk')
      .set({ rung_at: null })
      .where('edition_id', '=', editionId)
      .where('open', '>', 0)
      .execute();
  }

  /** Editions called sent that owe again: a late answer said "later", or a reader came who is still due. */
  async reopened(): Promise<string[]> {
    const result = await sql<{ edition_id: string }>`
      select e.edition_id from ${editionStandings(this.database)} as e
       where e.state = 'sent' and not e.is_stale
         and exists (select from delivery_chunk c where c.edition_id = e.edition_id and c.open > 0)`.execute(
      this.database,
    );
    return result.rows.map((row) => row.edition_id);
  }

  /** Running editions that owe nobody anything any more, and whether they became old news before anybody was offered one. */
  async finished(): Promise<{ editionId: string; reachedNobody: boolean }[]> {
    const result = await sql<{ edition_id: string; reached_nobody: boolean }>`
      select e.edition_id,
             bool_or(e.is_stale) and coalesce(sum(c.size), 0) > 0
               and coalesce(sum(c.submitted + c.rejected + c.uncertain), 0) = 0 as reached_nobody
        from ${editionStandings(this.database)} as e left join delivery_chunk c on c.edition_id = e.edition_id
       where e.state = 'sending'
       group by e.edition_id
      having coalesce(sum(c.open), 0) = 0`.execute(this.database);
    return result.rows.map((row) => ({ editionId: row.edition_id, reachedNobody: row.reached_nobody }));
  }

  /**
   * One immutable summary for each edition that is over, cancelled ones with an audience included: nothing open, and
   * nothing uncertain unless its useful time is past too, and nobody who could still come. The chunks say which those
   * are; the table's own check holds the sum against the rows it was counted from.
   */
  async writeSummaries(): Promise<string[]> {
    const result = await sql<{ edition_id: string }>`
      with over as (
        select e.edition_id, e.edition_date
          from ${editionStandings(this.database)} as e left join delivery_chunk c on c.edition_id = e.edition_id
         where (e.state = 'sent' or (e.state = 'cancelled' and e.audience_frozen_at is not null))
           and not exists (select from edition_summary s where s.edition_id = e.edition_id)
           and e.edition_id not in (select edition_id from ${this.audiences.openToNewcomers().as('awaited')})
         group by e.edition_id, e.edition_date
        having coalesce(sum(c.open), 0) = 0 and (coalesce(sum(c.uncertain), 0) = 0 or bool_or(e.is_stale))
      )
      insert into edition_summary (edition_id, recipients, submitted, rejected, skipped, uncertain)
      select over.edition_id, count(d.*)::int, count(*) filter (where d.state = 'submitted')::int, count(*) filter (where d.state = 'rejected')::int,
             count(*) filter (where d.state = 'skipped')::int, count(*) filter (where d.state = 'uncertain')::int
        from over left join delivery d on d.edition_id = over.edition_id and d.edition_date = over.edition_date
       group by over.edition_id
      having count(*) filter (where d.state in ('planned', 'claimed', 'submitting', 'deferred')) = 0
      on conflict do nothing
      returning edition_id`.execute(this.database);
    return result.rows.map((row) => row.edition_id);
  }

  /** Marks feedback beside the state. Returns false when there is no such delivery. */
  async markBounced(db: Db, key: DeliveryKey): Promise<boolean> {
    const result = await db
      .updateTable('delivery')
      .set({ bounced_at: sql<Date>`coalesce(bounced_at, now())` })
      .where('edition_id', '=', key.editionId)
      .where('edition_date', '=', key.editionDate)
      .where('subscriber_id', '=', key.subscriberId)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Has the planner know how many rows an edition of that day has: see `analyze_deliveries`. */
  async analyse(day: string): Promise<void> {
    await sql`select analyze_deliveries(${day}::date)`.execute(this.database);
  }

  /** Drops the months whose last day is more than `days` ago and whose editions are all summed up. Returns how many. */
  async dropMonthsBefore(days: number): Promise<number> {
    const result = await sql<{ dropped: number }>`select drop_delivery_partitions(${days}) as dropped`.execute(
      this.database,
    );
    return result.rows[0]?.dropped ?? 0;
  }
}
