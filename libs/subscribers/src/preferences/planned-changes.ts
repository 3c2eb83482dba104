import { knownZone } from '@app/platform';
import type { Newsletter } from '@app/editions';
import { subscriberErrors } from '../subscribers.errors.js';
import { isDay, knownChoice, pauseDays, pauseZone, type LiveSubscription, type ReaderChoices } from './choices.js';

/** One newsletter of a form that came back. What the newsletter does not offer is left out, or as it was. */
export interface NewsletterWish {
  readonly slug: string;
  readonly keep: boolean;
  /** The sister newsletter to go on with; undefined or the same slug: this one. */
  readonly moveTo?: string | undefined;
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  /** `HH:MM`; null: the calendar's; undefined: not asked. */
  readonly deliveryTime?: string | null | undefined;
  /** `YYYY-MM-DD`, first day with mail again; null: the field was empty. */
  readonly pausedUntil: string | null;
  /** Come back from a pause now, whatever day stands in the field. */
  readonly resume: boolean;
  readonly opens: boolean;
  readonly clicks: boolean;
}

export interface PreferenceWish {
  /** {@link versionOf} of what the page showed. */
  readonly seen: string;
  readonly newsletters: readonly NewsletterWish[];
  /** Slugs of newsletters to sign up for. */
  readonly joins: readonly string[];
  /** null: each newsletter's own; undefined: not asked. */
  readonly timeZone?: string | null | undefined;
}

/** What is to become of one subscription; only what is different stands in it. */
export interface SubscriptionChange {
  readonly of: LiveSubscription;
  readonly ends: boolean;
  readonly moveTo?: Newsletter;
  readonly choices?: Pick<LiveSubscription['choices'], 'regions' | 'topics' | 'deliveryTime'>;
  readonly pauseUntil?: string;
  readonly resumes: boolean;
  /** What may be measured from now on, or no more. */
  readonly measures: readonly { readonly purpose: 'opens' | 'clicks'; readonly isGiven: boolean }[];
}

export interface PlannedChanges {
  readonly subscriptions: readonly SubscriptionChange[];
  readonly joins: readonly Newsletter[];
  /** undefined: stays. */
  readonly timeZone?: string | null;
}

/**
 * What a form asks to change, or an error that names what is wrong with it. Pure: nothing is written before all of it
 * is known to be right. A wish that is already fulfilled, such as the second press of a button, asks for nothing.
 */
export function plannedChanges(current: ReaderChoices, wish: PreferenceWish, now: Date): PlannedChanges {
  const subscriptions = wish.newsletters.flatMap((one) => {
    const live = current.live.find(({ newsletter }) => newsletter.slug === one.slug);
    if (live !== undefined) return changeOf(live, one, { current, now });
    if (one.keep ? !isMoved(current, one) : !isKnown(current, one)) throw subscriberErrors.error('preferences.changed');
    return [];
  });
  const targets = subscriptions.flatMap(({ moveTo }) => moveTo?.id ?? []);
  if (new Set(targets).size < targets.length) throw subscriberErrors.error('preferences.changed');
  const joins = [...new Set(wish.joins)].flatMap((slug) => {
    if (current.live.some(({ newsletter }) => newsletter.slug === slug)) return [];
    const other = current.others.find(({ newsletter }) => newsletter.slug === slug);
    if (other === undefined) throw subscriberErrors.error('preferences.changed');
    return [other.newsletter];
  });
  return { subscriptions, joins, ...zoneChange(current, wish) };
}

export function changesNothing({ subscriptions, joins, timeZone }: PlannedChanges): boolean {
  return subscriptions.length === 0 && joins.length === 0 && timeZone === undefined;
}

/** The subscription was moved by an earlier press of the same button. */
function isMoved({ live }: ReaderChoices, { slug, moveTo }: NewsletterWish): boolean {
  const target = live.find(({ newsletter }) => newsletter.slug === moveTo);
  return target?.sisters.some((sister) => sister.slug === slug) === true;
}

/** A newsletter of this brand that has ended meanwhile, which is what an empty box asks for. */
function isKnown({ live, others }: ReaderChoices, { slug }: NewsletterWish): boolean {
  const isIt = (newsletter: Newsletter): boolean => newsletter.slug === slug;
  return live.some(({ sisters }) => sisters.some(isIt)) || others.some(({ newsletter }) => isIt(newsletter));
}

