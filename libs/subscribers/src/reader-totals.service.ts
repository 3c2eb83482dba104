import { Injectable } from '@nestjs/common';
import { Clock } from '@app/platform';
import { SubscriptionRepository } from './subscription.repository.js';

/** Counting may take this share of the time at most: a fiftieth. Five million rows take half a second, every 25 seconds. */
const REST = 50;
/** Milliseconds: what costs less is counted anew each time. */
const CHEAP_MS = 20;
/** Milliseconds: an older count is given to nobody, also where a new one takes a while. */
const OLDEST_MS = 300_000;

export interface CountedReaders {
  /** Active subscriptions by newsletter. */
  readonly active: ReadonlyMap<string, number>;
  readonly countedAt: Date;
}

/**
 * How many readers each newsletter has, for pages that are looked at all day. Where counting is dear the last count is
 * given while a new one is on its way, and says when it was made.
 */
@Injectable()
export class ReaderTotals {
  private last: (CountedReaders & { readonly freshUntil: number }) | undefined;
  private counting: Promise<CountedReaders> | undefined;

  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly clock: Clock,
  ) {}

  async active(): Promise<CountedReaders> {
    const { last } = this;
    if (last !== undefined && performance.now() < last.freshUntil) return last;
    this.counting ??= this.count();
    if (last === undefined || performance.now() > last.freshUntil + OLDEST_MS) return this.counting;
    // Whoever asks next gets it, or its error.
    this.counting.catch(() => undefined);
    return last;
  }

  private async count(): Promise<CountedReaders> {
    const [began, countedAt] = [performance.now(), this.clock.now()];
    try {
      const active = await this.subscriptions.activeCounts();
      const tookMs = performance.now() - began;
      const counted = { active, countedAt, freshUntil: performance.now() + tookMs * REST };
      this.last = tookMs < CHEAP_MS ? undefined : counted;
      return counted;
    } finally {
      this.counting = undefined;
    }
  }
}
