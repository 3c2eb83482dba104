import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { rateBlock, type Claim, type RateBlock } from './pacing.js';

/** Provider of a transport's row for all providers together. */
export const WHOLE = '*';

export interface PaceWay {
  readonly transport: string;
  readonly provider: string;
}

/** A lease that is not over. */
export interface HeldPermit extends PaceWay, Claim {}

/** What a provider said of a transport, or of us through it. Milliseconds since 1970. */
export interface ProviderPace extends PaceWay {
  readonly suspendedUntil: number | null;
  readonly slowedUntil: number | null;
  readonly reason: string | null;
  readonly enhancedCode: string | null;
}

/** What is true at one moment, while nobody else changes it. */
export interface PaceSnapshot {
  /** Milliseconds since 1970, the database's. */
  readonly now: number;
  readonly permits: readonly HeldPermit[];
  readonly paces: readonly ProviderPace[];
}

/** What a worker writes down. */
export interface PermitWritten extends PaceWay {
  readonly connections: number;
  readonly wanted: number;
}

/** A pace that ended so long ago is forgotten: all doublings are over (pacing.ts). */
const REMEMBERED_MINUTES = 60;

/** Statements on leases, rates and what providers said. All times are the database's. */
@Injectable()
export class PermitRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes a worker's leases anew, as `decide` finds them in the moment's snapshot, and takes away those it no longer
   * names. One worker at a time: leases are judged together.
   */
  async renew(
    worker: string,
    leaseSeconds: number,
    decide: (seen: PaceSnapshot) => readonly PermitWritten[],
  ): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('pace_permit'))`.execute(trx);
      const written = decide({ ...(await liveMoment(trx)), paces: await this.paces(trx) });
      await sql`
        delete from pace_permit
         where worker = ${worker}
           and (transport, provider) not in (select * from unnest(
             ${written.map((row) => row.transport)}::text[], ${written.map((row) => row.provider)}::text[]))`.execute(trx);
      if (written.length === 0) return;
      await sql`
        insert into pace_permit (transport, provider, worker, connections, wanted, lease_until)
        select transport, provider, ${worker}::uuid, connections, wanted, clock_timestamp() + make_interval(secs => ${leaseSeconds})
          from unnest(
            ${written.map((row) => row.transport)}::text[], ${written.map((row) => row.provider)}::text[],
            ${written.map((row) => row.connections)}::int[], ${written.map((row) => row.wanted)}::int[]
          ) as given (transport, provider, connections, wanted)
        on conflict (transport, provider, worker) do update
          set connections = excluded.connections, wanted = excluded.wanted, lease_until = excluded.lease_until`.execute(trx);
    });
  } // prettier-ignore

  /** Speaks for a block of messages at a rate, over all workers. */
  async speakFor({ transport, provider }: PaceWay, perSecond: number, wanted: number): Promise<RateBlock & { now: number }> {
    return this.database.transaction().execute(async (trx) => {
      await sql`
        insert into provider_pace (transport, provider) values (${transport}, ${provider})
        on conflict (transport, provider) do nothing`.execute(trx);
      // The row's lock first, then the time: who waited for it is not asked by an old clock.
      const found = await trx
        .selectFrom('provider_pace')
        .select('next_at')
        .where('transport', '=', transport)
        .where('provider', '=', provider)
        .forUpdate()
        .executeTakeFirst();
      const now = await databaseTime(trx);
      const block = rateBlock({ perSecond, now, spokenUntil: found?.next_at?.getTime() ?? 0, wanted });
      if (block.granted > 0)
        await trx
          .updateTable('provider_pace')
          .set({ next_at: new Date(block.spokenUntil) })
          .where('transport', '=', transport)
          .where('provider', '=', provider)
          .execute();
      return { ...block, now };
    });
  } // prettier-ignore

  /** What is said now outlasts what was said before, and never shortens it. Returns whether it is a new episode. */
  async hinder(db: Db, way: PaceWay, hindrance: Hindrance): Promise<boolean> {
    const { kind, minutes, reason, enhancedCode } = hindrance;
    const suspends = kind === 'suspend';
    const { rows } = await sql<{ isNew: boolean }>`
      with before as (
        select greatest(suspended_until, slowed_until) > now() as hindered, suspended_until > now() as suspended
          from provider_pace where transport = ${way.transport} and provider = ${way.provider} for update),
      given as (select now() + make_interval(mins => ${minutes}) as until)
      insert into provider_pace as pace (transport, provider, suspended_until, slowed_until, reason, enhanced_code, changed_at)
      select ${way.transport}, ${way.provider}, case when ${suspends} then until end, case when not ${suspends} then until end,
             ${reason}, ${enhancedCode}, now() from given
      on conflict (transport, provider) do update
        set suspended_until = greatest(pace.suspended_until, excluded.suspended_until),
            slowed_until = greatest(pace.slowed_until, excluded.slowed_until),
            reason = excluded.reason, enhanced_code = excluded.enhanced_code, changed_at = now()
      returning not coalesce((select case when ${suspends} then suspended else hindered end from before), false) as "isNew"`.execute(
      db,
    );
    return rows[0]?.isNew ?? false;
  }

  /** Everything that still holds something back, or has until a short while ago. */
  async paces(db: Db = this.database): Promise<ProviderPace[]> {
    const rows = await db
      .selectFrom('provider_pace')
      .selectAll()
      .where(
        sql<boolean>`greatest(suspended_until, slowed_until) > clock_timestamp() - make_interval(mins => ${REMEMBERED_MINUTES})`,
      )
      .execute();
    return rows.map((row) => ({
      transport: row.transport,
      provider: row.provider,
      suspendedUntil: row.suspended_until?.getTime() ?? null,
      slowedUntil: row.slowed_until?.getTime() ?? null,
      reason: row.reason,
      enhancedCode: row.enhanced_code,
    }));
  }

  /** As if nothing had been said. Returns whether anything had. */
  async resume(db: Db, { transport, provider }: PaceWay): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('provider_pace')
      .set({ suspended_until: null, slowed_until: null, reason: null, enhanced_code: null, next_at: null, changed_at: sql<Date>`now()` })
      .where('transport', '=', transport)
      .where('provider', '=', provider)
      .where(sql<boolean>`coalesce(suspended_until, slowed_until) is not null`)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  } // prettier-ignore

  /** Rows that were put back because a provider took nothing may be tried now. What was put off by a reply waits on. */
  async forgetWaits(db: Db): Promise<void> {
    await sql`
      update delivery d set not_before = null
        from delivery_chunk c
       where c.begun and c.open > 0 and not exists (select from edition_summary s where s.edition_id = c.edition_id)
         and d.edition_date = c.edition_date and d.edition_id = c.edition_id and d.chunk = c.chunk
         and d.state = 'planned' and d.not_before > now()`.execute(db);
  }

  /** Leases that are not over, of all workers. */
  async live(): Promise<{ readonly now: number; readonly permits: readonly HeldPermit[] }> {
    return liveMoment(this.database);
  }

  /** Rows whose hindrance is over, so that its alarm may be settled. */
  async ended(): Promise<PaceWay[]> {
    return this.database
      .selectFrom('provider_pace')
      .select(['transport', 'provider'])
      .where(sql<boolean>`greatest(suspended_until, slowed_until) <= now()`)
      .execute();
  }

  /** Leases of workers that are gone, and paces nobody needs to know of any more. Returns how many. */
  async forget(): Promise<number> {
    const dead = await this.database
      .deleteFrom('pace_permit')
      .where('lease_until', '<', sql<Date>`now() - interval '1 hour'`)
      .executeTakeFirst();
    const old = await this.database
      .deleteFrom('provider_pace')
      .where(sql<boolean>`coalesce(greatest(suspended_until, slowed_until, next_at), changed_at) < now() - interval '1 day'`)
      .executeTakeFirst();
    return Number(dead.numDeletedRows + old.numDeletedRows);
  } // prettier-ignore
}

/** How a provider holds us back. */
export interface Hindrance {
  readonly kind: 'slow' | 'suspend';
  readonly minutes: number;
  /** Its words, redacted. */
  readonly reason: string;
  readonly enhancedCode: string | null;
}

async function databaseTime(db: Db): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not tell the time');
  return row.now.getTime();
}

async function liveMoment(db: Db): Promise<{ now: number; permits: HeldPermit[] }> {
  const permits = await db
    .selectFrom('pace_permit')
    .select(['transport', 'provider', 'worker', 'connections as held', 'wanted'])
    .where('lease_until', '>', sql<Date>`clock_timestamp()`)
    .execute();
  return { now: await databaseTime(db), permits };
}
