import { Injectable } from '@nestjs/common';
import { Log } from '@app/platform';
import { MailProviders } from './mail-providers.service.js';
import { Permits } from './permits.service.js';
import { Reactions } from './reactions.service.js';
import { SendingCounts } from './sending-counts.service.js';
import { WarmUps } from './warm-ups.service.js';
import type { Cohort, Grant, PacedOutcome, PacedWay } from './grant.js';

export type { Cohort, Grant, PacedOutcome, PacedTransport, PacedWay } from './grant.js';

/** When the database could not say what a cap leaves, in milliseconds. */
const ASK_AGAIN_MS = 5_000;

/** How many dialogues may begin, with whom, now. Asked before rows are marked, told when their dialogues are over. */
@Injectable()
export class Pacing {
  constructor(
    private readonly providers: MailProviders,
    private readonly permits: Permits,
    private readonly reactions: Reactions,
    private readonly counts: SendingCounts,
    private readonly warmUps: WarmUps,
    private readonly log: Log,
  ) {}

  /** The mailbox provider of each domain (A-labels). Never rejects; what nobody knows is `other`. */
  providersOf(domains: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.providers.of(domains);
  }

  /**
   * null: the domain is not being warmed up. Who is no member goes by another transport, or is skipped (`warm_up`).
   *
   * @throws what the database said: nobody is taken into a cohort unseen
   */
  cohort(fromDomain: string, subscriberIds: readonly string[]): Promise<Cohort | null> {
    return this.warmUps.cohort(fromDomain, subscriberIds);
  }

  /** At most `wanted` dialogues may begin now. From memory while leases last; never rejects. */
  async take({ transport, provider, fromDomain, wanted }: PacedWay & { readonly wanted: number }): Promise<Grant> {
    const permitted = await this.permits.take(transport, provider, wanted);
    if (permitted.granted === 0) return permitted;
    let granted: number;
    try {
      granted = await this.warmUps.take(fromDomain, transport.name, permitted.granted);
    } catch (error) {
      this.log.failure('warm_up.cap_unknown', error, { domain: fromDomain });
      this.permits.give(transport.name, provider, permitted.granted);
      return { granted: 0, again: new Date(Date.now() + ASK_AGAIN_MS) };
    }
    this.permits.give(transport.name, provider, permitted.granted - granted);
    return granted < permitted.granted ? { granted, again: null } : permitted;
  }

  /** One outcome for each dialogue that was granted. */
  give({ transport, provider, fromDomain }: PacedWay, outcomes: readonly PacedOutcome[]): void {
    this.permits.give(transport.name, provider, outcomes.length);
    // What nobody knows the end of may have arrived, and counts.
    const sent = outcomes.filter(({ kind }) => kind === 'submitted' || kind === 'unknown').length;
    this.counts.add(fromDomain, provider, sent);
    this.warmUps.give(fromDomain, transport.name, { ended: outcomes.length, unused: outcomes.length - sent });
    this.reactions.hear(transport.name, provider, outcomes);
  }
}
