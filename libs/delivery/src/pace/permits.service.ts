import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Log } from '@app/platform';
import {
  PermitRepository,
  WHOLE,
  type PaceSnapshot,
  type PermitWritten,
  type ProviderPace,
} from './permit.repository.js';
import { UNHINDERED, leaseOf, paceAt, type PaceNow } from './pacing.js';
import { connectionsFor, isNamed } from './provider-of.js';
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
/** Relays of the environment: their limit is each worker's own (DELIVERY_CONNECTIONS), as it always was. */
const OF_THE_WORKER = new Set(['smtp-url', 'notice-smtp-url']);
/** Share of the lease after which nothing is granted on it: the answer to a renewal may be under way. */
const LEASE_MS = LEASE_SECONDS * 1_000;

/** One limit, as this worker knows it. */
interface Counter {
  readonly transport: string;
  readonly provider: string;
  /** Over all workers; null: nobody counts them together. */
  limit: number | null;
  /** For this worker alone, whatever the others do. */
  most: number;
  /** What this worker may have under way; undefined: not asked yet. */
  allowed: number | undefined;
  inUse: number;
  /** Most that could have been used in this and in the last round. */
  peak: number;
  lastPeak: number;
  touchedAt: number;
}

/**
 * This worker's permits: leased ahead, renewed in the background while they are used, so that a dialogue is granted from
 * memory. What is not leased any more (the database is away) is not granted.
 */
