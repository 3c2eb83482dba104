/** When something was published, where the source's word can be taken for it. */

/** Clocks of publishers run ahead by minutes; more is a wrong time zone, a typing error or an article put in early. */
const MAX_AHEAD_MS = 10 * 60_000;
/** What a source listed before it was watched is news for two days, as a digest after a weekend tells it. */
const BACK_CATALOGUE_MS = 48 * 3_600_000;

/** The written date, or undefined where first seen has to stand in for it. */
export function believableDate(written: string | null, firstSeen: Date): Date | undefined {
  if (written === null) return undefined;
  const date = new Date(written);
  return date.getTime() > firstSeen.getTime() + MAX_AHEAD_MS ? undefined : date;
}

/**
 * Whether an entry of a source's first poll is no news. One without a date may be years old; one dated ahead was
 * written today.
 */
export function isBackCatalogue(written: string | null, firstSeen: Date): boolean {
  return written === null || new Date(written).getTime() < firstSeen.getTime() - BACK_CATALOGUE_MS;
}
