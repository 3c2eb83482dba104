import { Injectable } from '@nestjs/common';
import type { SubmissionOutcome } from '@app/mail';

/** What the pace needs to know of a transport. */
export interface PacedTransport {
  readonly name: string;
  /** Dialogues at once: over all workers for a stored transport, per worker for one of the environment. */
  readonly connections: number;
  /** Messages a second, over all workers; null: as many as it takes. */
  readonly perSecond: number | null;
}

/** One way to a provider, on behalf of a sending domain. */
export interface PacedWay {
  readonly transport: PacedTransport;
  /** As {@link Pacing.providersOf} named it. */
  readonly provider: string;
  /** Domain of From, lower case, A-labels. */
  readonly fromDomain: string;
}

export interface Grant {
  /** Dialogues that may begin now. Each is given back by {@link Pacing.give}, also those that were not begun. */
  readonly granted: number;
  /**
   * When to ask again for what was not granted. null with something granted: whenever it is over; null with nothing
   * granted: not today, because the sending domain's warm-up cap is used up.
   */
  readonly again: Date | null;
}

/** How a granted dialogue ended; `unused`: it was not begun after all. */
export type PacedOutcome = SubmissionOutcome | { readonly kind: 'unused' };

/** Who of a sending domain's readers takes part in its warm-up today. */
export interface Cohort {
  /** By this transport; null: by any. */
  readonly transport: string | null;
  readonly members: ReadonlySet<string>;
}

/** How many dialogues may begin, with whom, now. */
@Injectable()
export class Pacing {
  private readonly inUse = new Map<string, number>();

  /** The mailbox provider of each domain (A-labels). Never rejects; what nobody knows is `other`. */
  providersOf(domains: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map(domains.map((domain) => [domain, 'other'])));
  }

  /** null: the domain is not being warmed up. Who is no member goes by another transport, or is skipped (`warm_up`). */
  cohort(_fromDomain: string, _subscriberIds: readonly string[]): Promise<Cohort | null> {
    return Promise.resolve(null);
  }

  /** At most `wanted` dialogues may begin now. Never rejects. */
  take({ transport, wanted }: PacedWay & { readonly wanted: number }): Promise<Grant> {
    const inUse = this.inUse.get(transport.name) ?? 0;
    const granted = Math.max(0, Math.min(wanted, transport.connections - inUse));
    this.inUse.set(transport.name, inUse + granted);
    return Promise.resolve({ granted, again: granted === wanted ? null : new Date(Date.now() + 250) });
  }

  /** One outcome for each dialogue that was granted. */
  give({ transport }: PacedWay, outcomes: readonly PacedOutcome[]): void {
    this.inUse.set(transport.name, Math.max(0, (this.inUse.get(transport.name) ?? 0) - outcomes.length));
  }
}
