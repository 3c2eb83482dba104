import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { unknownTimes, type Db } from '@app/platform';
import { editionStandings, variantsHolding, type Edition, type HeldError } from '@app/editions';
import { MAY_HAVE_BEEN_SENT } from '../arming/unknown-rows.repository.js';
import type { PlannedMorning } from './audience-plan.js';
import { readers, type ChosenCut } from './readers.repository.js';

/** Whom to write rows for. */
export interface AudienceScope {
  readonly edition: Pick<Edition, 'id' | 'editionDate' | 'newsletterId' | 'kind'>;
  readonly mornings: readonly PlannedMorning[];
  /** Null: seed addresses are due with everybody. */
  readonly seedDueAt: Date | null;
  /** Choices without an entry get the whole edition. */
  readonly cuts: readonly ChosenCut[];
  readonly chunkSize: number;
  /** Editions of the day, this one too, that have rows: who is in one of them gets no other. */
  readonly writtenIds: readonly string[];
  /** Only readers since then; undefined: all. */
  readonly activeSince?: Date | undefined;
  /** A flash: who got so many of that day's others gets no further one. */
  readonly flashes?: { readonly perDay: number; readonly editionIds: readonly string[] } | undefined;
  /** A correction: only whoever was sent the error. */
  readonly corrects?: Omit<HeldError, 'newsletterId'> | undefined;
}

/** More memory for this one sort than a session usually gets: a million rows are 70 MB. Returned with the transaction. */
const SORT_MEMORY = '96MB';

