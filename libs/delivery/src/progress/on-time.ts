/** "95 % by 07:15": what a newsletter promises itself, and whether it will be kept. Pure. */

const MINUTE_MS = 60_000;

/** Messages a minute where nothing was measured yet: five connections to a relay that answers in a quarter of a second. */
export const UNMEASURED_PER_MINUTE = 1_200;

/** A wave as its sending goes. */
export interface TimedWave {
  readonly editionId: string;
  readonly newsletterId: string;
  readonly size: number;
  /** At the relay, or found not to be sent at all. */
  readonly done: number;
  /** By then … */
  readonly targetAt: Date;
  /** … so many percent of it are to be done. */
  readonly percent: number;
  /** Messages a minute of the edition's last minutes; null: unknown. */
  readonly perMinute: number | null;
}

/**
 * So many minutes before their readers' hour the waves begin, for the largest to be in time. 0: it is in time anyway.
 */
export function startLeadMinutes(given: {
  readonly largestWave: number;
  readonly percent: number;
  readonly targetMinutes: number;
  readonly perMinute: number | null;
}): number {
  const { largestWave, percent, targetMinutes, perMinute } = given;
  const rate = Math.max(1, perMinute ?? UNMEASURED_PER_MINUTE);
  return Math.max(0, Math.ceil((largestWave * percent) / 100 / rate - targetMinutes));
}

/** The share of a wave, in percent, that will be done at its target if it goes on like this. */
export function expectedPercent({ size, done, targetAt, perMinute }: TimedWave, now: Date): number {
  if (size === 0) return 100;
  const minutes = Math.max(0, (targetAt.getTime() - now.getTime()) / MINUTE_MS);
  return Math.min(100, Math.floor(((done + minutes * (perMinute ?? 0)) / size) * 100));
}

/**
 * `behind`: the target will not be met, or was not. `kept`: it was, or will be. undefined: nobody can say yet, because
 * nothing has been measured.
 */
export function judgeWave(wave: TimedWave, now: Date): 'behind' | 'kept' | undefined {
  if ((wave.done / Math.max(1, wave.size)) * 100 >= wave.percent) return 'kept';
  if (now >= wave.targetAt) return 'behind';
  if (wave.perMinute === null) return undefined;
  return expectedPercent(wave, now) >= wave.percent ? 'kept' : 'behind';
}
