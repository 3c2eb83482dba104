import { Injectable } from '@nestjs/common';
import { Clock } from '@app/platform';
import { CounterRepository } from './counter.repository.js';

/** The longest period counted is a day and the slice under way; a second day is for clocks that differ. */
export const COUNTER_DAYS = 2;

/** Keeps docs/retention.md for what the gate counts. */
@Injectable()
export class GateRetention {
  constructor(
    private readonly counters: CounterRepository,
    private readonly clock: Clock,
  ) {}

  forgetCounters(): Promise<number> {
    return this.counters.forgetCounters(new Date(this.clock.now().getTime() - COUNTER_DAYS * 86_400_000));
  }

  /** A proof that has expired is refused for that, and need not be known as spent. */
  forgetProofs(): Promise<number> {
    return this.counters.forgetProofs(this.clock.now());
  }
}
