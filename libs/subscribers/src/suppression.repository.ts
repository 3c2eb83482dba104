import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db, SuppressionCause } from '@app/platform';
import { stopsNotices } from './suppression/suppression-causes.js';

/** Every statement on suppressions. */
@Injectable()
export class SuppressionRepository {
  async causes(db: Db, addressHash: Buffer): Promise<SuppressionCause[]> {
    const rows = await db.selectFrom('suppression').select('cause').where('address_hash', '=', addressHash).execute();
    return rows.map((row) => row.cause);
  }

  /** Whether this subscriber may not be written to at all, not even about what they just asked for. */
  async stopsNoticesTo(db: Db, subscriberId: string): Promise<boolean> {
    const rows = await db
      .selectFrom('suppression')
      .innerJoin('subscriber', 'subscriber.address_hash', 'suppression.address_hash')
      .select('suppression.cause')
      .where('subscriber.id', '=', subscriberId)
      .execute();
    return stopsNotices(rows.map(({ cause }) => cause));
  }

  /** What bans this address, oldest first, with the evidence. */
  async of(
    db: Db,
    addressHash: Buffer,
  ): Promise<{ cause: SuppressionCause; since: Date; evidence: Record<string, unknown> }[]> {
    return db
      .selectFrom('suppression')
      .select(['cause', 'created_at as since', 'evidence'])
      .where('address_hash', '=', addressHash)
      .orderBy('created_at')
      .orderBy('cause')
      .execute();
  }

  /** By hash, for an address nobody here may be known by. False when it stands already; the first evidence is kept. */
  async ban(
    db: Db,
    addressHash: Buffer,
    cause: SuppressionCause,
    evidence: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const result = await db
      .insertInto('suppression')
      .values({ address_hash: addressHash, cause, evidence: JSON.stringify(evidence) })
      .onConflict((conflict) => conflict.columns(['address_hash', 'cause']).doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  }

  /** Takes one ban away; the caller has judged who may. False when there is none. */
  async lift(db: Db, addressHash: Buffer, cause: SuppressionCause): Promise<boolean> {
    const result = await db
      .deleteFrom('suppression')
      .where('address_hash', '=', addressHash)
      .where('cause', '=', cause)
      .executeTakeFirst();
    return result.numDeletedRows === 1n;
  }

  /** By subscriber, so that no caller needs the address. The first evidence is kept. */
  async suppress(
    db: Db,
    subscriberIds: readonly string[],
    cause: SuppressionCause,
    evidence: Record<string, unknown>,
  ): Promise<void> {
    if (subscriberIds.length === 0) return;
    await db
      .insertInto('suppression')
      .columns(['address_hash', 'cause', 'evidence'])
      .expression((eb) =>
        eb
          .selectFrom('subscriber')
          .select([
            'subscriber.address_hash',
            sql<SuppressionCause>`${cause}::suppression_cause`.as('cause'),
            sql<string>`${JSON.stringify(evidence)}::jsonb`.as('evidence'),
          ])
          .where('subscriber.id', 'in', subscriberIds),
      )
      .onConflict((conflict) => conflict.columns(['address_hash', 'cause']).doNothing())
      .execute();
  }

  /** An erasure, or what another platform knew, is lifted by the reader's own confirmation; every other ban stays. */
  async liftByReader(db: Db, subscriberId: string): Promise<void> {
    await db
      .deleteFrom('suppression')
      .where('cause', 'in', ['erased', 'imported'])
      .where('address_hash', '=', (eb) =>
        eb.selectFrom('subscriber').select('subscriber.address_hash').where('subscriber.id', '=', subscriberId),
      )
      .execute();
  }
}
