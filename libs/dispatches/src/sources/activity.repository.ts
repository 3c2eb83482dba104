import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

/** What a source brought in the last days. */
export interface SourceActivity {
  readonly slug: string;
  /** New dispatches on each day (UTC), the oldest first, today last. */
  readonly days: readonly number[];
  readonly total: number;
  /** Of them: with a picture; without a date of their own. */
  readonly withPicture: number;
  readonly undated: number;
}

/** A week and the same day a week ago. */
const DAYS = 8;

@Injectable()
export class ActivityRepository {
  constructor(private readonly database: Database) {}

  /** Source by source along its own index, because an installation may hold a million dispatches of other days. */
  async all(at: Date): Promise<SourceActivity[]> {
    const { rows } = await sql<SourceActivity>`
      select source.slug, coalesce(brought.total, 0)::int as total, coalesce(brought.pictured, 0)::int as "withPicture",
             coalesce(brought.undated, 0)::int as undated,
             array(select coalesce((brought.by_day ->> ((${at}::timestamptz at time zone 'UTC')::date - back)::text)::int, 0)
                     from generate_series(${DAYS - 1}::int, 0, -1) as back) as days
        from source left join lateral (
          select sum(day.total) as total, sum(day.pictured) as pictured, sum(day.undated) as undated, jsonb_object_agg(day.day::text, day.total) as by_day
            from (
              select (first_seen_at at time zone 'UTC')::date as day, count(*) as total, count(*) filter (where published_is_first_seen) as undated,
                     count(*) filter (where exists (select from picture where picture.dispatch_id = dispatch.id and picture.is_lead)) as pictured
                from dispatch
               where dispatch.source_id = source.id and not is_back_catalogue
                 and first_seen_at > date_trunc('day', ${at}::timestamptz, 'UTC') - make_interval(days => ${DAYS - 1})
               group by 1) as day) as brought on true
       order by source.slug`.execute(this.database);
    return rows;
  } // prettier-ignore
}
