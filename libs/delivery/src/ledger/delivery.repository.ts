import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Arming, Database, type Db } from '@app/platform';
import { AllowList } from '@app/mail';
import type { Settlement } from './delivery-state.js';
import {
  claimStatement,
  markStatement,
  settleStatement,
  type ChunkKey,
  type ClaimedRow,
  type SubmittableRow,
} from './ledger-statements.js';

export type { ChunkKey, ClaimedRow, SubmittableRow };

/** Rows to be marked together: by which transport they go, and to which provider each. */
export interface MarkedSet {
  readonly transport: string;
  readonly rows: readonly { readonly subscriberId: string; readonly provider: string }[];
  readonly leaseSeconds: number;
}

export interface Marked {
  readonly rows: readonly SubmittableRow[];
  /** The edition is paused, tainted or over: rows went back to wait. */
  readonly isHeld: boolean;
}

/** Every statement on the ledger that one chunk's worker makes. All times are the database's. */
@Injectable()
export class DeliveryRepository {
  private readonly claimRows = claimStatement();
  private readonly markRows: ReturnType<typeof markStatement>;
  private readonly settleRows = settleStatement();

  constructor(
    private readonly database: Database,
    private readonly arming: Arming,
    allowList: AllowList,
  ) {
    this.markRows = markStatement({ allows: (address) => allowList.allows(address) });
  }

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
  async claim(key: ChunkKey, claimToken: string, leaseSeconds: number): Promise<ClaimedRow[]> {
    if ((await this.arming.guard()) === undefined) return [];
    return this.claimRows.run(this.database, { ...key, claimToken, leaseSeconds });
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
   * old news, suppression, subscription and consent, and writes the current revision and variant, and by which transport
   * it goes to which provider. Only the rows it returns may be sent, with that variant's bytes. Committed durably before
   * the dialogue begins.
   */
  async markSubmitting(key: ChunkKey, claimToken: string, given: MarkedSet): Promise<Marked> {
    const guard = await this.arming.guard();
    if (guard === undefined) return { rows: [], isHeld: true };
    const rows = await this.markRows.run(this.database, {
      installationId: guard.id,
      beat: guard.beat,
      ...key,
      claimToken,
      leaseSeconds: given.leaseSeconds,
      transport: given.transport,
      subscriberIds: given.rows.map((row) => row.subscriberId),
      providers: given.rows.map((row) => row.provider),
    });
    return {
      rows: rows.filter((row) => row.state === 'submitting'),
      isHeld: rows.some((row) => row.state === 'planned'),
    };
  }

  /** `submitting | uncertain → …`, a set at a time. Returns who was settled. */
  async settle(db: Db, key: ChunkKey, claimToken: string, settlements: readonly Settlement[]): Promise<string[]> {
    if (settlements.length === 0) return [];
    const rows = await this.settleRows.run(db, {
      ...key,
      claimToken,
      subscriberIds: settlements.map((row) => row.subscriberId),
      states: settlements.map((row) => row.state),
      smtpCodes: settlements.map((row) => row.smtpCode),
      enhancedCodes: settlements.map((row) => row.enhancedCode),
      replies: settlements.map((row) => row.reply),
      retrySeconds: settlements.map((row) => row.retrySeconds),
      hard: settlements.map((row) => row.isHardBounce),
    });
    return rows.map((row) => row.subscriberId);
  }

  /** `claimed → planned`: nobody may take them just now; others of the chunk may go on. */
  async putBack(key: ChunkKey, claimToken: string, subscriberIds: readonly string[], seconds: number): Promise<void> {
    if (subscriberIds.length === 0) return;
    await this.owned(key, claimToken)
      .set({ state: 'planned', claim_token: null, lease_until: null, not_before: inSeconds(seconds) })
      .where('state', '=', 'claimed')
      .where(sql<boolean>`subscriber_id = any(${[...subscriberIds]}::uuid[])`)
      .execute();
  }

  /** `claimed → skipped`: the sending domain is too new for them today, and nothing else may take them. */
  async skipForWarmUp(key: ChunkKey, claimToken: string, subscriberIds: readonly string[]): Promise<void> {
    if (subscriberIds.length === 0) return;
    await this.owned(key, claimToken)
      .set({ state: 'skipped', skip_cause: 'warm_up', settled_at: sql<Date>`now()`, lease_until: null })
      .where('state', '=', 'claimed')
      .where(sql<boolean>`subscriber_id = any(${[...subscriberIds]}::uuid[])`)
      .execute();
  }

  /** Counts a chunk anew from its rows; what is still owed may be rung for at once. */
  async refreshChunk(key: ChunkKey): Promise<void> {
    await sql`
      update delivery_chunk
         set submitted = counted.submitted, rejected = counted.rejected, skipped = counted.skipped,
             uncertain = counted.uncertain, open = counted.open, rung_at = null
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

function inSeconds(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`;
}
