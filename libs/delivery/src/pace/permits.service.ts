import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Log } from '@app/platform';
import { PermitBook, keyOf, type Counter } from './permit-book.js';
import { PermitRepository, type Hindrance } from './permit.repository.js';
import { RateBlocks } from './rate-blocks.js';
import type { Grant, PacedTransport } from './grant.js';

/** A worker that died gives its share back after this long. */
const LEASE_SECONDS = 8;
/** While leases are used they are renewed so often; whatever another worker heard is known after this at the latest. */
const RENEW_MS = 1_000;
/** While somebody waits for a share, this often. */
const HUNGRY_MS = 250;
/** A worker that had nothing to submit for so long gives its leases up, and asks nothing until it has. */
const IDLE_MS = 10_000;

/**
 * This worker's permits: leased ahead, renewed in the background while they are used, so that a dialogue is granted from
 * memory. What is not leased any more (the database is away) is not granted.
 */
@Injectable()
export class Permits implements BeforeApplicationShutdown {
  private readonly worker = randomUUID();
  private readonly book = new PermitBook(this.worker);
  private readonly blocks: RateBlocks;
  /** By {@link performance.now}. */
  private leasedUntil = 0;
  private renewing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** By {@link performance.now}; Infinity: no round is ahead. */
  private dueAt = Infinity;
  private isHungry = false;
  private isStopped = false;

  constructor(
    private readonly repository: PermitRepository,
    private readonly log: Log,
  ) {
    this.blocks = new RateBlocks(repository);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.renewing;
    // Dialogues that are still under way keep their permits until the lease is over.
    if (this.leasedUntil > 0 && !this.book.isUsed) await this.renew();
  }

  /** Never rejects, and never grants nothing without saying when to ask again. */
  async take(transport: PacedTransport, provider: string, wanted: number): Promise<Grant> {
    if (this.isStopped) return later(RENEW_MS);
    let ways = this.book.ways(transport, provider);
    for (const way of ways) way.peak = Math.max(way.peak, way.inUse + wanted);
    if (!this.isLeased(ways)) {
      await this.lease(ways);
      // Meanwhile the last dialogue with a small provider may have ended, and what was counted of it with it.
      ways = this.book.ways(transport, provider);
    }
    if (!this.isLeased(ways)) return later(RENEW_MS);
    this.schedule();
    const [whole, own] = ways.map((way) => this.book.paceOf(way));
    const suspendedUntil = Math.max(whole?.suspendedUntil ?? 0, own?.suspendedUntil ?? 0);
    if (suspendedUntil > 0) return later(Math.max(1, suspendedUntil - this.book.databaseNow));
    const granted = Math.min(wanted, ...ways.map((way) => this.book.room(way)));
    const waits = ways.some((way) => this.book.room(way) < wanted && this.book.couldGrow(way));
    if (waits) this.hunger();
    if (granted <= 0) return later(HUNGRY_MS);
    for (const way of ways) way.inUse += granted;
    const rates = [slower(transport.perSecond, whole?.perSecond ?? null), own?.perSecond ?? null];
    const rated = await this.keepToRates(ways, rates, granted);
    this.book.give(transport.name, provider, granted - rated.granted);
    return granted === wanted || rated.again !== null ? rated : { granted, again: inMs(HUNGRY_MS) };
  }

  give(transport: string, provider: string, count: number): void {
    this.book.give(transport, provider, count);
  }

  hear(transport: string, provider: string, said: Hindrance): void {
    this.book.hear(transport, provider, said);
    // Spoken for at a rate that is none any more.
    this.blocks.forget(keyOf(transport, provider));
  }

  /** What was heard is written down, or could not be: from now on the table rules. */
  heardByAll(transport: string, provider: string): void {
    this.book.heardByAll(transport, provider);
  }

  isHeldBack(transport: string, provider: string, kind: 'slow' | 'suspend'): boolean {
    return this.book.isHeldBack(transport, provider, kind);
  }

  private isLeased(ways: readonly Counter[]): boolean {
    return performance.now() < this.leasedUntil && ways.every((way) => this.book.isKnown(way));
  }

  /** A round that is under way may have begun without these; then one more. */
  private async lease(ways: readonly Counter[]): Promise<void> {
    await this.renewing;
    if (!this.isLeased(ways)) await this.renew();
  }

  /** A round now instead of within a second: learns what others hold, and renews the leases. Never rejects. */
  renew(): Promise<void> {
    this.renewing ??= this.renewNow()
      .catch((error: unknown) => {
        // Nothing is granted once the lease is over; the next round asks again.
        this.log.failure('pace.renew_failed', error);
      })
      .finally(() => { this.renewing = undefined; }); // prettier-ignore
    return this.renewing;
  }

  private async renewNow(): Promise<void> {
    const began = performance.now();
    this.isHungry = false;
    this.book.forgetUntouched(this.isStopped ? Infinity : began - IDLE_MS);
    await this.repository.renew(this.worker, LEASE_SECONDS, (seen) => this.book.decide(seen));
    this.book.confirm();
    // Counted from before the question: the database's lease began later.
    this.leasedUntil = began + LEASE_SECONDS * 1_000;
  }

  /** The rates of both, one after the other; what the second refuses is lost to the first, for a moment. */
  private async keepToRates(ways: readonly Counter[], rates: readonly (number | null)[], wanted: number): Promise<Grant> {
    let grant: Grant = { granted: wanted, again: null };
    for (const [n, { transport, provider }] of ways.entries()) {
      const perSecond = rates[n] ?? null;
      if (perSecond === null || grant.granted === 0) continue;
      try {
        const wish = { perSecond, workers: this.book.workersOn(transport), wanted: grant.granted };
        const { granted, waitMs } = await this.blocks.take({ transport, provider }, wish);
        grant = { granted, again: waitMs === null ? grant.again : inMs(waitMs) };
      } catch (error) {
        this.log.failure('pace.rate_failed', error, { transport, provider });
        return later(RENEW_MS);
      }
    }
    return grant;
  } // prettier-ignore

  private hunger(): void {
    this.isHungry = true;
    this.schedule();
  }

  /** One round ahead; an earlier wish moves it forward. Idle, they end by themselves. */
  private schedule(): void {
    const dueAt = performance.now() + (this.isHungry ? HUNGRY_MS : RENEW_MS);
    if (this.isStopped || dueAt >= this.dueAt) return;
    this.dueAt = dueAt;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.round(), dueAt - performance.now());
    this.timer.unref();
  }

  private async round(): Promise<void> {
    await this.renew();
    this.dueAt = Infinity;
    if (this.book.isEmpty) this.leasedUntil = 0;
    else this.schedule();
  }
}

function slower(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function inMs(ms: number): Date {
  return new Date(Date.now() + Math.ceil(ms));
}

function later(ms: number): Grant {
  return { granted: 0, again: inMs(ms) };
}
