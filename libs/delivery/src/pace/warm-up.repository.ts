import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { eligibleSubscriptions } from '@app/subscribers';

export interface WarmUp {
  readonly domain: string;
  /** null: all. */
  readonly transport: string | null;
  readonly caps: readonly number[];
  readonly startedOn: string;
  readonly endedAt: Date | null;
}

const columns = ['domain', 'transport', 'caps', 'started_on as startedOn', 'ended_at as endedAt'] as const;

/** Sending domains that are being warmed up, and who is first in their line. */
@Injectable()
export class WarmUpRepository {
  constructor(private readonly database: Database) {}

  /** Those that were not stopped. */
  async running(): Promise<WarmUp[]> {
    return this.database.selectFrom('warm_up').select(columns).where('ended_at', 'is', null).execute();
  }

  async all(): Promise<WarmUp[]> {
    return this.database.selectFrom('warm_up').select(columns).orderBy('domain').execute();
  }

  /** Begins anew where the domain was warmed up before. False: it is being warmed up already. */
  async start(db: Db, warmUp: Omit<WarmUp, 'endedAt'>): Promise<boolean> {
    const values = {
      transport: warmUp.transport,
      caps: [...warmUp.caps],
      started_on: warmUp.startedOn,
      ended_at: null,
    };
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('warm_up')
      .values({ domain: warmUp.domain, ...values })
      .onConflict((conflict) => conflict.column('domain').doUpdateSet(values).where('warm_up.ended_at', 'is not', null))
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** False: it is not being warmed up. */
  async stop(db: Db, domain: string): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('warm_up')
      .set({ ended_at: sql<Date>`now()` })
      .where('domain', '=', domain)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /**
   * The place in line ({@link placeInLine}) of the `cap`-th message of a day on which each subscription of the domain's
   * newsletters gets one; null: all readers fit. Readers stand in line, so all copies of the last one fit or none.
   */
  async lastPlace(domain: string, cap: number, newsletterIds: readonly string[]): Promise<string | null> {
    const [first, ...others] = newsletterIds;
    if (first === undefined) return null;
    const readers = others.reduce(
      (union, id) => union.unionAll(eligibleSubscriptions(this.database, id)),
      eligibleSubscriptions(this.database, first),
    );
    const row = await this.database
      .selectFrom(readers.as('reader'))
      .select(sql<string>`encode(sha256(convert_to(${domain} || ' ' || reader.subscriber_id::text, 'UTF8')), 'hex') collate "C"`.as('place'))
      .orderBy('place')
      // The first who does not fit is the end of the line.
      .offset(cap)
      .limit(1)
      .executeTakeFirst();
    return row?.place ?? null;
  } // prettier-ignore
}