function changeOf(
  live: LiveSubscription,
  wish: NewsletterWish,
  { current, now }: { readonly current: ReaderChoices; readonly now: Date },
): SubscriptionChange[] {
  if (!wish.keep) return [{ of: live, ends: true, resumes: false, measures: [] }];
  const moveTo = sisterOf(live, wish);
  const choices = changedChoices(live, wish);
  const pause = changedPause(live, wish, { zone: pauseZone(current.timeZone, live.newsletter), now });
  // What was agreed for one newsletter is agreed anew for its sister, from the same form.
  const measures = (['opens', 'clicks'] as const)
    .filter((purpose) => (moveTo === undefined ? wish[purpose] !== live.choices[purpose] : wish[purpose]))
    .map((purpose) => ({ purpose, isGiven: wish[purpose] }));
  const isSame = moveTo === undefined && choices === undefined && measures.length === 0;
  if (isSame && !pause.resumes && pause.pauseUntil === undefined) return [];
  return [
    {
      of: live,
      ends: false,
      ...(moveTo === undefined ? {} : { moveTo }),
      ...(choices === undefined ? {} : { choices }),
      ...pause,
      measures,
    },
  ];
}

function sisterOf(live: LiveSubscription, { slug, moveTo }: NewsletterWish): Newsletter | undefined {
  if (moveTo === undefined || moveTo === slug) return undefined;
  const sister = live.sisters.find((one) => one.slug === moveTo);
  if (sister === undefined) throw subscriberErrors.error('preferences.changed');
  return sister;
}

function changedChoices(live: LiveSubscription, wish: NewsletterWish): SubscriptionChange['choices'] {
  const { newsletter, choices } = live;
  const regions = chosenLabels('regions', live, wish);
  const topics = chosenLabels('topics', live, wish);
  const deliveryTime = wish.deliveryTime === undefined ? choices.deliveryTime : wish.deliveryTime;
  const isKept = deliveryTime === choices.deliveryTime;
  if (!isKept && deliveryTime !== null && !newsletter.offers.deliveryTimes.includes(deliveryTime))
    throw subscriberErrors.error('preferences.changed');
  if (isKept && isSameChoice(regions, choices.regions) && isSameChoice(topics, choices.topics)) return undefined;
  return { regions, topics, deliveryTime };
}

/** Nothing chosen is no choice: who wants nothing ends the subscription, and is told so. */
function chosenLabels(
  field: 'regions' | 'topics',
  { newsletter, choices, ...live }: LiveSubscription,
  wish: NewsletterWish,
): readonly string[] | null {
  const offered = live[field];
  if (wish[field].some((label) => !offered.includes(label))) throw subscriberErrors.error('preferences.changed');
  if (offered.length === 0) return choices[field];
  if (wish[field].length === 0)
    throw subscriberErrors.error('preferences.nothing_chosen', { newsletter: newsletter.slug, field });
  return knownChoice(wish[field], offered);
}

function isSameChoice(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function changedPause(
  { newsletter, choices }: LiveSubscription,
  { pausedUntil, resume }: NewsletterWish,
  { zone, now }: { readonly zone: string; readonly now: Date },
): Pick<SubscriptionChange, 'pauseUntil' | 'resumes'> {
  // A field that was emptied says the same as the box beside it.
  const isOver = resume || (pausedUntil === null && choices.pausedUntil !== null);
  if (isOver || pausedUntil === null) return { resumes: isOver && choices.isPaused };
  if (pausedUntil === choices.pausedUntil) return { resumes: false };
  const { earliest, latest } = pauseDays(zone, now);
  // Days written so compare as text.
  if (!isDay(pausedUntil) || pausedUntil < earliest || pausedUntil > latest)
    throw subscriberErrors.error('preferences.pause_date', { newsletter: newsletter.slug, earliest, latest });
  return { pauseUntil: pausedUntil, resumes: false };
}

function zoneChange({ timeZone, live }: ReaderChoices, wish: PreferenceWish): Pick<PlannedChanges, 'timeZone'> {
  if (wish.timeZone === undefined || wish.timeZone === timeZone) return {};
  const isOffered = live.some(({ newsletter }) => newsletter.offers.timeZone);
  if (!isOffered || (wish.timeZone !== null && knownZone(wish.timeZone) === null))
    throw subscriberErrors.error('preferences.changed');
  return { timeZone: wish.timeZone };
}
