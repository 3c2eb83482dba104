import type { Breaker } from './breaker.js';
import type { ClientNetwork } from './client-network.js';
import { counterId, type Counter, type Tally } from './counters.js';
import type { FormTiming } from './gate-tickets.service.js';
import {
  ADDRESS_PER_DAY, DAY, DEVICE, domainLadder, HASTY_PER_LINE, HOUR, LINE, MINUTE, NETWORK, RETRY_SECONDS, step, WAITERS_PER_MINUTE,
} from './limits.js'; // prettier-ignore
import type { ProofLevel } from './proof-levels.js';
import type { Proof } from './proof-of-work.service.js';

/** What the key of all counters is derived for. */
export const COUNTER_KEY = 'sign-up-counter';

/** A sign-up as the gate sees it. */
export interface Ask {
  readonly address: Counter;
  readonly line: Counter;
  readonly device: Counter | undefined;
  readonly network: Counter | undefined;
  /** Undefined where only the place of the client is asked about. */
  readonly domain?: Counter | undefined;
  readonly isProvider?: boolean;
  readonly timing: FormTiming;
  /** Hasty forms of this line; only where this is one. */
  readonly hasty?: Counter | undefined;
  readonly proof: (Proof & { readonly kind: 'worked' | 'waited' }) | undefined;
}

export type Decision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'prove'; readonly level: ProofLevel }
  | { readonly kind: 'refuse'; readonly seconds: number };

/** Counts that everybody shares. */
export interface SharedCounters {
  readonly asked: Counter;
  readonly passed: Counter;
  readonly passedToday: Counter;
  readonly waited: Counter;
}

export function sharedCounters(key: Buffer): SharedCounters {
  const named = (name: string, period: Counter['period']): Counter => ({ id: counterId(key, 'all', name), period });
  return {
    asked: named('asked', MINUTE),
    passed: named('passed', MINUTE),
    passedToday: named('passed today', DAY),
    waited: named('waited', MINUTE),
  };
}

export function listShared({ asked, passed, passedToday, waited }: SharedCounters): Counter[] {
  return [asked, passed, passedToday, waited];
}

/** The counts as they stand while a batch is judged: each sign-up that goes through counts for those after it. */
export class Standing {
  private readonly added = new Map<string, Counter & { count: number }>();

  constructor(private readonly tallies: ReadonlyMap<string, Tally>) {}

  count({ id }: Counter): number {
    const tally = this.tallies.get(id);
    return (tally?.current ?? 0) + (tally?.before ?? 0) + (this.added.get(id)?.count ?? 0);
  }

  add(counter: Counter, count = 1): void {
    const known = this.added.get(counter.id);
    if (known === undefined) this.added.set(counter.id, { ...counter, count });
    else known.count += count;
  }

  additions(): (Counter & { count: number })[] {
    return [...this.added.values()];
  }

  /**
   * What others counted between our look and our addition, given what the slices stood at after it; undefined when
   * nobody did. Their sign-ups are taken to have come first.
   */
  overtaken(after: ReadonlyMap<string, number>): Standing | undefined {
    const tallies = new Map(this.tallies);
    let isOvertaken = false;
    for (const { id, count } of this.added.values()) {
      const tally = tallies.get(id) ?? { current: 0, before: 0 };
      const current = (after.get(id) ?? 0) - count;
      if (current <= tally.current) continue;
      isOvertaken = true;
      tallies.set(id, { ...tally, current });
    }
    return isOvertaken ? new Standing(tallies) : undefined;
  }
}

export interface Scene {
  readonly now: Date;
  readonly standing: Standing;
  readonly shared: SharedCounters;
  readonly breaker: Breaker;
  /** SIGN_UP_PER_MINUTE. */
  readonly perMinute: number;
  /** Hashes (hexadecimal) of the proofs that are handed in for the first time; each is taken out when it is used. */
  readonly fresh: Set<string>;
}

/**
 * Judges one sign-up and counts it where it goes through. Knows how often somebody asked and never whether an address
 * is known to us. An address that had its share is found last, so that being dropped looks like going through.
 */
export function judge(ask: Ask, scene: Scene): Decision {
  const { standing, shared } = scene;
  const demanded = demand(ask, scene);
  if (typeof demanded === 'object') return demanded;
  if (demanded !== 0 && !isProven(ask, demanded, scene)) return { kind: 'prove', level: demanded };
  if (standing.count(ask.address) >= ADDRESS_PER_DAY) return { kind: 'drop' };
  if (demanded !== 0 && ask.proof?.kind === 'waited') standing.add(shared.waited);
  for (const counter of countersOf(ask)) standing.add(counter);
  standing.add(shared.passed);
  standing.add(shared.passedToday);
  return { kind: 'pass' };
}

/** What is asked of this sign-up: nothing, a proof of a level, or to come back later. */
export function demand(
  { line, device, network, domain, isProvider = false, timing, hasty }: Omit<Ask, 'address' | 'proof'>,
  { now, standing, shared, breaker, perMinute }: Omit<Scene, 'fresh'>,
): 0 | ProofLevel | { readonly kind: 'refuse'; readonly seconds: number } {
  const all = breaker.level(now, {
    asked: standing.count(shared.asked),
    passed: standing.count(shared.passed),
    passedToday: standing.count(shared.passedToday),
  });
  if (all === 'refuse') return { kind: 'refuse', seconds: MINUTE.seconds };
  const steps: (0 | ProofLevel | 'refuse')[] = [
    // A form without a ticket is a newsroom's own, or a script; in an attack it is most likely the latter.
    all > 0 && timing !== 'unhurried' ? dearer(all) : all,
    hasty !== undefined && standing.count(hasty) >= HASTY_PER_LINE ? 1 : 0,
    step(LINE, standing.count(line)),
    device === undefined ? 0 : step(DEVICE, standing.count(device)),
    network === undefined ? 0 : step(NETWORK, standing.count(network)),
    domain === undefined ? 0 : step(domainLadder(perMinute, isProvider), standing.count(domain)),
  ];
  let most: 0 | ProofLevel = 0;
  for (const one of steps) {
    if (one === 'refuse') return { kind: 'refuse', seconds: RETRY_SECONDS };
    if (one > most) most = one;
  }
  return most;
}

function dearer(level: 0 | ProofLevel): ProofLevel {
  return level < 2 ? 2 : 3;
}

/** The counters of whoever asks, by their internet address. */
export function placeCounters(
  key: Buffer,
  { line, device, network }: ClientNetwork,
): Pick<Ask, 'line' | 'device' | 'network'> {
  const hourly = (kind: string, value: string): Counter => ({ id: counterId(key, kind, value), period: HOUR });
  return {
    line: hourly('line', line),
    device: device === undefined ? undefined : hourly('device', device),
    network: network === undefined ? undefined : hourly('network', network),
  };
}

/** The counters that are this sign-up's own. */
export function countersOf({ address, line, device, network, domain, hasty }: Partial<Ask>): Counter[] {
  return [address, line, device, network, domain, hasty].filter((counter) => counter !== undefined);
}

function isProven({ proof }: Ask, demanded: ProofLevel, { standing, shared, fresh }: Scene): boolean {
  if (proof === undefined || proof.level < demanded) return false;
  if (proof.kind === 'waited' && standing.count(shared.waited) >= WAITERS_PER_MINUTE) return false;
  return fresh.delete(proof.hash.toString('hex'));
}
