import { Injectable } from '@nestjs/common';
import { CONFIRMATION_DAYS } from './reader-links.js';
import { SubscriptionRepository } from './subscription.repository.js';

/** What the clock asks of this lib. Any number of workers may do it at once: everything here is set-based. */
@Injectable()
export class TendReaders {
  constructor(private readonly subscriptions: SubscriptionRepository) {}

  /** What is due now: pauses that are over. */
  async minute(): Promise<void> {
    await this.subscriptions.resumeDue();
  }

  /** Keeps docs/retention.md. Returns how many rows of what went. */
  async forget(): Promise<Readonly<Record<string, number>>> {
    return { unconfirmed: await this.subscriptions.purgeUnconfirmed(CONFIRMATION_DAYS) };
  }
}
