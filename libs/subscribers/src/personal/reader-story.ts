import type {
  ConsentAct,
  ConsentBasis,
  ConsentPurpose,
  EndedBy,
  LeaveReason,
  SubscriptionState,
  SuppressionCause,
} from '@app/platform';
import type { NoticeTrace } from '@app/mail';
import type { Standing } from '../subscription-standing.js';
import type { ReaderRecordsByName } from './reader-records.js';

/**
 * Everything that is known about one reader, as they and an operator are given it, on a page and as a file (docs/readers-rights.md).
 * Times are instants in UTC. A field that is null is not known, or not so.
 */
export interface ReaderStory {
  readonly subscriber: {
    readonly id: string;
    /** null after erasure. */
    readonly address: string | null;
    readonly language: string;
    /** IANA zone; null: the newsletter's. */
    readonly timeZone: string | null;
    readonly since: Date;
    readonly lastContactAt: Date;
    readonly erasedAt: Date | null;
  };
  readonly addressChange: null | {
    readonly newAddress: string;
    readonly askedAt: Date;
    readonly confirmedByOldAt: Date | null;
    readonly confirmedByNewAt: Date | null;
    /** Forgotten then. */
    readonly endsAt: Date;
  };
  readonly subscriptions: readonly (SubscriptionStory & { readonly standing: Standing })[];
  readonly consents: readonly ConsentRecord[];
  readonly suppressions: readonly SuppressionRecord[];
  readonly notices: readonly NoticeTrace[];
  /** What other parts of the product keep, by their name: `deliveries`, `bounces`. Newest first. */
  readonly records: ReaderRecordsByName;
}

export interface SubscriptionStory {
  readonly id: string;
  readonly newsletter: { readonly slug: string; readonly name: string; readonly language: string };
  readonly state: SubscriptionState;
  readonly requestedAt: Date;
  /** The one reminder of a confirmation that did not come. */
  readonly remindedAt: Date | null;
  readonly activatedAt: Date | null;
  readonly pausedUntil: Date | null;
  /** Imported, and not let in yet. */
  readonly isHeld: boolean;
  /** When the reader was told that it would end for lack of a sign. */
  readonly inactivityToldAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | null;
  /** The edition whose link was used to leave. */
  readonly endedEditionId: string | null;
  readonly leaveReason: LeaveReason | null;
  /** The consents it rests on; null: not given, or taken back. */
  readonly consentId: string | null;
  readonly openConsentId: string | null;
  readonly clickConsentId: string | null;
  /** null: signed up here. */
  readonly importId: string | null;
  readonly cohort: number | null;
  /** null: everything the newsletter brings, and its own hour (`HH:MM`). */
  readonly choices: {
    readonly regions: readonly string[] | null;
    readonly topics: readonly string[] | null;
    readonly deliveryTime: string | null;
  };
}

/** One line of the proof: never changed, never deleted, and without an address. */
export interface ConsentRecord {
  readonly id: string;
  /** The newsletter's slug. */
  readonly newsletter: string;
  readonly purpose: ConsentPurpose;
  readonly act: ConsentAct;
  readonly basis: ConsentBasis | null;
  readonly occurredAt: Date;
  /** The very words, the version that names them, and their language. */
  readonly wording: string;
  readonly wordingVersion: string;
  readonly language: string;
  readonly page: string | null;
  readonly placement: string | null;
  /** What an imported or attested basis rests on. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Keyed hash (hex) of the internet address it came from, and the key's id. */
  readonly network: null | { readonly hash: string; readonly keyId: string };
}

export interface SuppressionRecord {
  readonly cause: SuppressionCause;
  readonly since: Date;
  readonly evidence: Readonly<Record<string, unknown>>;
}
