import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

/** How far one edition has got with its readers. */
export interface EditionReach {
  readonly editionId: string;
  /** Waves in which somebody is still owed it. */
  readonly openWaves: number;
  /** Readers who are still owed it. */
  readonly owed: number;
  /** Readers whose message a relay accepted, or may have. */
  readonly received: number;
}

@Injectable()
export class ReachRepository {
  constructor(private readonly database: Database) {}

  /**
   * Of these editions, in their order of ids. By the counts that chunks keep; only chunks that are being worked on are
   * counted from their rows, and what is closed is told by its summary. So it is exact, and no million rows are read.
   */
  async reach(editionIds: readonly string[]): Promise<EditionReach[]> {
    if (editionIds.length === 0) return [];
    const { rows } = await sql<EditionReach>`
      with asked as (
        select e.id, s.submitted + s.uncertain as closed
          from unnest(${editionIds}::uuid[]) as e (id) left join edition_summary s on s.edition_id = e.id
      ), begun as materialized (
        select c.edition_date, c.edition_id, c.chunk, c.due_at
          from asked join delivery_chunk c on c.edition_id = asked.id
         where asked.closed is null and c.open > 0 and c.begun
      ), counted as (
        select b.edition_id, b.due_at,
               count(*) filter (where d.state in ('planned', 'claimed', 'submitting', 'deferred')) as owed,
               count(*) filter (where d.state in ('submitted', 'uncertain')) as received
          from begun b join delivery d using (edition_date, edition_id, chunk) group by 1, 2
        union all
        select c.edition_id, c.due_at, c.open, c.submitted + c.uncertain
          from asked join delivery_chunk c on c.edition_id = asked.id
         where asked.closed is null and not (c.open > 0 and c.begun)
      )
      select asked.id as "editionId",
             count(distinct counted.due_at) filter (where counted.owed > 0)::int as "openWaves",
             coalesce(sum(counted.owed), 0)::int as owed,
             coalesce(max(asked.closed), sum(counted.received), 0)::int as received
        from asked left join counted on counted.edition_id = asked.id
       group by asked.id order by asked.id`.execute(this.database);
    return rows;
  }
}
