import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Config, Log } from '@app/platform';
import { Transports, type OpenTransport, type SubmissionOutcome } from '@app/mail';
import { ChunkQueue } from './chunk-queue.js';
import { ChunkRun, type RunParts, type RunScope } from './chunk-run.js';
import {
  DeliveryRepository,
  type ChunkKey,
  type ClaimedRow,
  type SubmittableRow,
} from '../ledger/delivery.repository.js';
import { DialogueBell } from './dialogue-bell.js';
import { EditionMessage } from './edition-message.service.js';
import { EditionRoute, type Route } from './edition-route.service.js';
import { Pacing } from '../pace/pacing.service.js';
import { SettleRows } from './settle-rows.service.js';
import { SettleTray } from './settle-tray.js';
import { SubmissionGate } from './submission-gate.js';

/**
 * Serves one chunk of an edition: claims its rows, marks a few `submitting` just ahead of their dialogues, submits,
 * settles. The protocol and what is not promised stand in CONTEXT.md.
 */
@Injectable()
export class SubmitChunk {
  private readonly gate: SubmissionGate;
  private readonly bell = new DialogueBell();
  private stopping = false;

  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly routes: EditionRoute,
    private readonly settling: SettleRows,
    private readonly messages: EditionMessage,
    private readonly transports: Transports,
    private readonly pacing: Pacing,
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
    const route = await this.routes.of(editionId);
    // Nothing can be used: rows that are claimed and released would only be written for nothing.
    if (this.transports.choose(route.purpose, { fromDomain: route.fromDomain }) === undefined) return;
    const claimToken = randomUUID();
    const claimed = await this.deliveries.claim(key, claimToken, this.config.env.DELIVERY_LEASE_SECONDS);
    if (claimed.length === 0) return;
    try {
      await this.submitClaimed({ key, claimToken, route }, claimed);
    } finally {
      await this.deliveries.release(key, claimToken);
      await this.deliveries.refreshChunk(key);
    }
  }

  private async submitClaimed(
    given: { key: ChunkKey; claimToken: string; route: Route },
    claimed: readonly ClaimedRow[],
  ): Promise<void> {
    const { fromDomain } = given.route;
    const providers = await this.pacing.providersOf([...new Set(claimed.map((row) => row.domain))]);
    const cohort = await this.pacing.cohort(fromDomain, claimed.map((row) => row.subscriberId)); // prettier-ignore
    const queue = new ChunkQueue(
      claimed.map(({ subscriberId, domain }) => ({
        subscriberId,
        provider: providers.get(domain) ?? 'other',
        isInCohort: cohort?.members.has(subscriberId) ?? true,
      })),
    );
    const scope: RunScope = { key: given.key, claimToken: given.claimToken, fromDomain, warmedUp: cohort?.transport };
    await new ChunkRun(this.parts(scope, given.route), scope, queue).run();
  }

  private parts(scope: RunScope, route: Route): RunParts {
    const { DELIVERY_CONNECTIONS: connections, DELIVERY_DIALOGUE_SECONDS: dialogueSeconds, DELIVERY_GRACE_SECONDS: grace } = this.config.env; // prettier-ignore
    const { key, claimToken, fromDomain } = scope;
    return {
      deliveries: this.deliveries,
      pacing: this.pacing,
      gate: this.gate,
      bell: this.bell,
      tray: new SettleTray({
        groupSize: Math.ceil(connections / 2),
        write: (results) => this.settling.settle(key, claimToken, results),
        freed: (rows) => {
          this.gate.give(rows);
          this.bell.ring();
        },
      }),
      setSize: connections,
      dialogueSeconds,
      // A second of margin: the database's clock starts the lease a moment after ours started the deadline.
      markSeconds: dialogueSeconds + grace + 1,
      choose: (not) => this.transports.choose(route.purpose, { fromDomain, not }),
      dialogue: (row, transport, deadline) => this.dialogue(row, transport, deadline),
      isStopping: () => this.stopping,
      renew: this.renewal(scope),
      refusesUs: (reply) => {
        this.log.failure('delivery.relay_refuses_us', new Error(reply), { editionId: key.editionId });
      },
    };
  }

  private async dialogue(row: SubmittableRow, transport: OpenTransport, deadline: number): Promise<SubmissionOutcome> {
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
    return transport.submit({ ...submission, deadline });
  }

  /** Renews the lease of a run's claimed rows after each third of it. */
  private renewal({ key, claimToken }: RunScope): () => Promise<void> {
    const leaseSeconds = this.config.env.DELIVERY_LEASE_SECONDS;
    let renewedAt = Date.now();
    return async () => {
      if (Date.now() - renewedAt < (leaseSeconds * 1000) / 3) return;
      renewedAt = Date.now();
      await this.deliveries.extendLease(key, claimToken, leaseSeconds);
    };
  }
}
