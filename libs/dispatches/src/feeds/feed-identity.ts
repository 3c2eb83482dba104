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
  const titlesByIdAndLink = new Map(Array.from(byId, ([id, sharers]) => [id, titlesByLink(sharers)]));
  const taken = new Set<string>();
  return entries.flatMap((entry) => {
    const id = ownId(entry, titlesByIdAndLink.get(entry.id) ?? new Map());
    if (taken.has(id)) return [];
    taken.add(id);
    return [{ ...entry, id }];
  });
}

type TitlesByLink = ReadonlyMap<string | undefined, ReadonlySet<string>>;

function titlesByLink(entries: readonly FeedEntry[]): TitlesByLink {
  const titles = new Map<string | undefined, Set<string>>();
  for (const { link, title } of entries) {
    const known = titles.get(link);
    if (known) known.add(title);
    else titles.set(link, new Set([title]));
  }
  return titles;
}

/** @param shared links and titles of all entries with its id */
function ownId(entry: FeedEntry, shared: TitlesByLink): string {
  const isLinkOfOneTitle = shared.get(entry.link)?.size === 1;
  if (shared.size === 1 && isLinkOfOneTitle) return entry.id;
  if (entry.link !== undefined && isLinkOfOneTitle && entry.link !== entry.id) return entry.link;
  const text = [entry.id, entry.link ?? '', entry.title, entry.published?.toISOString() ?? ''].join('\n');
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
