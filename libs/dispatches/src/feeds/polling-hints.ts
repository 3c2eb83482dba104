import type { RdfFeed, RssFeed } from 'feedsmith';

/** What a feed itself says about how often to come back. Data for the poller, which has bounds of its own. */
export interface PollingHints {
  /** RSS `ttl` (given in minutes) or the syndication module's period; in seconds. */
  readonly ttlSeconds?: number;
  /** Hours of the day in UTC (0 … 23) and days (0 Sunday … 6) in which nothing new is to be expected. */
  readonly skipHours?: readonly number[];
  readonly skipDays?: readonly number[];
}

/** https://web.resource.org/rss/1.0/modules/syndication/ */
const PERIODS: Readonly<Record<string, number>> = {
  hourly: 3_600,
  daily: 86_400,
  weekly: 7 * 86_400,
  monthly: 30 * 86_400,
  yearly: 365 * 86_400,
};
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** What claims more is a mistake, in seconds. */
const LONGEST = 365 * 86_400;

interface Syndication {
  readonly updatePeriod?: string;
  readonly updateFrequency?: number;
}

export function rssHints(feed: RssFeed.Feed<Date | undefined>): PollingHints {
  const hours = (feed.skipHours ?? []).map((hour) => hour % 24).filter((hour) => Number.isInteger(hour) && hour >= 0);
  const days = (feed.skipDays ?? []).map((day) => DAYS.indexOf(day.trim().toLowerCase())).filter((day) => day >= 0);
  return {
    ...ttl(feed.ttl === undefined ? periodOf(feed.sy) : feed.ttl * 60),
    ...(hours.length > 0 && { skipHours: [...new Set(hours)] }),
    ...(days.length > 0 && { skipDays: [...new Set(days)] }),
  };
}

export function rdfHints(feed: RdfFeed.Feed<Date | undefined>): PollingHints {
  return ttl(periodOf(feed.sy));
}

/** The period defaults to a day and the frequency to once in it. */
function periodOf(syndication: Syndication | undefined): number | undefined {
  if (!syndication) return undefined;
  const period = PERIODS[syndication.updatePeriod?.trim().toLowerCase() ?? 'daily'];
  const frequency = syndication.updateFrequency ?? 1;
  return period === undefined || frequency < 1 ? undefined : Math.round(period / frequency);
}

function ttl(seconds: number | undefined): PollingHints {
  const isSensible = seconds !== undefined && Number.isFinite(seconds) && seconds > 0 && seconds <= LONGEST;
  return isSensible ? { ttlSeconds: Math.round(seconds) } : {};
}
