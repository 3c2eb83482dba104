import { createHash } from 'node:crypto';
import type { FeedEntry } from './feed-entry.js';

/**
 * Entries whose id is theirs alone. Some feeds give every entry the same guid (the site's address, a 0); taken at its
 * word, each would be a new version of the one before. An entry listed twice is listed once; where entries that
 * differ share an id, none of them can be known by it, and each is known by its link, or else by its title and date.
 */
export function withDistinctIds(entries: readonly FeedEntry[]): readonly FeedEntry[] {
  const byId = Map.groupBy(entries, ({ id }) => id);
  if (byId.size === entries.length) return entries;
  const taken = new Set<string>();
  return entries.flatMap((entry) => {
    const sharers = byId.get(entry.id) ?? [];
    const id = sharers.every((other) => isSame(other, entry)) ? entry.id : ownId(entry, sharers);
    if (taken.has(id)) return [];
    taken.add(id);
    return [{ ...entry, id }];
  });
}

function isSame(one: FeedEntry, other: FeedEntry): boolean {
  return one.link === other.link && one.title === other.title;
}

function ownId(entry: FeedEntry, sharers: readonly FeedEntry[]): string {
  const isLinkItsOwn =
    entry.link !== undefined && sharers.every((other) => other.link !== entry.link || isSame(other, entry));
  if (isLinkItsOwn && entry.link !== entry.id) return entry.link ?? entry.id;
  const text = [entry.id, entry.link ?? '', entry.title, entry.published?.toISOString() ?? ''].join('\n');
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
