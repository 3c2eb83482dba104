import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type BounceClass, type Db } from '@app/platform';

export interface BounceRecord {
  readonly editionId: string;
  readonly editionDate: string;
  readonly subscriberId: string;
  readonly class: BounceClass;
  readonly status: string;
  readonly diagnostic: string;
}

export type BounceOfReader = Omit<BounceRecord, 'subscriberId'> & { readonly receivedAt: Date };

/** Every statement on bounces. */
@Injectable()
export class BounceRepository {
  constructor(private readonly database: Database) {}

  /** False when this very bounce stands there already: reports come twice. */
  async add(db: Db, bounce: BounceRecord): Promise<boolean> {
    const result = await db
      .insertInto('bounce')
      .values({
        id: newId(),
        edition_id: bounce.editionId,
        edition_date: bounce.editionDate,
        subscriber_id: bounce.subscriberId,
        class: bounce.class,
        status: bounce.status,
        diagnostic: bounce.diagnostic,
      })
      .onConflict((conflict) => conflict.columns(['edition_id', 'subscriber_id', 'class', 'status']).doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  }

  /** What came back about one reader, newest first. */
  async of(db: Db, subscriberId: string): Promise<BounceOfReader[]> {
    const result = await sql<BounceOfReader>`
      select b.edition_id as "editionId", b.edition_date as "editionDate", b.class, b.status, b.diagnostic,
             b.received_at as "receivedAt"
        from bounce b
       where b.subscriber_id = ${subscriberId} and b.edition_id in (${editionsOf(subscriberId)})
       order by b.received_at desc`.execute(db);
    return result.rows;
  }

  async forgetDiagnostics(db: Db, subscriberId: string): Promise<void> {
    await sql`
      update bounce set diagnostic = ''
       where subscriber_id = ${subscriberId} and edition_id in (${editionsOf(subscriberId)})`.execute(db);
  }

  async forget(days: number): Promise<number> {
    const result = await this.database
      .deleteFrom('bounce')
      .where('received_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}

/** Bounces are keyed by edition first: the editions of the reader's newsletters lead to them without an index by reader. */
function editionsOf(subscriberId: string) {
  return sql`select e.id from subscription s join edition e on e.newsletter_id = s.newsletter_id
              where s.subscriber_id = ${subscriberId}`;
}
