import { Injectable } from '@nestjs/common';
import { Clock, Config, Log, TokenSigner } from '@app/platform';
import { Batches } from './batches.js';
import { Breaker } from './breaker.js';
import { clientNetwork } from './client-network.js';
import { CounterRepository } from './counter.repository.js';
import {
  COUNTER_KEY, countersOf, demand, judge, listShared, placeCounters, sharedCounters, Standing, type Ask, type Decision, type SharedCounters,
} from './judgement.js'; // prettier-ignore
import { MINUTE } from './limits.js';
import type { ProofLevel } from './proof-levels.js';

/**
 * Counts sign-ups and judges them by the counts, which all processes share through the database. Sign-ups that arrive
 * together are looked up by one statement and counted by another, however many they are.
 *
 * Exact: they are added by one atomic statement, whose answer says what the slices stand at. Where another process added
 * something between our look and our addition, the batch is judged again as if theirs had come first. So no limit is
 * passed by even one; now and then a sign-up counts that was refused after all.
 */
@Injectable()
export class CountAsks {
  private readonly batches = new Batches<Ask, Decision>((asks) => this.judgeOpenly(asks));
  private readonly breaker: Breaker;
  private readonly key: Buffer;
  private readonly shared: SharedCounters;

  constructor(
    private readonly repository: CounterRepository,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
    tokens: TokenSigner,
  ) {
    this.breaker = new Breaker(config.env.SIGN_UP_PER_MINUTE);
    this.key = tokens.stableKey(COUNTER_KEY);
    this.shared = sharedCounters(this.key);
  }

  judge(ask: Ask): Promise<Decision> {
    if (this.batches.isFull) return Promise.resolve({ kind: 'refuse', seconds: MINUTE.seconds });
    return this.batches.add(ask);
  }

  /** The proof that this client would be asked for now, were it asked for one; counts nothing. */
  async levelFor(clientAddress: string): Promise<ProofLevel> {
    const now = this.clock.now();
    const place = placeCounters(this.key, clientNetwork(clientAddress));
    const standing = new Standing(await this.repository.look([...countersOf(place), ...listShared(this.shared)], now));
    const level = demand({ ...place, timing: 'untimed' }, this.scene(now, standing));
    return typeof level === 'object' ? 3 : level === 0 ? 1 : level;
  }

  /** Without its counts the gate stands open: a reader is worth more than a number, and the log says so. */
  private async judgeOpenly(asks: readonly Ask[]): Promise<readonly Decision[]> {
    try {
      return await this.judgeBatch(asks);
    } catch (error) {
      this.log.failure('sign_up.counters_failed', error, { asked: asks.length });
      return asks.map(() => ({ kind: 'pass' }));
    }
  }

  private async judgeBatch(asks: readonly Ask[]): Promise<readonly Decision[]> {
    const now = this.clock.now();
    const counters = new Map(
      [...asks.flatMap(countersOf), ...listShared(this.shared)].map((counter) => [counter.id, counter]),
    );
    const proofs = asks.flatMap(({ proof }) => (proof === undefined ? [] : [proof]));
    const [tallies, fresh] = await Promise.all([
      this.repository.look([...counters.values()], now),
      proofs.length === 0 ? new Set<string>() : this.repository.spend(proofs),
    ]);
    const standing = new Standing(tallies);
    const decisions = this.judgeAll(asks, { now, standing, fresh });
    const overtaken = standing.overtaken(await this.repository.add(standing.additions(), now));
    if (overtaken === undefined) return decisions;
    // Only who was let through is counted, so nobody else may be let through now.
    const passed = asks.filter((_, n) => decisions[n]?.kind === 'pass');
    const again = this.judgeAll(passed, { now, standing: overtaken, fresh }).values();
    return decisions.map((decision) => (decision.kind === 'pass' ? (again.next().value ?? decision) : decision));
  }

  private judgeAll(
    asks: readonly Ask[],
    { now, standing, fresh }: { now: Date; standing: Standing; fresh: ReadonlySet<string> },
  ): Decision[] {
    standing.add(this.shared.asked, asks.length);
    this.watch(now, standing);
    const scene = { ...this.scene(now, standing), fresh: new Set(fresh) };
    return asks.map((ask) => judge(ask, scene));
  }

  private watch(now: Date, standing: Standing): void {
    const asked = standing.count(this.shared.asked);
    const change = this.breaker.see(now, {
      asked,
      passed: standing.count(this.shared.passed),
      passedToday: standing.count(this.shared.passedToday),
    });
    if (change === 'tripped') this.log.warn('sign_up.under_attack', { asked });
    if (change === 'calm') this.log.info('sign_up.calm', { asked });
  }

  private scene(now: Date, standing: Standing) {
    const { shared, breaker } = this;
    return { now, standing, shared, breaker, perMinute: this.config.env.SIGN_UP_PER_MINUTE };
  }
}
