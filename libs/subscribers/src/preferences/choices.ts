import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { localDate, type Newsletter } from '@app/editions';

/** What a reader chose for one newsletter. `regions` and `topics` null: everything it brings. */
export interface Choices {
  readonly regions: readonly string[] | null;
  readonly topics: readonly string[] | null;
  /** `HH:MM`; null: the calendar's. */
  readonly deliveryTime: string | null;
  /** First day with mail again, `YYYY-MM-DD` in {@link pauseZone}; null while paused: until the reader comes back. */
  readonly pausedUntil: string | null;
  readonly isPaused: boolean;
  readonly opens: boolean;
  readonly clicks: boolean;
}

/** An active or paused subscription as its reader's page shows it. */
export interface LiveSubscription {
  readonly id: string;
  readonly newsletter: Newsletter;
  readonly choices: Choices;
  /** The installation's labels this newsletter lets its readers choose from; empty: nothing to choose. */
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  /** The same newsletter in other languages, as far as this reader does not receive them already. */
  readonly sisters: readonly Newsletter[];
}

/** Everything of one brand that a reader may choose, and what they chose. Holds no address. */
export interface ReaderChoices {
  readonly subscriberId: string;
  /** IANA name; null: each newsletter's own. */
  readonly timeZone: string | null;
  /** The newsletter whose language the page speaks. */
  readonly newsletter: Newsletter;
  readonly live: readonly LiveSubscription[];
  /** Public newsletters of the brand that are not received. */
  readonly others: readonly { readonly newsletter: Newsletter; readonly isPending: boolean }[];
}

/** What the installation can tell regions and topics by. */
export interface KnownLabels {
  readonly regions: readonly string[];
  readonly topics: readonly string[];
}

/** Longest pause, in days: who is away for longer has left. */
export const PAUSE_DAYS_MAX = 365;

/** Regions are those of the newsletter's sections, in the order in which the digest shows them. */
export function offeredRegions({ offers, sections }: Newsletter, labels: KnownLabels): readonly string[] {
  if (!offers.regions) return [];
  const shown = sections.filter((section) => labels.regions.includes(section));
  return shown.length === 0 ? labels.regions : shown;
}

export function offeredTopics({ offers }: Newsletter, labels: KnownLabels): readonly string[] {
  return offers.topics ? labels.topics : [];
}

/** A choice without the labels that are gone. All, or none that is left: everything. */
export function knownChoice(chosen: readonly string[] | null, offered: readonly string[]): readonly string[] | null {
  const left = offered.filter((label) => chosen?.includes(label) === true);
  return left.length === 0 || left.length === offered.length ? null : left;
}

/** Days of a pause are counted where the reader is. */
export function pauseZone(timeZone: string | null, newsletter: Newsletter): string {
  return timeZone ?? newsletter.timeZone;
}

/** First and last day on which a pause may end: tomorrow, and a year from today. */
export function pauseDays(zone: string, now: Date): { readonly earliest: string; readonly latest: string } {
  const today = Temporal.PlainDate.from(localDate(zone, now));
  return {
    earliest: today.add({ days: 1 }).toString(),
    latest: today.add({ days: PAUSE_DAYS_MAX }).toString(),
  };
}

/** The instant at which `day` (`YYYY-MM-DD`) begins in the zone. */
export function startOfDay(day: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** A day there is, written as a date field writes it. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    // RangeError: 31 June.
    return false;
  }
}

/**
 * Names what a page showed, so that what comes back can be told from what was shown before somebody else, another tab or
 * the clock changed it. `wordings` are the versions of the words the reader agrees to.
 */
export function versionOf({ timeZone, live }: ReaderChoices, wordings: readonly string[]): string {
  const shown = live.map(({ id, choices, regions, topics, sisters }) => [
    id,
    choices,
    regions,
    topics,
    sisters.map(({ slug }) => slug),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([timeZone, shown, wordings]))
    .digest('hex')
    .slice(0, 16);
}
