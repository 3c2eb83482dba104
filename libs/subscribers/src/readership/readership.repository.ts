import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database, type Db } from '@app/platform';

export const steps = ['day', 'week', 'month'] as const;
export type ReadershipStep = (typeof steps)[number];

/** Local days of the newsletters' own zones, both included; `YYYY-MM-DD`. */
export interface ReadershipRange {
  /** Undefined: of all newsletters together. */
  readonly newsletterId: string | undefined;
  readonly from: string;
  readonly to: string;
}

export interface ReadershipCounts {
  readonly signedUp: number;
  readonly confirmed: number;
  readonly brought: number;
  readonly returned: number;
  readonly ended: number;
}

export interface ReadershipPeriod extends ReadershipCounts {
  /** First day of it, `YYYY-MM-DD`; of a week Monday. */
  readonly begins: string;
}

export interface PlacementCount {
  /** Both are empty for what is counted together. */
  readonly page: string;
  readonly placement: string;
  readonly signedUp: number;
  readonly confirmed: number;
}

export interface EditionEndings {
  readonly editionId: string;
  readonly editionDate: string;
  readonly newsletter: string;
  /** Who left by its link and has not come back since. */
  readonly ended: number;
}

/** Days counted in one transaction: the first count of an installation goes through years. */
const DAYS_AT_ONCE = 30;
/** A consent written under way when a count was made has an id from before it; none is under way this long. */
const LATE_MINUTES = 60;
/** Pages of a newsletter counted by themselves on one day. The rest is somebody's script, or not worth a line. */
const PAGES_A_DAY = 100;
/** Characters kept of a page and of a placement: they come from outside. */
const MAX_PAGE = 200;
const MAX_PLACEMENT = 60;
/** When UUID version 7 came to be: ids that say something earlier are of another kind. */
const FIRST_INSTANT = '2022-01-01T00:00:00Z';
const EDITIONS_SHOWN = 40;

/** When an id was made (RFC 9562 §5.7): a consent's place in time that no import can backdate, and that has an index. */
const madeAt = sql`to_timestamp(('x' || substr(translate(consent.id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)`;

/** The least id made at an instant. */
function idFrom(instant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`rpad(lpad(to_hex((extract(epoch from ${instant}) * 1000)::bigint), 12, '0'), 32, '0')::uuid`;
}

/** Every statement on the counts of a readership. */
@Injectable()
export class ReadershipRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts what was agreed and withdrawn since the last round, some weeks at a time, in the caller's transaction. Whole
   * local days are counted anew, so a round that is done twice changes nothing. Returns false once all is counted.
   */
  async countOn(trx: Db): Promise<boolean> {
    await sql`insert into readership_count (counted_through)
      select greatest(least((select ${madeAt} from consent order by id limit 1), now()), ${FIRST_INSTANT}::timestamptz)
      on conflict do nothing`.execute(trx);
    const { rows } = await sql<{ since: Date; until: Date; done: boolean }>`
      select counted_through - make_interval(mins => ${LATE_MINUTES}) as since,
             least(now(), counted_through + make_interval(days => ${DAYS_AT_ONCE})) as until,
             counted_through + make_interval(days => ${DAYS_AT_ONCE}) >= now() as done
        from readership_count for update`.execute(trx);
    const [round] = rows;
    if (round === undefined) throw new Error('the row that says what is counted is gone');
    const { since, until, done } = round;
    for (const table of ['readership_day', 'readership_placement'])
      await sql`delete from ${sql.table(table)} as counted using newsletter
        where newsletter.id = counted.newsletter_id and counted.day >= (${since}::timestamptz at time zone newsletter.time_zone)::date`.execute(trx);
    await countDays(since, until).execute(trx);
    await countPlacements(since, until).execute(trx);
    await sql`update readership_count set counted_through = ${until}, counted_at = now()`.execute(trx);
    return !done;
  } // prettier-ignore

  async countedAt(): Promise<Date | null> {
    const row = await this.database.selectFrom('readership_count').select('counted_at').executeTakeFirst();
    return row?.counted_at ?? null;
  }

  async periods(db: Db, range: ReadershipRange, step: ReadershipStep): Promise<ReadershipPeriod[]> {
    const { rows } = await sql<ReadershipPeriod>`
      select date_trunc(${step}, day)::date as begins, sum(signed_up)::int as "signedUp", sum(confirmed)::int as confirmed,
             sum(brought)::int as brought, sum(returned)::int as returned, sum(ended)::int as ended
        from readership_day where ${within(range)} group by 1 order by 1`.execute(db);
    return rows;
  }

  /** Readers by the end of the day before the range: who agreed and did not withdraw. Paused ones are readers. */
  async readersBefore(db: Db, { newsletterId, from }: ReadershipRange): Promise<number> {
    const { rows } = await sql<{ readers: number }>`
      select coalesce(sum(confirmed + brought + returned - ended), 0)::int as readers
        from readership_day where day < ${from}::date and ${of(newsletterId)}`.execute(db);
    return rows[0]?.readers ?? 0;
  }

  async causes(db: Db, range: ReadershipRange): Promise<Record<string, number>> {
    const { rows } = await sql<{ cause: string; ended: number }>`
      select cause.key as cause, sum(cause.value::int)::int as ended
        from readership_day, jsonb_each_text(causes) as cause
       where ${within(range)} group by 1 order by 2 desc, 1`.execute(db);
    return Object.fromEntries(rows.map(({ cause, ended }) => [cause, ended]));
  }

  async placements(db: Db, range: ReadershipRange, limit: number): Promise<PlacementCount[]> {
    const { rows } = await sql<PlacementCount>`
      select page, placement, sum(signed_up)::int as "signedUp", sum(confirmed)::int as confirmed
        from readership_placement where ${within(range)}
       group by 1, 2 order by 3 desc, 4 desc, 1, 2 limit ${limit}`.execute(db);
    return rows;
  }

  /** The latest editions of the range with how many left by their link. */
  async endingsByEdition(db: Db, { newsletterId, from, to }: ReadershipRange): Promise<EditionEndings[]> {
    const { rows } = await sql<EditionEndings>`
      select edition.id as "editionId", edition.edition_date as "editionDate", newsletter.slug as newsletter,
             (select count(*) from subscription where subscription.ended_edition_id = edition.id)::int as ended
        from (select id, newsletter_id, edition_date, due_at from edition
               where edition_date between ${from}::date and ${to}::date and state in ('sending', 'sent')
                 and ${of(newsletterId)}
               order by due_at desc limit ${EDITIONS_SHOWN}) as edition
        join newsletter on newsletter.id = edition.newsletter_id
       order by edition.due_at`.execute(db);
    return rows;
  }

  /** Readers of each newsletter as last counted. */
  async readers(db: Db): Promise<Map<string, number>> {
    const { rows } = await sql<{ id: string; readers: number }>`
      select newsletter_id as id, sum(confirmed + brought + returned - ended)::int as readers
        from readership_day group by 1`.execute(db);
    return new Map(rows.map(({ id, readers }) => [id, readers]));
  }
}

