import type { OpenTransport, SubmissionOutcome } from '@app/mail';
import { ClosedWays } from './closed-ways.js';
import type { ChunkQueue, WaitingRow } from './chunk-queue.js';
import { isRefusalOfUs, postponed, settlementOf, type Settlement } from '../ledger/delivery-state.js';
import type { ChunkKey, DeliveryRepository, SubmittableRow } from '../ledger/delivery.repository.js';
import type { PacedOutcome, Pacing } from '../pace/pacing.service.js';
import type { SettleTray } from './settle-tray.js';
import type { SubmissionGate } from './submission-gate.js';

/** A provider that takes more in less than this is waited for; rows of others are put back, so that a worker does not sit. */
const REST_MS = 2_000;
/** A lane may be open and nobody in it may go by this transport: asked again so soon at most, or when a dialogue ended. */
const LOOK_AGAIN_MS = 20;
/** Nothing could be begun for so long: what is left is put back. */
const IDLE_MS = 10_000;

/** What a run needs of the process it is in. */
export interface RunParts {
  readonly deliveries: DeliveryRepository;
  readonly pacing: Pacing;
  readonly gate: SubmissionGate;
  readonly tray: SettleTray;
  /** Heard when a dialogue of this process has ended. */
  readonly bell: { heard(withinMs: number): Promise<void> };
  /** Rows marked by one statement, at most. */
  readonly setSize: number;
  /** Of a dialogue before its final dot, from before its mark. */
  readonly dialogueSeconds: number;
  /** From the mark until a row without a report is `uncertain`. */
  readonly markSeconds: number;
  /** Undefined: no transport can be used now. */
  choose(not: readonly string[]): OpenTransport | undefined;
  /** Never rejects. */
  dialogue(row: SubmittableRow, transport: OpenTransport, deadline: number): Promise<SubmissionOutcome>;
  isStopping(): boolean;
  /** Renews the lease of the rows that are claimed, when it is time. */
  renew(): Promise<void>;
  refusesUs(reply: string): void;
}

export interface RunScope {
  readonly key: ChunkKey;
  readonly claimToken: string;
  /** Domain of From, A-labels. */
  readonly fromDomain: string;
  /** The transport whose warm-up keeps some rows from it; null: every transport; undefined: nothing is warmed up. */
  readonly warmedUp: string | null | undefined;
}

/** Rows marked by one statement. */
interface MarkedTogether {
  readonly transport: OpenTransport;
  readonly deadline: number;
  /** How those that ended did. */
  readonly ended: Settlement[];
  /** Refused for what may be our fault: what becomes of them is judged when all have ended. */
  readonly held: Settlement[];
  size: number;
}

/**
 * Sends what was claimed of one chunk. Rows flow: as places in the gate become free the next rows are marked, and as
 * dialogues end their results are settled in groups, so that neither waits for the slowest of a set.
 */
export class ChunkRun {
  private readonly avoided = new Set<string>();
  private readonly closed = new ClosedWays();
  /** No use in going on now: no transport, or the edition is held. */
  private isOver = false;
  private lastBegunAt = Date.now();

  constructor(
    private readonly parts: RunParts,
    private readonly scope: RunScope,
    private readonly queue: ChunkQueue,
  ) {}

  /** Until all rows are settled or given up for now. @throws what the database said, once all dialogues have ended */
  async run(): Promise<void> {
    try {
      while (this.queue.size > 0 && !this.hasEnded()) await this.next();
    } finally {
      await this.parts.tray.emptied();
    }
  }

  private hasEnded(): boolean {
    return this.isOver || this.parts.tray.hasFailed || this.parts.isStopping();
  }

  private async next(): Promise<void> {
    const places = await this.parts.gate.take(Math.min(this.queue.size, this.parts.setSize));
    let begun = 0;
    let mustRest: boolean;
    try {
      const chosen = this.hasEnded() ? undefined : await this.choose();
      if (chosen === undefined) return;
      const rows = await this.permitted(chosen, places);
      mustRest = rows.length === 0;
      if (!mustRest) begun = await this.mark(chosen, rows);
    } finally {
      this.parts.gate.give(places - begun);
    }
    // Only now: whoever rests must not keep others from the gate.
    if (mustRest) await this.rest();
    await this.parts.renew();
  }

  /** The way of the next rows. Whoever is not in today's cohort goes by another transport, or not at all. */
  private async choose(): Promise<OpenTransport | undefined> {
    const transport = this.parts.choose([...this.avoided]);
    if (transport === undefined) this.isOver = true;
    if (transport === undefined || !this.isWarmedUp(transport) || this.queue.hasCohort) return transport;
    const other = this.parts.choose([...this.avoided, transport.name]);
    if (other !== undefined && !this.isWarmedUp(other)) return other;
    const outsiders = this.queue.takeAll().map((row) => row.subscriberId);
    await this.parts.deliveries.skipForWarmUp(this.scope.key, this.scope.claimToken, outsiders);
    return undefined;
  }

  private isWarmedUp(transport: OpenTransport): boolean {
    return this.scope.warmedUp === null || this.scope.warmedUp === transport.name;
  }

  /** Rows that may go to their provider now, at most as many as there are places. */
  private async permitted(transport: OpenTransport, places: number): Promise<WaitingRow[]> {
    const rows: WaitingRow[] = [];
    try {
      await this.permit(transport, places, rows);
      return rows;
    } catch (error) {
      // A permit that nobody uses and nobody gives back is missing until the process ends.
      for (const { provider } of rows) this.giveBack(transport, provider, { kind: 'unused' });
      throw error;
    }
  }

