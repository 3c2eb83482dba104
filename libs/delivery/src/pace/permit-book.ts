import { UNHINDERED, leaseOf, paceAt, type PaceNow } from './pacing.js';
import {
  WHOLE,
  type Hindrance,
  type PaceSnapshot,
  type PermitWritten,
  type ProviderPace,
} from './permit.repository.js';
import { connectionsFor, isNamed } from './provider-of.js';
import type { PacedTransport } from './grant.js';

/** Relays of the environment: their limit is each worker's own (DELIVERY_CONNECTIONS), as it always was. */
const OF_THE_WORKER = new Set(['smtp-url', 'notice-smtp-url']);
/** Whose turn it is at what cannot be divided changes so often, in milliseconds. */
const TURN_MS = 8_000;

/** One limit, as this worker knows it. */
export interface Counter {
  readonly transport: string;
  readonly provider: string;
  /** Over all workers; null: nobody counts them together. */
  limit: number | null;
  /** For this worker alone, whatever the others do. */
  most: number;
  /** What this worker may have under way; undefined: not asked yet. */
  allowed: number | undefined;
  /** What it may have once the round that is under way is written down. */
  agreed: number | undefined;
  inUse: number;
  /** Most that could have been used in this and in the last round. */
  peak: number;
  lastPeak: number;
  touchedAt: number;
}

/** What one worker has under way, may have, and knows of the others. No I/O: {@link Permits} asks and is told. */
export class PermitBook {
  private readonly counters = new Map<string, Counter>();
  private paces = new Map<string, ProviderPace>();
  /** Heard by this worker and not known to be in the table yet, which must not overrule it meanwhile. */
  private readonly heard = new Map<string, ProviderPace>();
  /** Workers that use a transport now, this one included. */
  private alive = new Map<string, number>();
  /** The database's time less {@link performance.now}. */
  private ahead = 0;

  constructor(private readonly worker: string) {}

  get isEmpty(): boolean {
    return this.counters.size === 0;
  }

  get isUsed(): boolean {
    return [...this.counters.values()].some(({ inUse }) => inUse > 0);
  }

  get databaseNow(): number {
    return performance.now() + this.ahead;
  }

  /** Workers that share a transport. */
  workersOn(transport: string): number {
    return Math.max(1, this.alive.get(transport) ?? 1);
  }

  /** The limits a dialogue is under: the transport's, and the provider's. */
  ways(transport: PacedTransport, provider: string): readonly [Counter, Counter] {
    return [this.counter(transport, WHOLE), this.counter(transport, provider)];
  }

  isKnown(way: Counter): boolean {
    return way.allowed !== undefined || !isLeasable(way.provider);
  }

  /** Dialogues that may still begin. */
  room(way: Counter): number {
    const pace = this.paceOf(way).connections ?? Infinity;
    if (isLeasable(way.provider)) return Math.min(way.allowed ?? 0, way.most, pace) - way.inUse;
    // Too many small providers for a lease each: every worker that is there keeps to its part.
    const part = way.limit === null ? Infinity : Math.max(1, Math.floor(way.limit / this.workersOn(way.transport)));
    return Math.min(part, pace) - way.inUse;
  }

  /** Whether others hold a part of it, so that the next round may bring more. */
  couldGrow(way: Counter): boolean {
    return isLeasable(way.provider) && way.limit !== null && (way.allowed ?? 0) < way.limit;
  }

  paceOf({ transport, provider }: Pick<Counter, 'transport' | 'provider'>): PaceNow {
    const pace = this.paces.get(keyOf(transport, provider));
    return pace === undefined ? UNHINDERED : paceAt(pace, this.databaseNow);
  }

  give(transport: string, provider: string, count: number): void {
    for (const name of [WHOLE, provider]) {
      const counter = this.counters.get(keyOf(transport, name));
      if (counter === undefined) continue;
      counter.inUse = Math.max(0, counter.inUse - count);
      // Small providers are many, and have no lease to give back.
      if (counter.inUse === 0 && !isLeasable(name)) this.counters.delete(keyOf(transport, name));
    }
  }

