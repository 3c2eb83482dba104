import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import {
  discoverFeeds,
  dispatchErrors,
  feedJson,
  parseFeed,
  type DiscoveredFeed,
  type ParsedFeed,
} from '@app/dispatches';
import { isCatalogueError, safeFetch } from '@app/platform';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
  base?: string;
  contentType?: string;
}

/** A news feed is well under a megabyte; ten leave room for one that keeps a year of full texts. */
const MAX_BYTES = 10 * 1024 * 1024;
/** Somebody waits at a terminal; in milliseconds. */
const FETCH_LIMIT_MS = 30_000;
const MAX_REDIRECTS = 5;

const OUTPUT = `
The JSON has, always: format (rss, atom, rdf, json), title, link, language, and
entries [{id, title, link, published, updated, author, summary, contentHtml, image, categories}].
Titles and names are plain text in one line; summary and contentHtml are sanitised HTML with absolute links; dates are
ISO 8601 in UTC; image is {url, width, height, alt, caption, credit} or null; categories is a list. What the feed does
not say is null. Entries are those of the feed, in its order, at most 10,000.
When there is no feed the exit status is 1 and the JSON is {"error": {"code", "message"}} with one of
feed.not_a_feed (and what it is instead), feed.malformed (broken, or cut off), feed.no_file, feed.too_large,
feed.refused, or why it could not be fetched (fetch.…).`;

/** What is in a feed, and which feeds a page has. Needs no database and no settings. */
export function addFeeds(program: Command): void {
  const feed = program.command('feed').description('feeds: parse, discover');
  withOrigin(feed.command('parse <feed>'))
    .description('read a feed: a file, an address, or - for standard input')
    .addHelpText('after', OUTPUT)
    .action(async (source: string, options: Options) => {
      const { body, ...origin } = await read(source, options);
      const parsed = parseFeed(body, origin);
      print(options, feedJson(parsed), () => listing(parsed));
    });
  withOrigin(feed.command('discover <page>'))
    .description('the feeds that a web page names, best first: a file, an address, or - for standard input')
    .addHelpText('after', '\nThe JSON is a list of {url, title, format}; a feed itself is its only one.')
    .action(async (source: string, options: Options) => {
      const { body, ...origin } = await read(source, options);
      const found = feedsAt(body, origin);
      print(options, found, () => table(['format', 'title', 'url'], found.map(({ format, title, url }) => [format ?? '', title ?? '', url])));
    }); // prettier-ignore
}

function withOrigin(command: Command): Command {
  return command
    .option('--base <url>', 'where a file came from: what its relative links are relative to')
    .option('--content-type <type>', 'what the server called a file, for its charset')
    .option('--json', 'print JSON');
}

function listing(feed: ParsedFeed): string {
  const rows = feed.entries.map(({ published, title }) => [published?.toISOString().slice(0, 16) ?? '', title]);
  return `${feed.title} (${feed.format}, ${feed.charset})\n\n${table(['published', 'title'], rows)}`;
}

function feedsAt(body: Buffer, origin: Origin): readonly DiscoveredFeed[] {
  try {
    const { title, format } = parseFeed(body, origin);
    return [{ url: origin.url, title, format }];
  } catch (error) {
    if (!isCatalogueError(error, 'feed.not_a_feed')) throw error;
    return discoverFeeds(body, origin);
  }
}

interface Origin {
  readonly url: string;
  readonly contentType?: string;
}

async function read(source: string, { base, contentType }: Options): Promise<Origin & { body: Buffer }> {
  if (base !== undefined && !/^https?:\/\//i.test(base)) throw dispatchErrors.error('feed.no_address', { given: base });
  const given = contentType === undefined ? {} : { contentType };
  if (!/^https?:\/\//i.test(source)) return { body: fileAt(source), url: base ?? '', ...given };
  const response = await safeFetch(source, {
    headers: { accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5', 'user-agent': 'Colporteur' },
    maxBytes: MAX_BYTES,
    timeoutMs: FETCH_LIMIT_MS,
    maxRedirects: MAX_REDIRECTS,
    allowHosts: (process.env['FETCH_ALLOWED_HOSTS'] ?? '').split(',').map((host) => host.trim()).filter((host) => host !== ''),
  }); // prettier-ignore
  if (response.status !== 200) throw dispatchErrors.error('feed.refused', { status: response.status });
  const type = response.headers.get('content-type');
  return { body: response.body, url: base ?? response.url, ...(type !== null && { contentType: type }), ...given };
}

function fileAt(path: string): Buffer {
  const body = bytesOf(path);
  if (body.length > MAX_BYTES) throw dispatchErrors.error('feed.too_large', { limit: MAX_BYTES });
  return body;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw dispatchErrors.error('feed.no_file', { path }, { cause: error });
  }
}
