import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config, Database, Log } from '@app/platform';
import { EDITION_RELAY, type SmtpRelay, type SubmissionOutcome } from '@app/mail';
import { SuppressReader } from '@app/subscribers';
import { isRefusalOfUs, postponed, settlementOf, type Settlement } from './delivery-state.js';
import { DeliveryRepository, type ChunkKey, type SubmittableRow } from './delivery.repository.js';
import { EditionMessage } from './edition-message.service.js';
import { SubmissionGate } from './submission-gate.js';

/** Pause between two tries to write results while the database is away. */
const SETTLE_PAUSE_MS = 1_000;

/** What one chunk's run knows. */
interface Run {
  readonly key: ChunkKey;
  readonly claimToken: string;
  /** Milliseconds since 1970 when the lease of the claimed rows was last renewed. */
  renewedAt: number;
  /** The relay could not be reached at all: no use in offering it the rest now. */
  relayIsAway: boolean;
}

/**
 * Serves one chunk of an edition: claims its rows, marks a few `submitting` just ahead of their dialogues, submits,
 * settles. The protocol is DESIGN §4; what is not promised stands in CONTEXT.md.
 */
@Injectable()
export class SubmitChunk {
  private readonly gate: SubmissionGate;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly suppressions: SuppressReader,
    private readonly messages: EditionMessage,
    @Inject(EDITION_RELAY) private readonly relay: SmtpRelay,
    private readonly config: Config,
    private readonly log: Log,
  ) {
    this.gate = new SubmissionGate(2 * config.env.DELIVERY_CONNECTIONS);
  }

  /** From now on no new dialogue begins; those under way end and are settled. */
  stop(): void {
    this.stopping = true;
  }

  async submit(editionId: string, chunk: number): Promise<void> {
    const key = await this.deliveries.chunk(editionId, chunk);
    if (key === undefined || this.stopping) return;
    const { DELIVERY_LEASE_SECONDS: leaseSeconds } = this.config.env;
    const run: Run = { key, claimToken: randomUUID(), renewedAt: Date.now(), relayIsAway: false };
    const claimed = await this.deliveries.claim(key, run.claimToken, leaseSeconds);
    if (claimed.length === 0) return;
    try {
      await this.submitClaimed(run, claimed);
    } finally {
      await this.deliveries.release(key, run.claimToken);
      await this.deliveries.refreshChunk(key);
    }
  }

  /** Batch by batch: the next one is marked while one is in its dialogues, never more; the gate sees to it. */
  private async submitClaimed(run: Run, claimed: string[]): Promise<void> {
    const underWay = new Set<Promise<void>>();
    const failures: unknown[] = [];
    while (claimed.length > 0 && failures.length === 0) {
      const batch = claimed.splice(0, this.config.env.DELIVERY_CONNECTIONS);
      await this.gate.take(batch.length);
      if (this.isOver(run)) {
        this.gate.give(batch.length);
        break;
      }
      const work = this.submitBatch(run, batch)
        .catch((error: unknown) => failures.push(error))
        .then(() => { underWay.delete(work); }); // prettier-ignore
      underWay.add(work);
      await this.renew(run);
    }
    await Promise.all(underWay);
    if (failures.length > 0) throw failures[0];
  }

  private isOver(run: Run): boolean {
    return this.stopping || run.relayIsAway;
  }

  private async submitBatch(run: Run, batch: readonly string[]): Promise<void> {
    const { DELIVERY_DIALOGUE_SECONDS: dialogue, DELIVERY_GRACE_SECONDS: grace } = this.config.env;
    try {
      const deadline = Date.now() + dialogue * 1000;
      // A second of margin: the database's clock starts the lease a moment after ours started the deadline.
      const rows = await this.deliveries.markSubmitting(run.key, run.claimToken, batch, dialogue + grace + 1);
      const settlements = await Promise.all(rows.map((row) => this.submitOne(row, deadline)));
      const refusesUs = isRefusalOfUs(settlements);
      if (refusesUs)
        this.log.failure('delivery.relay_refuses_us', new Error(settlements[0]?.reply ?? ''), {
          editionId: run.key.editionId,
        });
      if (refusesUs || (rows.length > 0 && settlements.every((settlement) => settlement.state === 'planned')))
        run.relayIsAway = true;
      await this.settle(run, refusesUs ? settlements.map(postponed) : settlements);
    } finally {
      this.gate.give(batch.length);
    }
  }

  private async submitOne(row: SubmittableRow, deadline: number): Promise<Settlement> {
    const outcome = await this.dialogue(row, deadline);
    return settlementOf(row.subscriberId, outcome, row.attempts);
  }

  private async dialogue(row: SubmittableRow, deadline: number): Promise<SubmissionOutcome> {
    let submission;
    try {
      submission = await this.messages.build(row);
    } catch (error) {
      // Nothing was offered to the relay; the row stays owed and the fault is in the log.
      this.log.failure('delivery.message_failed', error, { subscriberId: row.subscriberId, variantId: row.variantId });
      return {
        kind: 'postponed',
        begun: true,
        reply: { code: null, enhancedCode: null, text: 'the message could not be built' },
      };
    }
    return this.relay.submit({ ...submission, deadline });
  }

  /**
   * Writes results and what follows from them in one transaction. While the database is away the results are kept and
   * tried again; the gate stays taken meanwhile, so no new dialogue begins.
   */
  private async settle(run: Run, settlements: readonly Settlement[]): Promise<void> {
    for (;;) {
      try {
        await this.database.transaction().execute(async (trx) => {
          const settled = new Set(await this.deliveries.settle(trx, run.key, run.claimToken, settlements));
          const gone = settlements.filter(
            (settlement) => settlement.isHardBounce && settled.has(settlement.subscriberId),
          );
          for (const { subscriberId, smtpCode, enhancedCode } of gone) {
            await this.suppressions.suppress(trx, [subscriberId], 'hard_bounce', {
              editionId: run.key.editionId,
              smtpCode,
              enhancedCode,
            });
          }
        });
        return;
      } catch (error) {
        this.log.failure('delivery.settle_failed', error, { editionId: run.key.editionId, rows: settlements.length });
        // What the database refuses it will refuse again: the rows become `uncertain` when their lease is over.
        if (!isDatabaseAway(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
      }
    }
  }

  private async renew(run: Run): Promise<void> {
    const third = (this.config.env.DELIVERY_LEASE_SECONDS * 1000) / 3;
    if (Date.now() - run.renewedAt < third) return;
    run.renewedAt = Date.now();
    await this.deliveries.extendLease(run.key, run.claimToken, this.config.env.DELIVERY_LEASE_SECONDS);
  }
}

/** Connection lost, shutting down, starting up, or out of resources (SQLSTATE classes 08, 53, 57; none: the network). */
function isDatabaseAway(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return !/^[0-9A-Z]{5}$/.test(code) || /^(08|40|53|57)/.test(code);
}