  /** Holds at once for this worker, until the table says more. */
  hear(transport: string, provider: string, { kind, minutes, reason, enhancedCode }: Hindrance): void {
    const known = this.paces.get(keyOf(transport, provider));
    const until = this.databaseNow + minutes * 60_000;
    const pace = {
      transport,
      provider,
      suspendedUntil: kind === 'suspend' ? Math.max(known?.suspendedUntil ?? 0, until) : (known?.suspendedUntil ?? null),
      slowedUntil: kind === 'slow' ? Math.max(known?.slowedUntil ?? 0, until) : (known?.slowedUntil ?? null),
      reason,
      enhancedCode,
    };
    this.paces.set(keyOf(transport, provider), pace);
    this.heard.set(keyOf(transport, provider), pace);
  } // prettier-ignore

  /** From now on the table rules. */
  heardByAll(transport: string, provider: string): void {
    this.heard.delete(keyOf(transport, provider));
  }

  /** Whether that kind of holding back is under way already. */
  isHeldBack(transport: string, provider: string, kind: 'slow' | 'suspend'): boolean {
    const known = this.paces.get(keyOf(transport, provider));
    const suspended = known?.suspendedUntil ?? 0;
    return (kind === 'suspend' ? suspended : Math.max(suspended, known?.slowedUntil ?? 0)) > this.databaseNow;
  }

  /** Forgets limits nobody asked for since then. */
  forgetUntouched(since: number): void {
    for (const [name, counter] of this.counters) {
      if (counter.inUse === 0 && counter.touchedAt < since) this.counters.delete(name);
    }
  }

  /**
   * A round: learns what the others hold and what providers said, and says what this worker holds from now on. What it
   * lets go of is gone at once, what it gains is its own when that is written: {@link confirm}.
   */
  decide(seen: PaceSnapshot): PermitWritten[] {
    this.ahead = seen.now - performance.now();
    this.paces = new Map(
      [...seen.paces, ...this.heard.values()].map((pace) => [keyOf(pace.transport, pace.provider), pace]),
    );
    this.alive = new Map();
    return [...this.counters.values()]
      .filter(({ provider }) => isLeasable(provider))
      .map((counter) => this.leaseFor(counter, seen));
  }

  /** The round was written down. */
  confirm(): void {
    for (const counter of this.counters.values()) {
      counter.allowed = counter.agreed ?? counter.allowed;
      counter.agreed = undefined;
    }
  }

  private leaseFor(counter: Counter, seen: PaceSnapshot): PermitWritten {
    const { transport, provider, inUse } = counter;
    const others = seen.permits.filter((permit) => permit.transport === transport && permit.provider === provider && permit.worker !== this.worker); // prettier-ignore
    if (provider === WHOLE) this.alive.set(transport, others.length + 1);
    const wanted = Math.max(inUse, counter.peak, counter.lastPeak);
    counter.lastPeak = counter.peak;
    counter.peak = inUse;
    const paced = this.paceOf(counter).connections;
    const limit = counter.limit === null ? paced : Math.min(counter.limit, paced ?? Infinity);
    if (limit === null) {
      agree(counter, counter.most);
      return { transport, provider, connections: inUse, wanted };
    }
    const own = { worker: this.worker, held: inUse, wanted };
    const lease = leaseOf({ limit, own, others, turn: Math.floor(seen.now / TURN_MS) });
    agree(counter, lease.allowed);
    return { transport, provider, connections: lease.held, wanted };
  }

  private counter(transport: PacedTransport, provider: string): Counter {
    const name = keyOf(transport.name, provider);
    const isOwn = provider === WHOLE && OF_THE_WORKER.has(transport.name);
    const overAll = isOwn ? null : transport.connections;
    const limit = provider === WHOLE ? overAll : connectionsFor(provider);
    const most = isOwn ? transport.connections : Infinity;
    let counter = this.counters.get(name);
    if (counter === undefined) {
      counter = { transport: transport.name, provider, limit, most, allowed: undefined, agreed: undefined, inUse: 0, peak: 0, lastPeak: 0, touchedAt: 0 };
      this.counters.set(name, counter);
    }
    counter.limit = limit;
    counter.most = most;
    counter.touchedAt = performance.now();
    return counter;
  } // prettier-ignore
}

function agree(counter: Counter, allowed: number): void {
  counter.agreed = allowed;
  if (counter.allowed !== undefined) counter.allowed = Math.min(counter.allowed, allowed);
}

export function keyOf(transport: string, provider: string): string {
  return `${transport} ${provider}`;
}

/** Providers with a name of their own, and transports as a whole. */
function isLeasable(provider: string): boolean {
  return provider === WHOLE || isNamed(provider);
}
