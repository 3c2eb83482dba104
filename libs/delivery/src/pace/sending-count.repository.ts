import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import type { DailyCounts } from './bulk-sender.js';
import { WHOLE } from './permit.repository.js';

export interface SentToProvider {
  readonly domain: string;
  readonly provider: string;
  readonly messages: number;
}

/** Long enough to compare a day with the same of last year. */
const COUNT_DAYS = 400;

/** Messages by From domain, provider and day. Days are the database's, in UTC. */
@Injectable()
export class SendingCountRepository {
  constructor(private readonly database: Database) {}

  async add(counts: readonly SentToProvider[]): Promise<void> {
    // In one order, so that two workers wait for one another instead of both for ever.
    const sorted = counts.toSorted((a, b) => (`${a.domain} ${a.provider}` < `${b.domain} ${b.provider}` ? -1 : 1));
    await sql`
      insert into sending_count as held (domain, provider, day, messages)
      select domain, provider, (now() at time zone 'utc')::date, messages
        from unnest(${sorted.map((row) => row.domain)}::text[], ${sorted.map((row) => row.provider)}::text[],
                    ${sorted.map((row) => row.messages)}::bigint[]) as given (domain, provider, messages)
      on conflict (domain, provider, day) do update set messages = held.messages + excluded.messages`.execute(this.database);
  } // prettier-ignore

  /** What an organizational domain and all names under it gave a provider yesterday and today. */
  async ofOrganization(domain: string, provider: string): Promise<DailyCounts> {
    const { rows } = await sql<DailyCounts>`
      select coalesce(sum(messages) filter (where sending_count.day = today.day), 0)::float8 as today,
             coalesce(sum(messages) filter (where sending_count.day = today.day - 1), 0)::float8 as yesterday,
             max(today.elapsed)::float8 as elapsed
        from (select (now() at time zone 'utc')::date as day,
                     extract(epoch from (now() at time zone 'utc')::time) / 86400 as elapsed) as today
        left join sending_count on sending_count.provider = ${provider} and sending_count.day >= today.day - 1
                               and (sending_count.domain = ${domain}
                                    or right(sending_count.domain, length(${domain}) + 1) = '.' || ${domain})`.execute(
      this.database,
    );
    return rows[0] ?? { today: 0, yesterday: 0, elapsed: 0 };
  }

  async today(): Promise<SentToProvider[]> {
    return this.database
      .selectFrom('sending_count')
      .select(['domain', 'provider', 'messages'])
      .where('day', '=', sql<string>`(now() at time zone 'utc')::date`)
      .where('provider', '<>', WHOLE)
      .where('messages', '>', 0)
      .orderBy('domain')
      .orderBy('messages', 'desc')
      .execute();
  }

  /**
   * Takes at most `wanted` of what a day's cap leaves to a domain, over all workers. The day is never an earlier one than
   * was counted already: a clock that jumps back does not give a cap twice. Returns how many, and the day.
   */
  async takeOfCap(domain: string, wanted: number, capOn: (day: string) => number | null): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('warm_up ' || ${domain}))`.execute(trx);
      const { day, messages } = await this.counted(trx, domain);
      const cap = capOn(day);
      const granted = cap === null ? wanted : Math.max(0, Math.min(wanted, cap - messages));
      if (granted > 0) await this.count(trx, domain, day, granted);
      return granted;
    });
  }

  /** Gives back what was taken of a cap and not used. */
  async giveBack(domain: string, messages: number): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('warm_up ' || ${domain}))`.execute(trx);
      const { day } = await this.counted(trx, domain);
      await this.count(trx, domain, day, -messages);
    });
  }

  /** The domain's day, and how many messages counted towards its cap on it. */
  async counted(db: Db, domain: string): Promise<{ day: string; messages: number }> {
    const { rows } = await sql<{ day: string; messages: number }>`
      with latest as (
        select greatest((now() at time zone 'utc')::date, max(day)) as day
          from sending_count where domain = ${domain} and provider = ${WHOLE})
      select latest.day, coalesce(messages, 0)::float8 as messages
        from latest left join sending_count
          on sending_count.domain = ${domain} and sending_count.provider = ${WHOLE} and sending_count.day = latest.day`.execute(
      db,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the database did not tell the day');
    return row;
  }

  async forget(): Promise<number> {
    const { numDeletedRows } = await this.database
      .deleteFrom('sending_count')
      .where('day', '<', sql<string>`(now() at time zone 'utc')::date - ${sql.lit(COUNT_DAYS)}::int`)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  private async count(db: Db, domain: string, day: string, messages: number): Promise<void> {
    await sql`
      insert into sending_count as held (domain, provider, day, messages)
      values (${domain}, ${WHOLE}, ${day}::date, greatest(0, ${messages}::bigint))
      on conflict (domain, provider, day) do update set messages = greatest(0, held.messages + ${messages}::bigint)`.execute(
      db,
    );
  }
}
