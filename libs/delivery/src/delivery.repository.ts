import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type DeliveryState, type SkipCause } from '@app/platform';
import { currentVariants, editionStandings } from '@app/editions';
import { subscriptionStandings } from '@app/subscribers';
import type { Settlement } from './delivery-state.js';

/** Names a chunk of an edition; the date chooses the ledger's partition. */
export interface ChunkKey {
  readonly editionId: string;
  readonly editionDate: string;
  readonly chunk: number;
}

/** A row that may be submitted now, with the bytes of the revision that is current at this moment. */
export interface SubmittableRow {
  readonly subscriberId: string;
  readonly subscriptionId: string;
  readonly address: string;
  readonly variantId: string;
  readonly attempts: number;
}

/** Every statement on the ledger that one chunk's worker makes. All times are the database's. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  async chunk(editionId: string, chunk: number): Promise<ChunkKey | undefined> {
    const row = await this.database
      .selectFrom('delivery_chunk')
      .select(['edition_id', 'edition_date', 'chunk'])
      .where('edition_id', '=', editionId)
      .where('chunk', '=', chunk)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : { editionId: row.edition_id, editionDate: row.edition_date, chunk: row.chunk };
  }

  /** `planned | deferred → claimed`. Of two workers each gets other rows. */
  async claim(key: ChunkKey, claimToken: string, leaseSeconds: number): Promise<string[]> {
    const rows = await this.database
      .with('free', (db) =>
        db
          .selectFrom('delivery')
          .select('subscriber_id')
          .where('edition_date', '=', key.editionDate)
          .where('edition_id', '=', key.editionId)
          .where('chunk', '=', key.chunk)
          .where('due_at', '<=', sql<Date>`now()`)
          .where(claimable)
          .forUpdate()
          .skipLocked(),
      )
      .updateTable('delivery')
      .from('free')
      .set({ state: 'claimed', claim_token: claimToken, lease_until: inSeconds(leaseSeconds), not_before: null })
      .where('delivery.edition_date', '=', key.editionDate)
      .where('delivery.edition_id', '=', key.editionId)
      .whereRef('delivery.subscriber_id', '=', 'free.subscriber_id')
      .returning('delivery.subscriber_id')
      .execute();
    return rows.map((row) => row.subscriber_id);
  }

  /** A sign of life for the rows a worker still holds. */
  async extendLease(key: ChunkKey, claimToken: string, leaseSeconds: number): Promise<void> {
    await this.owned(key, claimToken)
      .set({ lease_until: inSeconds(leaseSeconds) })
      .where('state', '=', 'claimed')
      .execute();
  }

  /** `claimed → planned`: the worker stops and gives its rows back. */
  async release(key: ChunkKey, claimToken: string): Promise<void> {
    await this.owned(key, claimToken)
      .set({ state: 'planned', claim_token: null, lease_until: null })
      .where('state', '=', 'claimed')
      .execute();
  }

  /**
   * `claimed → submitting | skipped | planned`, in the one statement that decides: it asks again for pause, kill, cancel,
   * old news, suppression, subscription and consent, and writes the current revision and variant. Only the rows it
   * returns may be sent, with that variant's bytes. Committed durably before the dialogue begins.
   */
  async markSubmitting(
    key: ChunkKey,
    claimToken: string,
    subscriberIds: readonly string[],
    leaseSeconds: number,
  ): Promise<SubmittableRow[]> {
    const rows = await this.database
      // Judged once a statement and not once a row: what is killed is looked for among all blocks of the revision.
      .with(
        (cte) => cte('standing').materialized(),
        () => editionStandings(this.database).where('edition.id', '=', key.editionId),
      )
      .with('judged', (db) =>
        db
          .selectFrom('delivery')
          .innerJoin('standing as edition', 'edition.edition_id', 'delivery.edition_id')
          .leftJoin(currentVariants(this.database).as('bytes'), (join) =>
            join.onRef('bytes.edition_id', '=', 'delivery.edition_id').onRef('bytes.cut', '=', 'delivery.cut'),
          )
          .leftJoin(subscriptionStandings(this.database).as('reader'), (join) =>
            join.onRef('reader.subscription_id', '=', 'delivery.subscription_id'),
          )
          .select([
            'delivery.subscriber_id',
            'reader.address',
            'edition.revision',
            'bytes.variant_id',
            // Nothing leaves while the revision holds what may not, or has no bytes for this cut yet; nor from an edition
            // that was called sent in the moment somebody came: the sweeper puts it back to `sending`.
            sql<boolean>`(edition.state <> 'sending' or edition.is_paused or edition.is_tainted or bytes.variant_id is null)`.as(
              'must_wait',
            ),
            sql<SkipCause | null>`(case
              when edition.state = 'cancelled' or edition.is_hollow then 'cancelled'
              when delivery.due_at + edition.useful_span <= now() then 'stale'
              when reader.standing is null then 'unsubscribed'
              when reader.standing <> 'eligible' then reader.standing
            end)::skip_cause`.as('cause'),
          ])
          .where('delivery.edition_date', '=', key.editionDate)
          .where('delivery.edition_id', '=', key.editionId)
          .where('delivery.subscriber_id', 'in', subscriberIds)
          .where('delivery.claim_token', '=', claimToken)
          .where('delivery.state', '=', 'claimed')
          .forUpdate('delivery'),
      )
      .updateTable('delivery')
      .from('judged')
      .set({
        state: sql<DeliveryState>`(case when judged.cause is not null then 'skipped' when judged.must_wait then 'planned' else 'submitting' end)::delivery_state`,
        skip_cause: sql<SkipCause | null>`judged.cause`,
        revision: sql<number | null>`case when judged.cause is null and not judged.must_wait then judged.revision end`,
        variant_id: sql<
          string | null
        >`case when judged.cause is null and not judged.must_wait then judged.variant_id end`,
        attempts: sql<number>`delivery.attempts + (case when judged.cause is null and not judged.must_wait then 1 else 0 end)`,
        submitting_at: sql<Date | null>`case when judged.cause is null and not judged.must_wait then now() end`,
        settled_at: sql<Date | null>`case when judged.cause is not null then now() end`,
        lease_until: sql<Date | null>`case when judged.cause is null and not judged.must_wait then now() + make_interval(secs => ${leaseSeconds}) end`,
      })
      .where('delivery.edition_date', '=', key.editionDate)
      .where('delivery.edition_id', '=', key.editionId)
      .whereRef('delivery.subscriber_id', '=', 'judged.subscriber_id')
      .returning([
        'delivery.subscriber_id',
        'delivery.subscription_id',
        'delivery.variant_id',
        'delivery.attempts',
        'delivery.state',
        'judged.address',
      ])
      .execute();
    return rows.flatMap((row) =>
      row.state !== 'submitting' || row.address === null || row.variant_id === null
        ? []
        : [
            {
              subscriberId: row.subscriber_id,
              subscriptionId: row.subscription_id,
              address: row.address,
              variantId: row.variant_id,
              attempts: row.attempts,
            },
          ],
    );
  }

  /**
   * `submitting | uncertain → …`, a set at a time, only under the claim that submitted. `uncertain` too, because a late
   * answer to the same claim still wins. Returns who was settled.
   */
  async settle(db: Db, key: ChunkKey, claimToken: string, settlements: readonly Settlement[]): Promise<string[]> {
    if (settlements.length === 0) return [];
    const result = await sql<{ subscriber_id: string }>`
      update delivery
         set state = given.state, smtp_code = given.smtp_code, enhanced_code = given.enhanced_code, reply = given.reply,
             not_before = now() + make_interval(secs => given.retry_seconds),
             settled_at = case when given.state in ('submitted', 'rejected', 'uncertain') then now() end,
             bounced_at = case when given.hard then now() else delivery.bounced_at end,
             lease_until = null
        from unnest(
               ${settlements.map((row) => row.subscriberId)}::uuid[], ${settlements.map((row) => row.state)}::delivery_state[],
               ${settlements.map((row) => row.smtpCode)}::smallint[], ${settlements.map((row) => row.enhancedCode)}::text[],
               ${settlements.map((row) => row.reply)}::text[], ${settlements.map((row) => row.retrySeconds)}::int[],
               ${settlements.map((row) => row.isHardBounce)}::boolean[]
             ) as given (subscriber_id, state, smtp_code, enhanced_code, reply, retry_seconds, hard)
       where delivery.edition_date = ${key.editionDate}::date and delivery.edition_id = ${key.editionId}
         and delivery.subscriber_id = given.subscriber_id
         and delivery.claim_token = ${claimToken} and delivery.state in ('submitting', 'uncertain')
       returning delivery.subscriber_id`.execute(db);
    return result.rows.map((row) => row.subscriber_id);
  }

  /** Counts a chunk anew from its rows. */
  async refreshChunk(key: ChunkKey): Promise<void> {
    await sql`
      update delivery_chunk
         set submitted = counted.submitted, rejected = counted.rejected, skipped = counted.skipped,
             uncertain = counted.uncertain, open = counted.open
        from (select count(*) filter (where state = 'submitted') as submitted, count(*) filter (where state = 'rejected') as rejected,
                     count(*) filter (where state = 'skipped') as skipped, count(*) filter (where state = 'uncertain') as uncertain,
                     count(*) filter (where state in ('planned', 'claimed', 'submitting', 'deferred')) as open
                from delivery
               where edition_date = ${key.editionDate}::date and edition_id = ${key.editionId} and chunk = ${key.chunk}) as counted
       where delivery_chunk.edition_id = ${key.editionId} and delivery_chunk.chunk = ${key.chunk}`.execute(
      this.database,
    );
  }

  private owned(key: ChunkKey, claimToken: string) {
    return this.database
      .updateTable('delivery')
      .where('edition_date', '=', key.editionDate)
      .where('edition_id', '=', key.editionId)
      .where('chunk', '=', key.chunk)
      .where('claim_token', '=', claimToken);
  }
}

/** Rows a worker may take. */
export const claimable = sql<boolean>`(delivery.state = 'planned' or (delivery.state = 'deferred' and delivery.not_before <= now()))`;

function inSeconds(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`;
}
