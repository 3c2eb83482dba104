import type { PollingHints } from '../feeds/feed-parsing.js';
import { freshSeconds, retryAfterSeconds, type HeaderBag } from './freshness.js';

/**
 * When a source is asked again. Pure: everything that decides is given, and each decision comes with its reasons.
 *
 * After a success the pause adapts: half as long when something new came, half as long again when nothing did, towards
 * half of the source's usual gap once that is known, so that news waits about a quarter of it. The publisher's wishes
 * (freshness of the answer, the feed's own ttl) make it longer. After a failure it doubles with every further one.
 * All of that stays within the bounds. `Retry-After` alone may exceed them, up to a day.
 *
 * Every pause is jittered by a tenth, so that sources that were added, or failed, together do not stay together.
 */

export type PollOutcomeFacts =
  /** The first of a source's life: all of it is new to us, which says nothing of its rhythm. */
  | { readonly kind: 'first_read' }
  | { readonly kind: 'read'; readonly created: number }
  | { readonly kind: 'not_modified' }
  | { readonly kind: 'failed' };

export interface NextPollFacts {
  readonly now: Date;
  readonly outcome: PollOutcomeFacts;
  /** Of the last answer; null when none came. */
  readonly headers: HeaderBag | null;
  /** What the feed says of its own times. */
  readonly feedHints: PollingHints;
  readonly history: {
    /** The pause before jitter and wishes that this poll was due by. */
    readonly pauseSeconds: number;
    /** In a row, this one included; 0 after a success. */
    readonly failures: number;
    /** Median seconds between two arrivals; null: not known. */
    readonly usualGapSeconds: number | null;
  };
  readonly bounds: PollBounds;
  /** In [0, 1). */
  readonly random: number;
}

