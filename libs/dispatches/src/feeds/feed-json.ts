import type { FeedEntry, FeedImage, ParsedFeed } from './feed-parsing.js';

/**
 * A feed as `colporteur feed parse --json` prints it: every key is always there, null where the feed says nothing.
 * The schema is documented in the command's help; dates are ISO 8601 in UTC.
 */
export interface FeedJson {
  readonly format: ParsedFeed['format'];
  readonly title: string | null;
  readonly link: string | null;
  readonly language: string | null;
  readonly entries: readonly EntryJson[];
}

export interface EntryJson {
  readonly id: string;
  readonly title: string;
  readonly link: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly author: string | null;
  readonly summary: string | null;
  readonly contentHtml: string | null;
  readonly image: ImageJson | null;
  readonly categories: readonly string[];
}

export interface ImageJson {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string | null;
  readonly caption: string | null;
  readonly credit: string | null;
}

export function feedJson({ format, title, link, language, entries }: ParsedFeed): FeedJson {
  return {
    format,
    title: title === '' ? null : title,
    link: link ?? null,
    language: language ?? null,
    entries: entries.map(entryJson),
  };
}

function entryJson(entry: FeedEntry): EntryJson {
  return {
    id: entry.id,
    title: entry.title,
    link: entry.link ?? null,
    published: entry.published?.toISOString() ?? null,
    updated: entry.updated?.toISOString() ?? null,
    author: entry.author ?? null,
    summary: entry.summary ?? null,
    contentHtml: entry.contentHtml ?? null,
    image: entry.image ? imageJson(entry.image) : null,
    categories: entry.categories,
  };
}

function imageJson({ url, width, height, alt, caption, credit }: FeedImage): ImageJson {
  return {
    url,
    width: width ?? null,
    height: height ?? null,
    alt: alt ?? null,
    caption: caption ?? null,
    credit: credit ?? null,
  };
}