@Injectable()
export class Permits implements BeforeApplicationShutdown {
  private readonly worker = randomUUID();
  private readonly counters = new Map<string, Counter>();
  private paces = new Map<string, ProviderPace>();
  /** Workers that use a transport now, this one included. */
  private alive = new Map<string, number>();
  private readonly blocks: RateBlocks;
  private leasedUntil = 0;
  /** The database's time less {@link performance.now}. */
  private ahead = 0;
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
    const isUsed = [...this.counters.values()].some(({ inUse }) => inUse > 0);
    // Dialogues that are still under way keep their permits until the lease is over.
    if (this.leasedUntil > 0 && !isUsed) await this.renew();
  }

  /** Never rejects. */
  async take(transport: PacedTransport, provider: string, wanted: number): Promise<Grant> {
    if (this.isStopped || wanted <= 0) return later(RENEW_MS);
    const ways = [this.counter(transport, WHOLE), this.counter(transport, provider)];
    for (const way of ways) way.peak = Math.max(way.peak, way.inUse + wanted);
    if (!this.isLeased(ways)) await this.lease(ways);
    if (!this.isLeased(ways)) return later(RENEW_MS);
    this.schedule();
    const paces = ways.map((way) => this.paceOf(way));
    const suspended = Math.max(...paces.map((pace) => pace.suspendedUntil ?? 0));
    if (suspended > 0) return { granted: 0, again: this.local(suspended) };
    const room = Math.min(...ways.map((way) => this.room(way)));
    const granted = Math.max(0, Math.min(wanted, room));
    if (granted === 0) {
      this.hunger();
      return later(HUNGRY_MS);
    }
    for (const way of ways) way.inUse += granted;
    const [whole = UNHINDERED, own = UNHINDERED] = paces;
    const rates = [slower(transport.perSecond, whole.perSecond), own.perSecond];
    const rated = await this.keepToRates(ways, rates, granted);
    this.give(transport.name, provider, granted - rated.granted);
    if (rated.granted < granted) return rated;
    if (granted === wanted) return { granted, again: null };
    this.hunger();
    return { granted, again: new Date(Date.now() + HUNGRY_MS) };
  }

  give(transport: string, provider: string, count: number): void {
    for (const name of [WHOLE, provider]) {
      const counter = this.counters.get(key(transport, name));
      if (counter === undefined) continue;
      counter.inUse = Math.max(0, counter.inUse - count);
      // Small providers are many, and have no lease to give back.
      if (counter.inUse === 0 && !isLeasable(name)) this.counters.delete(key(transport, name));
    }
  }

  /** What was said to this worker holds at once; the others read it from the table. */
  hear(transport: string, provider: string, said: { kind: 'slow' | 'suspend'; minutes: number; text: string }): void {
    const known = this.paces.get(key(transport, provider));
    const until = this.databaseNow() + said.minutes * 60_000;
    const later = (before: number | null | undefined): number => Math.max(before ?? 0, until);
    this.paces.set(key(transport, provider), {
      transport,
      provider,
      suspendedUntil: said.kind === 'suspend' ? later(known?.suspendedUntil) : (known?.suspendedUntil ?? null),
      slowedUntil: said.kind === 'slow' ? later(known?.slowedUntil) : (known?.slowedUntil ?? null),
      reason: said.text,
      enhancedCode: null,
    });
    this.blocks.forget(key(transport, provider));
  }

  /** Whether that kind of holding back is known already. */
  isHeldBack(transport: string, provider: string, kind: 'slow' | 'suspend'): boolean {
    const known = this.paces.get(key(transport, provider));
    const until = kind === 'suspend' ? known?.suspendedUntil : Math.max(known?.suspendedUntil ?? 0, known?.slowedUntil ?? 0); // prettier-ignore
    return (until ?? 0) > this.databaseNow();
  }

  private counter(transport: PacedTransport, provider: string): Counter {
    const name = key(transport.name, provider);
    const isOwn = provider === WHOLE && OF_THE_WORKER.has(transport.name);
    const limits = {
      limit: provider !== WHOLE ? connectionsFor(provider) : isOwn ? null : transport.connections,
      most: isOwn ? transport.connections : Infinity,
      touchedAt: performance.now(),
    };
    const known = this.counters.get(name);
    if (known !== undefined) return Object.assign(known, limits);
    const counter: Counter = { transport: transport.name, provider, allowed: undefined, inUse: 0, peak: 0, lastPeak: 0, ...limits };
    this.counters.set(name, counter);
    return counter;
  } // prettier-ignore

  /** Dialogues that may still begin. */
  private room(way: Counter): number {
    const pace = this.paceOf(way).connections ?? Infinity;
    if (isLeasable(way.provider)) return Math.min(way.allowed ?? 0, way.most, pace) - way.inUse;
    // Too many small providers for a lease each: every worker that is there keeps to its part.
    const workers = Math.max(1, this.alive.get(way.transport) ?? 1);
    const part = way.limit === null ? Infinity : Math.max(1, Math.floor(way.limit / workers));
    return Math.min(part, pace) - way.inUse;
  }

  private paceOf(way: Counter): PaceNow {
    const pace = this.paces.get(key(way.transport, way.provider));
    return pace === undefined ? UNHINDERED : paceAt(pace, this.databaseNow());
  }

  private isLeased(ways: readonly Counter[]): boolean {
    return performance.now() < this.leasedUntil && ways.every((way) => way.allowed !== undefined || !isLeasable(way.provider)); // prettier-ignore
  }

  /** A round that is under way may have begun without these; then one more. */
  private async lease(ways: readonly Counter[]): Promise<void> {
    await this.renewing;
    if (!this.isLeased(ways)) await this.renew();
  }

  private renew(): Promise<void> {
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
    for (const [name, counter] of this.counters) {
      if (counter.inUse === 0 && (this.isStopped || began - counter.touchedAt > IDLE_MS)) this.counters.delete(name);
    }
    await this.repository.renew(this.worker, LEASE_SECONDS, (seen) => this.decide(seen));
    this.leasedUntil = began + LEASE_MS;
  }

  private decide(seen: PaceSnapshot): PermitWritten[] {
    this.ahead = seen.now - performance.now();
    this.paces = new Map(seen.paces.map((pace) => [key(pace.transport, pace.provider), pace]));
    const others = seen.permits.filter((permit) => permit.worker !== this.worker);
    const turn = Math.floor(seen.now / LEASE_MS);
    const written: PermitWritten[] = [];
    this.alive = new Map();
    for (const counter of this.counters.values()) {
      if (!isLeasable(counter.provider)) continue;
      const { transport, provider, inUse } = counter;
      const wanted = Math.max(inUse, counter.peak, counter.lastPeak);
      counter.lastPeak = counter.peak;
      counter.peak = inUse;
      const beside = others.filter((permit) => permit.transport === transport && permit.provider === provider);
      if (provider === WHOLE) this.alive.set(transport, beside.length + 1);
      const paced = paceAt(this.paces.get(key(transport, provider)) ?? NEVER, seen.now).connections;
      const limit = counter.limit === null ? paced : Math.min(counter.limit, paced ?? Infinity);
      if (limit === null) {
        counter.allowed = counter.most;
        written.push({ transport, provider, connections: inUse, wanted });
        continue;
      }
      const lease = leaseOf({ limit, own: { worker: this.worker, held: inUse, wanted }, others: beside, turn });
      counter.allowed = lease.allowed;
      written.push({ transport, provider, connections: lease.held, wanted });
    }
    return written;
  }

  /** The rates of both, one after the other; what the second refuses is lost to the first, for a moment. */
  private async keepToRates(ways: readonly Counter[], rates: readonly (number | null)[], wanted: number): Promise<Grant> {
    let grant: Grant = { granted: wanted, again: null };
    for (const [n, way] of ways.entries()) {
      const rate = rates[n] ?? null;
      if (rate === null || grant.granted === 0) continue;
      try {
        const { transport, provider } = way;
        const workers = this.alive.get(transport) ?? 1;
        const block = await this.blocks.take({ transport, provider }, { perSecond: rate, workers, wanted: grant.granted });
        grant = { granted: block.granted, again: block.waitMs === null ? grant.again : new Date(Date.now() + block.waitMs) };
      } catch (error) {
        this.log.failure('pace.rate_failed', error, { transport: way.transport, provider: way.provider });
        return later(RENEW_MS);
      }
    }
    return grant;
  } // prettier-ignore

  private hunger(): void {
    if (this.isHungry) return;
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
    if (this.counters.size > 0) this.schedule();
    else this.leasedUntil = 0;
  }

  private databaseNow(): number {
    return performance.now() + this.ahead;
  }

  /** An instant of the database's as one of ours. */
  private local(instant: number): Date {
    return new Date(Date.now() + Math.max(0, instant - this.databaseNow()));
  }
}

const NEVER = { suspendedUntil: null, slowedUntil: null };

function key(transport: string, provider: string): string {
  return `${transport} ${provider}`;
}

/** Providers with a name of their own, and transports as a whole. */
function isLeasable(provider: string): boolean {
  return provider === WHOLE || isNamed(provider);
}

function slower(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function later(ms: number): Grant {
  return { granted: 0, again: new Date(Date.now() + ms) };
}
