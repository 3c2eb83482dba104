import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type SkipCause } from '@app/platform';
import { variantsHolding, type Correction, type Edition } from '@app/editions';
import { subscriptionStandings } from '@app/subscribers';
import type { StateCount } from './progress.js';

/** One row of the ledger as an operator reads it. No address. */
export interface UncertainDelivery {
  readonly subscriberId: string;
  readonly submittingAt: Date | null;
  readonly reply: string | null;
}

/** Who was sent an error, and what became of the correction for each of them: a row's state, or why there is none. */
export interface CorrectionProof {
  readonly holders: number;
  readonly outcomes: readonly { readonly outcome: string; readonly readers: number }[];
  /** Rows of the correction whose reader never was sent the error: must be none. */
  readonly outside: number;
}

type Key = Pick<Edition, 'id' | 'editionDate'>;

/**
 * The statements behind `edition status`. Chunks that are finished or have not begun are told by their counts; only the
 * few in between are counted from their rows. So it is exact, and cheap beside a million rows.
 */
@Injectable()
export class ProgressRepository {
  constructor(private readonly database: Database) {}

  async counts({ id }: Key): Promise<StateCount[]> {
    const { rows } = await sql<StateCount>`
      with begun as materialized (
        select c.* from delivery_chunk c where c.edition_id = ${id}::uuid and c.open > 0 and c.begun
      ), counted as (
        select b.due_at, d.state, count(*) as rows
          from begun b join delivery d using (edition_date, edition_id, chunk)
         group by 1, 2
        union all
        select c.due_at, given.state, given.rows
          from delivery_chunk c,
               lateral (values ('planned'::delivery_state, c.open), ('submitted', c.submitted), ('rejected', c.rejected),
                               ('skipped', c.skipped), ('uncertain', c.uncertain)) as given (state, rows)
         where c.edition_id = ${id}::uuid and not exists (select from begun b where b.chunk = c.chunk)
      )
      select due_at as "dueAt", state, sum(rows)::int as count
        from counted group by 1, 2 having sum(rows) > 0 order by 1, 2`.execute(this.database);
    return rows;
  }

  /** Oldest first. */
  async uncertain(key: Key, limit: number): Promise<UncertainDelivery[]> {
    const { rows } = await sql<UncertainDelivery>`
      select d.subscriber_id as "subscriberId", d.submitting_at as "submittingAt", d.reply
        from delivery_chunk c join delivery d using (edition_date, edition_id, chunk)
       where c.edition_id = ${key.id}::uuid and c.edition_date = ${key.editionDate}::date
         and (c.uncertain > 0 or c.open > 0) and d.state = 'uncertain'
       order by d.submitting_at, d.subscriber_id limit ${limit}`.execute(this.database);
    return rows;
  }

  async skipped(key: Key): Promise<{ cause: SkipCause; count: number }[]> {
    const { rows } = await sql<{ cause: SkipCause; count: number }>`
      select d.skip_cause as cause, count(*)::int as count
        from delivery_chunk c join delivery d using (edition_date, edition_id, chunk)
       where c.edition_id = ${key.id}::uuid and c.edition_date = ${key.editionDate}::date
         and (c.skipped > 0 or c.open > 0) and d.state = 'skipped'
       group by 1 order by 1`.execute(this.database);
    return rows;
  }

  async correction(
    edition: Edition,
    wrong: Pick<Correction, 'editionId' | 'dispatchId' | 'versions'>,
  ): Promise<CorrectionProof> {
    const held = { newsletterId: edition.newsletterId, ...wrong };
    const holder = sql`
      select distinct h.subscriber_id
        from delivery h join ${variantsHolding(this.database, held).as('v')}
               on v.edition_date = h.edition_date and v.edition_id = h.edition_id and v.variant_id = h.variant_id
       where h.state in ('submitted', 'uncertain')`;
    const own = sql`own.edition_date = ${edition.editionDate}::date and own.edition_id = ${edition.id}::uuid`;
    const { rows } = await sql<{ outcome: string; readers: number }>`
      with holder as materialized (${holder})
      select coalesce(own.state || coalesce(': ' || own.skip_cause, ''), 'no row: ' || coalesce(reader.standing, 'unsubscribed')) as outcome,
             count(*)::int as readers
        from holder
             left join delivery own on ${own} and own.subscriber_id = holder.subscriber_id
             left join ${subscriptionStandings(this.database).as('reader')}
                    on reader.newsletter_id = ${edition.newsletterId}::uuid and reader.subscriber_id = holder.subscriber_id
       group by 1 order by 1`.execute(this.database);
    const outside = await sql<{ readers: number }>`
      with holder as materialized (${holder})
      select count(*)::int as readers from delivery own
       where ${own} and own.subscriber_id not in (select subscriber_id from holder)`.execute(this.database);
    const holders = rows.reduce((sum, { readers }) => sum + readers, 0);
    return { holders, outcomes: rows, outside: outside.rows[0]?.readers ?? 0 };
  }
}