  private async permit(transport: OpenTransport, places: number, rows: WaitingRow[]): Promise<void> {
    const isCohortOnly = this.isWarmedUp(transport);
    for (const provider of this.queue.open(Date.now())) {
      if (this.closed.isClosed(provider, transport.name, Date.now())) continue;
      const waiting = this.queue.takeFrom(provider, places - rows.length, isCohortOnly);
      if (waiting.length === 0) continue;
      const wanted = waiting.length;
      const { granted, again } = await this.parts.pacing.take({ ...this.way(transport, provider), wanted });
      this.queue.giveBack(waiting.splice(granted));
      rows.push(...waiting);
      // Nothing and no time to ask again: the sending domain's cap of the day is used up.
      if (granted === 0 && again === null) this.queue.exclude(provider);
      if (granted < wanted) await this.park(transport.name, provider, again);
      if (rows.length === places) break;
    }
  }

  /** Whom one transport may bring nothing for long may be reached by another; only where none is left rows are put back. */
  private async park(transport: string, provider: string, again: Date | null): Promise<void> {
    const now = Date.now();
    const wait = again === null ? REST_MS : again.getTime() - now;
    if (wait <= REST_MS) {
      this.queue.park(provider, now + wait);
      return;
    }
    this.closed.close(provider, transport, now + wait);
    if (this.parts.choose([...this.avoided, ...this.closed.to(provider, now)]) !== undefined) return;
    await this.putBack(this.queue.takeFrom(provider, Infinity), this.closed.opensAt(provider) - now);
  }

  /** The longer the wait the less exactly at once all chunks come back. */
  private putBack(rows: readonly WaitingRow[], waitMs: number): Promise<void> {
    const { key, claimToken } = this.scope;
    const seconds = (waitMs * (1 + 0.25 * Math.random())) / 1000;
    return this.parts.deliveries.putBack(key, claimToken, rows.map((row) => row.subscriberId), seconds); // prettier-ignore
  }

  /** Nobody may go now: until a lane opens or a dialogue of this process has ended. */
  private async rest(): Promise<void> {
    const opensAt = this.queue.opensAt();
    if (opensAt === undefined) return;
    if (this.parts.tray.isEmpty && Date.now() - this.lastBegunAt > IDLE_MS) {
      await this.putBack(this.queue.takeAll(), REST_MS);
      return;
    }
    const wait = opensAt - Date.now();
    await this.parts.bell.heard(wait > 0 ? wait : LOOK_AGAIN_MS);
    this.queue.unpark();
  }

  /** Marks, and begins the dialogues of those who may be mailed. Returns how many. */
  private async mark(transport: OpenTransport, waiting: readonly WaitingRow[]): Promise<number> {
    const { key, claimToken } = this.scope;
    const unused = new Map(waiting.map((row) => [row.subscriberId, row.provider]));
    this.lastBegunAt = Date.now();
    const deadline = Date.now() + this.parts.dialogueSeconds * 1000;
    try {
      const given = { transport: transport.name, rows: waiting, leaseSeconds: this.parts.markSeconds };
      const { rows, isHeld } = await this.parts.deliveries.markSubmitting(key, claimToken, given);
      if (isHeld) this.isOver = true;
      const set: MarkedTogether = { transport, deadline, ended: [], held: [], size: rows.length };
      this.parts.tray.expect(rows.length);
      for (const row of rows) {
        const provider = unused.get(row.subscriberId) ?? 'other';
        unused.delete(row.subscriberId);
        void this.dialogue(set, row, provider);
      }
      return rows.length;
    } finally {
      // Who was not marked is not offered to anybody.
      for (const provider of unused.values()) this.giveBack(transport, provider, { kind: 'unused' });
    }
  }

  private async dialogue(set: MarkedTogether, row: SubmittableRow, provider: string): Promise<void> {
    const outcome = await this.parts.dialogue(row, set.transport, set.deadline);
    this.giveBack(set.transport, provider, outcome);
    const settlement = settlementOf({ ...row, provider }, outcome);
    set.ended.push(settlement);
    if (settlement.isAboutUs) set.held.push(settlement);
    else this.parts.tray.put(settlement);
    if (set.ended.length === set.size) this.judge(set);
  }

  /** A transport that refuses a whole set, or was not there for it, is not asked again by this run. */
  private judge({ transport, ended, held }: MarkedTogether): void {
    const refusesUs = isRefusalOfUs(ended);
    if (refusesUs) this.parts.refusesUs(held[0]?.reply ?? '');
    // One row alone shows nothing of a transport, and its refusal must not hold up the rest of the chunk.
    if ((refusesUs && ended.length > 1) || ended.every((settlement) => settlement.state === 'planned'))
      this.avoided.add(transport.name);
    for (const settlement of held) this.parts.tray.put(refusesUs ? postponed(settlement) : settlement);
  }

  private giveBack(transport: OpenTransport, provider: string, outcome: PacedOutcome): void {
    this.parts.pacing.give(this.way(transport, provider), [outcome]);
  }

  /** What is marked ahead waits in this process, which has at most `connections` dialogues with a relay by itself. */
  private way(transport: OpenTransport, provider: string) {
    const connections = transport.perWorker ? 2 * transport.connections : transport.connections;
    return {
      transport: { name: transport.name, connections, perSecond: transport.perSecond },
      provider,
      fromDomain: this.scope.fromDomain,
    };
  }
}
