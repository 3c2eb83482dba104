/**
 * How often a source speaks, and when its silence is news for the desk. Pure.
 *
 * An arrival is a minute in which something new came: a poll that brings ten dispatches is one arrival. The usual gap is
 * the median of the gaps between the newest arrivals. A source is silent when nothing new came for six times the gap
 * that nine in ten of its gaps do not exceed, and for six hours at least.
 *
 * The exception is a habit: when a week earlier, at the same hour, it had not spoken for that long either (a weekend,
 * a small newsroom's night), silence is its rhythm. A silence of more than a week is no habit.
 */

export interface Rhythm {
  /** Median, whole seconds. */
  readonly usualGapSeconds: number;
  /** The silence that is news. */
  readonly silentAfterSeconds: number;
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Arrivals looked at: at fifty, one odd night does not move the median. */
const ARRIVALS = 50;
/** With fewer gaps than this nobody knows a rhythm. */
const MIN_GAPS = 8;
const LONG_GAP_SHARE = 0.9;
const LONG_GAPS = 6;
const MIN_SILENCE_SECONDS = 6 * 3_600;
const WEEK_MS = 7 * 86_400_000;

/**
 * @param arrivals newest first, no minute twice
 * @returns undefined when there are too few to tell
 */
export function rhythmOf(arrivals: readonly Date[]): Rhythm | undefined {
  const newest = arrivals.slice(0, ARRIVALS);
  const gaps = newest
    .slice(1)
    .map((earlier, index) => ((newest[index]?.getTime() ?? 0) - earlier.getTime()) / 1000)
    .sort((one, other) => one - other);
  if (gaps.length < MIN_GAPS) return undefined;
  return {
    usualGapSeconds: Math.round(nearestRank(gaps, 0.5)),
    silentAfterSeconds: Math.max(LONG_GAPS * nearestRank(gaps, LONG_GAP_SHARE), MIN_SILENCE_SECONDS),
  };
}

/** Whether a source that last spoke at `last` has not spoken for longer than its rhythm explains. */
export function isSilent(rhythm: Rhythm, last: Date, now: Date): boolean {
  return now.getTime() - last.getTime() > rhythm.silentAfterSeconds * 1000;
}

/**
 * The span, a week ago, in which it must not have spoken for its silence to be a habit; undefined when the silence
 * reaches back that far itself and proves nothing.
 */
export function habitSpan(rhythm: Rhythm, last: Date, now: Date): Span | undefined {
  const to = new Date(now.getTime() - WEEK_MS);
  if (to >= last) return undefined;
  return { from: new Date(to.getTime() - rhythm.silentAfterSeconds * 1000), to };
}

/** Of sorted values, the smallest that at least this share of them does not exceed. */
function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0;
}
