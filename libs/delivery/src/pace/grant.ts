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
  /** As `Pacing.providersOf` named it. */
  readonly provider: string;
  /** Domain of From, lower case, A-labels. */
  readonly fromDomain: string;
}

export interface Grant {
  /** Dialogues that may begin now. Each is given back by `Pacing.give`, also those that were not begun. */
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
