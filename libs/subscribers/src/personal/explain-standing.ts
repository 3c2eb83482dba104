import type { ReaderStory, SuppressionRecord } from './reader-story.js';

type Told = Pick<ReaderStory, 'subscriber' | 'suppressions' | 'consents'>;

/**
 * Why a reader receives a newsletter or does not, in one sentence for whoever is asked on the telephone. The reasons come
 * in the order in which the standing weighs them: suppression outranks everything. Pure.
 */
export function explainStanding(subscription: ReaderStory['subscriptions'][number], story: Told): string {
  switch (subscription.standing) {
    case 'eligible':
      return `is mailed: active since ${day(subscription.activatedAt)}${consentOf(subscription.consentId, story)}`;
    case 'suppressed':
      return `is not mailed: the address is suppressed (${story.suppressions.map(explainSuppression).join('; ')})`;
    case 'paused':
      return `is not mailed for now: ${whyPaused(subscription)}`;
    case 'no_consent':
      return 'is not mailed: no consent that was given is on record';
    case 'unsubscribed':
      return `is not mailed: ${whyNotActive(subscription, story)}`;
  }
}

/** A ban in words: `hard_bounce since 2026-03-10, SMTP 550 5.1.1`. */
export function explainSuppression({ cause, since, evidence }: SuppressionRecord): string {
  const facts = Object.entries(evidence).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`],
  );
  return [`${cause} since ${day(since)}`, ...facts].join(', ');
}

function consentOf(consentId: string | null, { consents }: Told): string {
  const consent = consents.find(({ id }) => id === consentId);
  if (consent === undefined) return '';
  return ` under a consent of ${day(consent.occurredAt)} (${consent.basis ?? 'no basis'}, wording ${consent.wordingVersion})`;
}

function whyPaused({ isHeld, cohort, state, pausedUntil }: ReaderStory['subscriptions'][number]): string {
  if (state !== 'paused' && isHeld) return `imported, and cohort ${cohort ?? '?'} is not let in yet`;
  return pausedUntil === null ? 'paused until the reader comes back' : `paused until ${day(pausedUntil)}`;
}

function whyNotActive(subscription: ReaderStory['subscriptions'][number], { subscriber }: Told): string {
  const { state, requestedAt, endedAt, endedBy } = subscription;
  if (subscriber.erasedAt !== null) return `everything was erased on ${day(subscriber.erasedAt)}`;
  if (state === 'pending') return `asked for on ${day(requestedAt)} and not confirmed yet`;
  return `ended on ${day(endedAt)} by ${endedBy ?? 'nobody known'}`;
}

function day(at: Date | null): string {
  return at === null ? 'an unknown day' : at.toISOString().slice(0, 10);
}
