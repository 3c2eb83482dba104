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

  async forget(days: number): Promise<number> {
    const result = await this.database
      .deleteFrom('bounce')
      .where('received_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