/** The statements that write an edition's audience. In the caller's transaction, sets only: no reader passes Node. */
@Injectable()
export class AudienceRepository {
  /** Until the transaction ends nobody else writes readers of this kind and day, in this edition or in a sibling. */
  async serialise(trx: Db, edition: Pick<Edition, 'newsletterId' | 'kind' | 'editionDate'>): Promise<void> {
    // Flashes of all newsletters count together.
    const whose = edition.kind === 'flash' ? 'flash' : `${edition.newsletterId}:${edition.kind}`;
    const lock = `audience:${whose}:${edition.editionDate}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(trx);
    await sql`select set_config('work_mem', ${SORT_MEMORY}, true)`.execute(trx);
  }

  /** Flashes of that date, of all newsletters. */
  async flashesOf(db: Db, editionDate: string): Promise<string[]> {
    const rows = await db
      .selectFrom(editionStandings(db).as('edition'))
      .select('edition.edition_id')
      .where('edition.edition_date', '=', editionDate)
      .where('edition.kind', '=', 'flash')
      .execute();
    return rows.map((row) => row.edition_id);
  }

  /** Rows and their chunks for everybody in scope who has none. Returns how many rows. */
  async add(trx: Db, scope: AudienceScope): Promise<number> {
    const { edition, chunkSize } = scope;
    if (scope.mornings.length === 0) return 0;
    const base = await this.nextChunk(trx, edition.id);
    const result = await sql`
      with plan as ${planTable(scope.mornings)},
      choice as (
        select * from jsonb_to_recordset(${JSON.stringify(scope.cuts)}::jsonb) as given (regions text[], topics text[], cut int)
      ), eligible as materialized (
        -- By itself: joined with the plan at once, a planner that takes few of them for eligible multiplies both.
        select r.*, ${isCapped(scope)} as is_capped
          from ${readers(trx, edition.newsletterId, scope.activeSince)}
         where ${isIn(scope.mornings)} and ${hasNoRow(scope)} and ${holdsError(trx, scope)}
      ), reader as (
        select r.subscriber_id, r.subscription_id, r.is_capped, coalesce(choice.cut, 0) as cut,
               case when r.is_seed then coalesce(${scope.seedDueAt}::timestamptz, plan.due_at) else plan.due_at end as due_at
          from eligible r
               join plan on plan.time_zone = r.time_zone and plan.delivery_time = r.delivery_time
               left join choice on coalesce(choice.regions::text, '') = coalesce(r.regions::text, '')
                               and coalesce(choice.topics::text, '') = coalesce(r.topics::text, '')
         where plan.active_by is null or r.active_since <= plan.active_by
      ), numbered as (
        select *, ${isUnknown(trx)} as is_unknown,
               ((row_number() over (partition by due_at order by cut, subscriber_id) - 1) % ${sql.lit(chunkSize)} = 0)::int as begins
          from reader
      )
      insert into delivery (edition_date, edition_id, subscriber_id, subscription_id, chunk, due_at, cut, state, skip_cause, settled_at, reply)
      select ${edition.editionDate}::date, ${edition.id}::uuid, subscriber_id, subscription_id,
             ${base}::int + sum(begins) over (order by due_at, cut, subscriber_id rows unbounded preceding) - 1,
             due_at, cut,
             (case when is_capped then 'skipped' when is_unknown then 'uncertain' else 'planned' end)::delivery_state,
             (case when is_capped then 'flash_cap' end)::skip_cause, case when is_capped or is_unknown then now() end,
             case when is_unknown and not is_capped then ${MAY_HAVE_BEEN_SENT}::text end
        from numbered`.execute(trx);
    const added = Number(result.numAffectedRows ?? 0n);
    if (added > 0) await this.countChunks(trx, edition, base);
    return added;
  }

  /**
   * Planned rows of readers whose own instant has come nearer, because they moved or chose an earlier hour, into the wave
   * of `dueAt`; what has become later stays. Returns how many.
   */
  async moveEarlier(
    trx: Db,
    edition: AudienceScope['edition'],
    to: { readonly dueAt: Date; readonly mornings: readonly PlannedMorning[]; readonly chunkSize: number },
  ): Promise<number> {
    if (to.mornings.length === 0) return 0;
    const base = await this.nextChunk(trx, edition.id);
    const result = await sql`
      with plan as ${planTable(to.mornings)},
      moving as (
        select d.subscriber_id, d.chunk, d.cut
          from delivery d
               join ${readers(trx, edition.newsletterId)} on r.subscription_id = d.subscription_id
               join plan on plan.time_zone = r.time_zone and plan.delivery_time = r.delivery_time
         where d.edition_date = ${edition.editionDate}::date and d.edition_id = ${edition.id}::uuid
           and d.state = 'planned' and d.due_at > ${to.dueAt}::timestamptz and ${isIn(to.mornings)}
           for update of d
      ), numbered as (
        select subscriber_id, chunk as former,
               ${base}::int + (row_number() over (order by cut, subscriber_id) - 1) / ${sql.lit(to.chunkSize)} as chunk
          from moving
      ), left_behind as (
        update delivery_chunk c set size = c.size - gone.rows, open = c.open - gone.rows
          from (select former, count(*)::int as rows from numbered group by former) as gone
         where c.edition_id = ${edition.id}::uuid and c.chunk = gone.former
      )
      update delivery set due_at = ${to.dueAt}::timestamptz, chunk = numbered.chunk
        from numbered
       where delivery.edition_date = ${edition.editionDate}::date and delivery.edition_id = ${edition.id}::uuid
         and delivery.subscriber_id = numbered.subscriber_id`.execute(trx);
    const moved = Number(result.numAffectedRows ?? 0n);
    if (moved > 0) await this.countChunks(trx, edition, base);
    return moved;
  }

  /** The latest instant at which a row is due. */
  async lastDueAt(db: Db, editionId: string): Promise<Date | undefined> {
    const row = await db
      .selectFrom('delivery_chunk')
      .select(({ fn }) => fn.max('due_at').as('last'))
      .where('edition_id', '=', editionId)
      .where('size', '>', 0)
      .executeTakeFirst();
    return row?.last ?? undefined;
  }

  private async nextChunk(trx: Db, editionId: string): Promise<number> {
    const row = await trx
      .selectFrom('delivery_chunk')
      .select(({ fn }) => fn.max('chunk').as('last'))
      .where('edition_id', '=', editionId)
      .executeTakeFirst();
    return (row?.last ?? -1) + 1;
  }

  /** The chunks numbered `base` and up, from their rows. */
  private async countChunks(trx: Db, edition: AudienceScope['edition'], base: number): Promise<void> {
    await sql`
      insert into delivery_chunk (edition_id, edition_date, chunk, due_at, size, skipped, uncertain, open)
      select edition_id, edition_date, chunk, min(due_at), count(*)::int,
             count(*) filter (where state = 'skipped')::int, count(*) filter (where state = 'uncertain')::int,
             count(*) filter (where state = 'planned')::int
        from delivery
       where edition_date = ${edition.editionDate}::date and edition_id = ${edition.id}::uuid and chunk >= ${base}::int
       group by edition_id, edition_date, chunk`.execute(trx);
  }

  /** Whether somebody is being sent the error at this very moment, who a moment later holds it or does not. */
  async isErrorInFlight(db: Db, held: HeldError): Promise<boolean> {
    const { rows } = await sql<{ found: boolean }>`
      select exists (
        select from delivery h join ${variantsHolding(db, held).as('v')}
                 on v.edition_date = h.edition_date and v.edition_id = h.edition_id and v.variant_id = h.variant_id
                      join delivery_chunk c on c.edition_id = h.edition_id and c.chunk = h.chunk
         where h.state = 'submitting' and c.begun and c.open > 0) as found`.execute(db);
    return rows[0]?.found ?? false;
  }
}

/** Due in a time this database knows nothing of, before it was restored and armed: it may have been sent. */
function isUnknown(db: Db): RawBuilder<boolean> {
  return sql`exists (
    select from ${unknownTimes(db)} as unknown where due_at > unknown.began_at and due_at <= unknown.ended_at)`;
}

/** Said beside the join with the plan, so that most readers fall away before anything is asked about them. */
function isIn(mornings: readonly PlannedMorning[]): RawBuilder<boolean> {
  return sql`r.time_zone = any(${[...new Set(mornings.map((one) => one.timeZone ?? ''))]}::text[])`;
}

function planTable(mornings: readonly PlannedMorning[]): RawBuilder<unknown> {
  return sql`(
    select * from unnest(
      ${mornings.map((one) => one.timeZone ?? '')}::text[], ${mornings.map((one) => one.deliveryTime ?? '')}::text[],
      ${mornings.map((one) => one.dueAt)}::timestamptz[], ${mornings.map((one) => one.activeBy)}::timestamptz[]
    ) as given (time_zone, delivery_time, due_at, active_by))`;
}

function hasNoRow({ edition, writtenIds }: AudienceScope): RawBuilder<boolean> {
  if (writtenIds.length === 0) return sql`true`;
  return sql`not exists (
    select from delivery d
     where d.edition_date = ${edition.editionDate}::date and d.edition_id = any(${[...writtenIds]}::uuid[])
       and d.subscriber_id = r.subscriber_id)`;
}

/** Whoever was promised at most so many flashes a day, and has them: what was skipped was not one. */
function isCapped({ edition, flashes }: AudienceScope): RawBuilder<boolean> {
  if (flashes === undefined) return sql`false`;
  return sql`${flashes.perDay}::int <= (
    select count(*) from delivery f
     where f.edition_date = ${edition.editionDate}::date and f.edition_id = any(${[...flashes.editionIds]}::uuid[])
       and f.subscriber_id = r.subscriber_id and f.state <> 'skipped')`;
}

/** Submitted or uncertain with a variant that held the error. */
function holdsError(db: Db, { edition, corrects }: AudienceScope): RawBuilder<boolean> {
  if (corrects === undefined) return sql`true`;
  const held = { newsletterId: edition.newsletterId, ...corrects };
  return sql`exists (
    select from delivery h join ${variantsHolding(db, held).as('v')}
                on v.edition_date = h.edition_date and v.edition_id = h.edition_id and v.variant_id = h.variant_id
     where h.subscriber_id = r.subscriber_id and h.state in ('submitted', 'uncertain'))`;
}
