import type { ReadershipPeriod, ReadershipStep } from './readership.repository.js';

export interface FilledPeriod extends ReadershipPeriod {
  /** At its end. */
  readonly readers: number;
}

const DAY_MS = 86_400_000;

/** Both included; negative where they stand the wrong way round. Days as `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** Every period of the range, also those in which nothing happened, with the readers at the end of each. Pure. */
export function periodsOf(
  { from, to, step }: { readonly from: string; readonly to: string; readonly step: ReadershipStep },
  counted: readonly ReadershipPeriod[],
  readersBefore: number,
): FilledPeriod[] {
  const found = new Map(counted.map((period) => [period.begins, period]));
  const periods: FilledPeriod[] = [];
  let readers = readersBefore;
  for (let begins = beginning(from, step); begins <= to; begins = next(begins, step)) {
    const counts = found.get(begins) ?? { begins, signedUp: 0, confirmed: 0, brought: 0, returned: 0, ended: 0 };
    readers += counts.confirmed + counts.brought + counts.returned - counts.ended;
    periods.push({ ...counts, readers });
  }
  return periods;
}

/** As `date_trunc` of PostgreSQL: a week begins on Monday (ISO 8601). */
function beginning(day: string, step: ReadershipStep): string {
  if (step === 'month') return `${day.slice(0, 8)}01`;
  if (step === 'day') return day;
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

function next(day: string, step: ReadershipStep): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (step === 'month') at.setUTCMonth(at.getUTCMonth() + 1);
  else at.setUTCDate(at.getUTCDate() + (step === 'week' ? 7 : 1));
  return at.toISOString().slice(0, 10);
}