function of(newsletterId: string | undefined): RawBuilder<unknown> {
  return newsletterId === undefined ? sql`true` : sql`newsletter_id = ${newsletterId}::uuid`;
}

function within({ newsletterId, from, to }: ReadershipRange): RawBuilder<unknown> {
  return sql`day between ${from}::date and ${to}::date and ${of(newsletterId)}`;
}

/** The consents to newsletters of whole local days, with the day each was written on. */
function consentsOf(since: Date, until: Date): RawBuilder<unknown> {
  return sql`
    select consent.*, (${madeAt} at time zone newsletter.time_zone)::date as day
      from consent join newsletter on newsletter.id = consent.newsletter_id
     where consent.purpose = 'newsletter'
       and consent.id >= ${idFrom(sql`${since}::timestamptz - interval '2 days'`)} and consent.id < ${idFrom(sql`${until}::timestamptz`)}
       and (${madeAt} at time zone newsletter.time_zone)::date >= (${since}::timestamptz at time zone newsletter.time_zone)::date`;
} // prettier-ignore

/** What ends without having been agreed to is no reader lost: only a withdrawal that names what it withdraws counts. */
function countDays(since: Date, until: Date): RawBuilder<unknown> {
  return sql`
    with counted as (
      select newsletter_id, day,
             case when act = 'requested' then 'signed_up'
                  when act = 'given' and (placement = 'undo' or (placement = 'preferences' and basis <> 'confirmed')) then 'returned'
                  when act = 'given' and basis = 'confirmed' then 'confirmed'
                  when act = 'given' then 'brought'
                  when evidence ? 'withdraws' then 'ended' end as what,
             case when act = 'withdrawn' then left(coalesce(placement, 'unknown'), ${MAX_PLACEMENT}) end as cause, count(*) as times
        from (${consentsOf(since, until)}) as consent group by 1, 2, 3, 4
    ), summed as (
      select newsletter_id, day,
             coalesce(sum(times) filter (where what = 'signed_up'), 0) as signed_up,
             coalesce(sum(times) filter (where what = 'confirmed'), 0) as confirmed,
             coalesce(sum(times) filter (where what = 'brought'), 0) as brought,
             coalesce(sum(times) filter (where what = 'returned'), 0) as returned,
             coalesce(sum(times) filter (where what = 'ended'), 0) as ended,
             coalesce(jsonb_object_agg(cause, times) filter (where what = 'ended'), '{}') as causes
        from counted where what is not null group by 1, 2
    )
    insert into readership_day (newsletter_id, day, signed_up, confirmed, brought, returned, ended, causes)
    select newsletter_id, day, signed_up, confirmed, brought, returned, ended, causes from summed`;
} // prettier-ignore

function countPlacements(since: Date, until: Date): RawBuilder<unknown> {
  return sql`
    with counted as (
      select newsletter_id, day, left(coalesce(page, ''), ${MAX_PAGE}) as page, left(coalesce(placement, ''), ${MAX_PLACEMENT}) as placement,
             count(*) filter (where act = 'requested') as signed_up, count(*) filter (where act = 'given') as confirmed
        from (${consentsOf(since, until)}) as consent
       where act = 'requested' or (act = 'given' and basis = 'confirmed' and placement is distinct from 'undo')
       group by 1, 2, 3, 4
    ), ranked as (
      select *, row_number() over (partition by newsletter_id, day order by signed_up + confirmed desc, page, placement) <= ${PAGES_A_DAY} as busy
        from counted
    )
    insert into readership_placement (newsletter_id, day, page, placement, signed_up, confirmed)
    select newsletter_id, day, case when busy then page else '' end, case when busy then placement else '' end, sum(signed_up), sum(confirmed)
      from ranked group by 1, 2, 3, 4`;
} // prettier-ignore
