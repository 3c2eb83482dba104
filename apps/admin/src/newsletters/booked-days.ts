const DAY_MS = 86_400_000;

/** Days from the first to the last, both `YYYY-MM-DD` and included; 0 where one is missing or the last comes before the first. */
export function daysBetween(first: string, last: string): number {
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  return days > 0 ? days : 0;
}
