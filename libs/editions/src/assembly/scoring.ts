import type { ShelfDispatch } from '@app/dispatches';
import { newsAt, otherSourcesOf, type Event } from './events.js';
import type { ScoreParts } from './proposal.js';
import { because, type Reason } from './reasons.js';

/** How much an event is worth to readers of a morning. Points are counted in tenths, so that sums are exact. */

/** A step of urgency (IPTC ninjs 1…9): one step outweighs half a day of age. */
const URGENCY_TENTHS = 120;
const LEAST_URGENT = 9;
/** A point an hour, for a day: yesterday's breakfast is no news this morning. */
const FRESHNESS_HOURS = 24;
const HOUR_MS = 3_600_000;
/** A further source that tells of it: what several newsrooms hold to be news is. Two of them outweigh a step of urgency. */
const BREADTH_TENTHS = 60;
/** Beyond six sources the count says how many wires a newsroom takes, not how large the event is. */
const MOST_FURTHER_SOURCES = 5;
/** A step of a source's weight, 0 … 10: all ten of them are worth a step and a half of urgency. */
const WEIGHT_TENTHS = 20;
/** What readers of this newsletter have not read is worth half a day more than an update of what they have. */
const NOVELTY_TENTHS = 120;

export interface Scored {
  readonly score: ScoreParts;
  readonly reasons: readonly Reason[];
}

/** Pure. `event` holds the dispatches that count, with their representative; all is judged when the edition is due. */
export function scoreOf(
  event: Event,
  representative: ShelfDispatch,
  { dueAt, isUpdate }: { dueAt: Date; isUpdate: boolean },
): Scored {
  const urgency = Math.min(...event.map((one) => one.urgency));
  const newest = Math.max(...event.map((one) => newsAt(one).getTime()));
  const hours = tenths(Math.max(0, dueAt.getTime() - newest) / HOUR_MS);
  const further = otherSourcesOf(event, representative).length;
  const parts = {
    urgency: (LEAST_URGENT - urgency) * URGENCY_TENTHS,
    freshness: Math.max(0, FRESHNESS_HOURS * 10 - hours),
    breadth: Math.min(further, MOST_FURTHER_SOURCES) * BREADTH_TENTHS,
    sourceWeight: representative.sourceWeight * WEIGHT_TENTHS,
    novelty: isUpdate ? 0 : NOVELTY_TENTHS,
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const score = {
    urgency: parts.urgency / 10,
    freshness: parts.freshness / 10,
    breadth: parts.breadth / 10,
    sourceWeight: parts.sourceWeight / 10,
    novelty: parts.novelty / 10,
    total: total / 10,
  };
  const reasons = [
    because.urgency(urgency, score.urgency),
    because.freshness(hours / 10, score.freshness),
    because.breadth(further + 1, score.breadth),
    because.sourceWeight(representative.sourceWeight, score.sourceWeight),
    ...(isUpdate ? [] : [because.isNew(score.novelty)]),
  ];
  return { score, reasons };
}

function tenths(value: number): number {
  return Math.round(value * 10);
}
