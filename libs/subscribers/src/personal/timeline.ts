import type { ReaderStory } from './reader-story.js';

export const timelineKinds = [
  'asked', 'confirmed', 'brought', 'attested', 'returned', 'left', 'measuring_agreed', 'measuring_withdrawn', 'reminded',
  'told_inactive', 'address_change', 'notice', 'delivery', 'clicked', 'complained', 'bounced', 'suppressed', 'erased',
] as const; // prettier-ignore
export type TimelineKind = (typeof timelineKinds)[number];

/** One thing that happened to a reader. No address. */
export interface TimelineEvent {
  /** The same for the same thing, so that a page can begin behind it. */
  readonly key: string;
  readonly at: Date;
  readonly kind: TimelineKind;
  /** Slug; null: it is about the reader, whatever they receive. */
  readonly newsletter: string | null;
  /** What is known of it, by name; what is not known is left out. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** A subscription's end and the withdrawal it wrote are of one transaction. */
const SAME_MOMENT_MS = 2_000;

/** Everything that is known of a reader as one line of events, the newest first. Pure. */
export function timelineOf(story: ReaderStory): TimelineEvent[] {
  const events = [
    ...story.consents.map((consent) => ofConsent(consent, story)),
    ...story.subscriptions.flatMap(ofSubscription),
    ...ofAddressChange(story),
    ...story.notices.map(ofNotice),
    ...(story.records['deliveries'] ?? []).flatMap(ofDelivery),
    ...(story.records['bounces'] ?? []).flatMap(ofBounce),
    ...story.suppressions.map(ofSuppression),
    ...ofErasure(story),
  ];
  return events.sort(newestFirst);
}

export function newestFirst(one: Pick<TimelineEvent, 'at' | 'key'>, other: Pick<TimelineEvent, 'at' | 'key'>): number {
  return other.at.getTime() - one.at.getTime() || (one.key < other.key ? 1 : one.key > other.key ? -1 : 0);
}

function ofConsent(consent: ReaderStory['consents'][number], story: ReaderStory): TimelineEvent {
  const { id, act, basis, purpose, occurredAt, wordingVersion, language, page, placement } = consent;
  const said = { page, placement, wordingVersion, language };
  const event = (kind: TimelineKind, facts: Loose): TimelineEvent => ({
    key: `consent:${id}`, at: occurredAt, kind, newsletter: consent.newsletter, facts: known(facts),
  }); // prettier-ignore
  if (purpose !== 'newsletter')
    return event(act === 'withdrawn' ? 'measuring_withdrawn' : 'measuring_agreed', { purpose, ...said });
  if (act === 'requested') return event('asked', said);
  if (act === 'withdrawn') return event('left', { cause: placement, ...endingAt(consent, story) });
  if (placement === 'undo') return event('returned', { basis });
  if (basis === 'imported') return event('brought', { ...said, ...evidenceOf(consent.evidence) });
  return event(basis === 'attested' ? 'attested' : 'confirmed', { ...said, ...evidenceOf(consent.evidence) });
}

/** The edition and the reason stand at the subscription, and there only for its latest end. */
function endingAt({ newsletter, occurredAt }: ReaderStory['consents'][number], { subscriptions }: ReaderStory): Loose {
  const ended = subscriptions.find(
    (one) =>
      one.newsletter.slug === newsletter &&
      one.endedAt !== null &&
      Math.abs(one.endedAt.getTime() - occurredAt.getTime()) < SAME_MOMENT_MS,
  );
  return { by: ended?.endedBy, editionId: ended?.endedEditionId, reason: ended?.leaveReason };
}

/** What an import or an attestation rests on, as far as it is one word or number. */
function evidenceOf(evidence: Readonly<Record<string, unknown>>): Loose {
  const shown = ['platform', 'importId', 'method', 'consentedAt', 'verifiedAt'];
  return Object.fromEntries(shown.map((name) => [name, evidence[name]]));
}

function ofSubscription({ id, newsletter, remindedAt, inactivityToldAt }: ReaderStory['subscriptions'][number]): TimelineEvent[] {
  const told: readonly [TimelineKind, Date | null][] = [['reminded', remindedAt], ['told_inactive', inactivityToldAt]];
  return told.flatMap(([kind, at]) =>
    at === null ? [] : [{ key: `${kind}:${id}`, at, kind, newsletter: newsletter.slug, facts: {} }],
  );
} // prettier-ignore

function ofAddressChange({ subscriber, addressChange }: ReaderStory): TimelineEvent[] {
  if (addressChange === null) return [];
  const { askedAt, confirmedByNewAt, confirmedByOldAt } = addressChange;
  const facts = { confirmedByOld: confirmedByOldAt !== null, confirmedByNew: confirmedByNewAt !== null };
  return [{ key: `address:${subscriber.id}`, at: askedAt, kind: 'address_change', newsletter: null, facts }];
}

function ofNotice({ kind, state, createdAt, settledAt, lastReply }: ReaderStory['notices'][number], index: number): TimelineEvent {
  const facts = known({ notice: kind, state, settledAt: settledAt?.toISOString(), reply: lastReply });
  return { key: `notice:${String(index).padStart(6, '0')}`, at: createdAt, kind: 'notice', newsletter: null, facts };
} // prettier-ignore

/** As delivery's keeper records it: the shape is that lib's, so it is read by name. */
function ofDelivery(row: Readonly<Record<string, unknown>>): TimelineEvent[] {
  const { editionId, newsletter, dueAt, submittedAt, clickedAt, complainedAt } = row;
  if (typeof editionId !== 'string' || typeof newsletter !== 'string' || !(dueAt instanceof Date)) return [];
  const { state, skipCause, editionDate, attempts, smtpCode, enhancedCode, reply } = row;
  const about = { editionId, editionDate };
  const event = (kind: TimelineKind, at: unknown, facts: Loose): TimelineEvent[] =>
    at instanceof Date ? [{ key: `${kind}:${editionId}`, at, kind, newsletter, facts: known({ ...about, ...facts }) }] : [];
  return [
    ...event('delivery', submittedAt ?? dueAt, { state, skipCause, attempts, smtpCode, enhancedCode, reply }),
    ...event('clicked', clickedAt, {}),
    ...event('complained', complainedAt, {}),
  ];
} // prettier-ignore

/** As feedback's keeper records it. */
function ofBounce(row: Readonly<Record<string, unknown>>): TimelineEvent[] {
  const { editionId, editionDate, receivedAt, status, diagnostic } = row;
  if (typeof editionId !== 'string' || !(receivedAt instanceof Date)) return [];
  const facts = known({ editionId, editionDate, class: row['class'], status, diagnostic });
  return [{ key: `bounced:${editionId}:${receivedAt.getTime()}`, at: receivedAt, kind: 'bounced', newsletter: null, facts }];
} // prettier-ignore

function ofSuppression({ cause, since, evidence }: ReaderStory['suppressions'][number]): TimelineEvent {
  return { key: `suppressed:${cause}`, at: since, kind: 'suppressed', newsletter: null, facts: known({ ...evidence, cause }) };
} // prettier-ignore

function ofErasure({ subscriber: { id, erasedAt } }: ReaderStory): TimelineEvent[] {
  return erasedAt === null ? [] : [{ key: `erased:${id}`, at: erasedAt, kind: 'erased', newsletter: null, facts: {} }];
}

type Loose = Readonly<Record<string, unknown>>;

function known(facts: Loose): TimelineEvent['facts'] {
  return Object.fromEntries(
    Object.entries(facts).filter(
      (entry): entry is [string, string | number | boolean] =>
        ['string', 'number', 'boolean'].includes(typeof entry[1]) && entry[1] !== '',
    ),
  );
}