export interface PollBounds {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

export type NextPollReason =
  | 'something_new'
  | 'nothing_new'
  | 'usual_rhythm'
  | 'answer_still_fresh'
  | 'feed_ttl'
  | 'feed_skips'
  | 'failures'
  | 'retry_after'
  | 'lower_bound'
  | 'upper_bound';

export interface NextPoll {
  /** Whole seconds until the next poll. */
  readonly delaySeconds: number;
  /** The adapted pause, to be given as `history.pauseSeconds` next time. */
  readonly pauseSeconds: number;
  readonly reasons: readonly NextPollReason[];
}

const SHORTER = 0.5;
const LONGER = 1.5;
/** A feed that speaks every hour is looked at every half hour, in bursts every quarter, in silence every two hours. */
const RHYTHM = { news: 0.5, fastest: 0.25, slowest: 2 };
const JITTER = 0.1;
/** A server that asks for more than a day of rest has written a wrong number, or wants to be rid of us: we ask daily. */
const MAX_RETRY_AFTER_SECONDS = 86_400;
/** 2^20 × any pause is over any bound; more would leave the safe integers. */
const MAX_DOUBLINGS = 20;
const HOUR_MS = 3_600_000;
const HOURS_OF_A_WEEK = 168;

export function nextPoll(facts: NextPollFacts): NextPoll {
  const { outcome, bounds, history } = facts;
  const reasons: NextPollReason[] = [];
  const pauseSeconds =
    outcome.kind === 'failed' ? clamp(history.pauseSeconds, bounds) : clamp(adapted(facts, reasons), bounds);
  const wished =
    outcome.kind === 'failed' ? backOff(facts, pauseSeconds, reasons) : wishes(facts, pauseSeconds, reasons);
  const wanted = Math.max(pauseSeconds, wished);
  if (wanted > bounds.maxSeconds) reasons.push('upper_bound');
  // A wish is a floor for the jitter too: asking before the answer has gone stale is what it asked us not to do.
  const delay = jittered(Math.min(wanted, bounds.maxSeconds), facts.random, {
    minSeconds: outcome.kind === 'failed' ? bounds.minSeconds : clamp(wished, bounds),
    maxSeconds: bounds.maxSeconds,
  });
  const rest = restAsked(facts);
  if (rest === undefined || rest <= delay) return { delaySeconds: Math.round(delay), pauseSeconds, reasons };
  // Only later, never earlier than the server asked for.
  const later = Math.min(Math.ceil(rest * (1 + JITTER * facts.random)), MAX_RETRY_AFTER_SECONDS);
  const delaySeconds = Math.max(later, Math.round(delay));
  return { delaySeconds, pauseSeconds, reasons: [...reasons, 'retry_after'] };
}

function adapted({ outcome, history, bounds }: NextPollFacts, reasons: NextPollReason[]): number {
  if (outcome.kind === 'first_read') return history.pauseSeconds;
  const isNews = outcome.kind === 'read' && outcome.created > 0;
  reasons.push(isNews ? 'something_new' : 'nothing_new');
  const pause = history.pauseSeconds * (isNews ? SHORTER : LONGER);
  const gap = history.usualGapSeconds;
  const inRhythm =
    gap === null
      ? pause
      : isNews
        ? Math.max(Math.min(pause, gap * RHYTHM.news), gap * RHYTHM.fastest)
        : Math.min(pause, gap * RHYTHM.slowest);
  if (inRhythm !== pause) reasons.push('usual_rhythm');
  if (inRhythm < bounds.minSeconds) reasons.push('lower_bound');
  return Math.round(inRhythm);
}

/** The longest pause the publisher asks for after a success; 0: none. */
function wishes({ headers, now, feedHints }: NextPollFacts, pauseSeconds: number, reasons: NextPollReason[]): number {
  const fresh = headers === null ? 0 : freshSeconds(headers, now);
  const ttl = feedHints.ttlSeconds ?? 0;
  const wished = Math.max(fresh, ttl);
  const skipped = afterSkipped(now, Math.max(pauseSeconds, wished), feedHints);
  if (fresh > 0) reasons.push('answer_still_fresh');
  if (ttl > 0) reasons.push('feed_ttl');
  if (skipped > 0) reasons.push('feed_skips');
  return Math.max(wished, skipped);
}

/** Seconds until the first hour the feed does not skip, when the pause would end in one it does; 0: it does not. */
function afterSkipped(now: Date, pauseSeconds: number, { skipHours = [], skipDays = [] }: PollingHints): number {
  const isSkipped = (at: Date): boolean => skipHours.includes(at.getUTCHours()) || skipDays.includes(at.getUTCDay());
  const first = new Date(now.getTime() + pauseSeconds * 1000);
  if (!isSkipped(first)) return 0;
  for (let hours = 1; hours <= HOURS_OF_A_WEEK; hours += 1) {
    const at = new Date((Math.floor(first.getTime() / HOUR_MS) + hours) * HOUR_MS);
    if (!isSkipped(at)) return Math.ceil((at.getTime() - now.getTime()) / 1000);
  }
  // A feed that skips the whole week says nothing.
  return 0;
}

function backOff({ history }: NextPollFacts, pauseSeconds: number, reasons: NextPollReason[]): number {
  reasons.push('failures');
  return pauseSeconds * 2 ** Math.min(Math.max(history.failures - 1, 0), MAX_DOUBLINGS);
}

/** `Retry-After` of an answer that is not the feed, whatever its status. */
function restAsked({ outcome, headers, now }: NextPollFacts): number | undefined {
  return outcome.kind === 'failed' && headers !== null ? retryAfterSeconds(headers, now) : undefined;
}

function clamp(seconds: number, { minSeconds, maxSeconds }: PollBounds): number {
  return Math.min(Math.max(seconds, minSeconds), maxSeconds);
}

/** Spread by a tenth either way; what would leave a bound is mirrored at it, so that a bound is no meeting point. */
function jittered(seconds: number, random: number, { minSeconds, maxSeconds }: PollBounds): number {
  const spread = seconds * (1 - JITTER + 2 * JITTER * random);
  const above = spread < minSeconds ? 2 * minSeconds - spread : spread;
  const below = above > maxSeconds ? 2 * maxSeconds - above : above;
  return clamp(below, { minSeconds, maxSeconds });
}
