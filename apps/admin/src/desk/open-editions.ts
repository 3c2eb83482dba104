import type { GetApiV1NewslettersBySlugEditionsResponses } from '../client/index.js';

export type EditionRow = GetApiV1NewslettersBySlugEditionsResponses[200]['editions'][number];

const AT_DESK = new Set<EditionRow['state']>(['proposed', 'held', 'approved', 'claimed']);

/** What a desk can still do something about, the next due first. */
export function openEditions(editions: readonly EditionRow[]): EditionRow[] {
  return editions
    .filter(({ state }) => AT_DESK.has(state))
    .toSorted((one, other) => one.dueAt.localeCompare(other.dueAt) || one.sequence - other.sequence);
}
