import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { editionsWithTarget } from '@app/editions';
import { eligibleSubscriptions } from '@app/subscribers';
import type { TimedWave } from './on-time.js';

/** Editions that are looked back at: a working week of a daily. */
const EDITIONS_BACK = 5;
/** The rate is that of so many minutes. */
const RATE_MINUTES = 5;

/** What the target is reckoned from: rates of past editions, sizes of their waves, and how today's go. */
@Injectable()
export class OnTimeRepository {
  constructor(private readonly database: Database) {}

  /** Of each edition that is being sent the highest rate over a minute, from its notes. */
  async noteRates(): Promise<void> {
    await sql`
      insert into edition_rate (edition_id, per_minute)
      select edition_id, max(tried * 60 / seconds)::int
        from (select edition_id, settled - lag(settled) over notes as tried,
                     extract(epoch from noted_at - lag(noted_at) over notes) as seconds
                from edition_pace
              window notes as (partition by edition_id order by noted_at)) as steps
       where seconds >= 30 and tried > 0
       group by edition_id
      on conflict (edition_id) do update set per_minute = excluded.per_minute
        where edition_rate.per_minute < excluded.per_minute`.execute(this.database);
  }

  /** The newsletter's last editions: the median of their best rates, and their largest wave; readers where there is none. */
  async measured(db: Db, newsletterId: string): Promise<{ perMinute: number | null; largestWave: number }> {
    const { rows } = await sql<{ per_minute: number | null; largest: number | null }>`
      with last as (
        select id from edition
         where newsletter_id = ${newsletterId}::uuid and slot is not null and audience_frozen_at is not null
         order by due_at desc limit ${EDITIONS_BACK}
      )
      select (select percentile_disc(0.5) within group (order by r.per_minute) from edition_rate r where r.edition_id in (select id from last)) as per_minute,
             (select max(w.size) from wave w where w.edition_id in (select id from last) and not w.is_seed) as largest`.execute(db);
    const [row] = rows;
    const largestWave = row?.largest ?? (await this.readers(db, newsletterId));
    return { perMinute: row?.per_minute ?? null, largestWave };
  } // prettier-ignore

  /** Waves under way of editions whose newsletters have a target. */
  async waves(): Promise<TimedWave[]> {
    const { rows } = await sql<TimedWave>`
      select e.edition_id as "editionId", e.newsletter_id as "newsletterId",
             sum(c.size)::int as size, sum(c.size - c.open)::int as done,
             c.due_at + make_interval(mins => e.start_lead_minutes + e.target_minutes) as "targetAt",
             e.target_percent as percent,
             (select (max(p.settled) - min(p.settled)) * 60 / nullif(extract(epoch from max(p.noted_at) - min(p.noted_at)), 0)
                from edition_pace p
               where p.edition_id = e.edition_id and p.noted_at > now() - make_interval(mins => ${RATE_MINUTES}))::float8 as "perMinute"
        from ${editionsWithTarget(this.database).as('e')} join delivery_chunk c on c.edition_id = e.edition_id
       where c.due_at <= now()
       group by e.edition_id, e.newsletter_id, e.start_lead_minutes, e.target_minutes, e.target_percent, c.due_at`.execute(this.database);
    return rows;
  } // prettier-ignore

  private async readers(db: Db, newsletterId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${eligibleSubscriptions(db, newsletterId).as('reader')}`.execute(db);
    return rows[0]?.count ?? 0;
  }
}
