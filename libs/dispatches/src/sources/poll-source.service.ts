import { Injectable } from '@nestjs/common';
import { Config, Log, errorText, isCatalogueError, safeFetch } from '@app/platform';
import type { IncomingDispatch, SourceRecord } from '../dispatch.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { parseFeed } from '../feeds/feed-parsing.js';
import { htmlToText } from '../markup/sanitize.js';
import { SourceRepository } from './source.repository.js';
import { StoreDispatch } from '../store-dispatch.service.js';

export interface PollResult {
  readonly outcome: 'not_due' | 'not_modified' | 'read';
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Entries that could not be stored, by reason; the others were. */
  readonly refused: readonly { id: string; reason: string }[];
}

/** A news feed is well under a megabyte; ten leave room for one that keeps a year of full texts. */
const MAX_FEED_BYTES = 10 * 1024 * 1024;
const FETCH_LIMIT_MS = 30_000;
const MAX_REDIRECTS = 5;
/** The newest entries of one poll; a feed that lists more is a back catalogue. */
const MAX_ENTRIES = 200;

/** Fetches one due feed and stores what is new in it. */
@Injectable()
export class PollSource {
  constructor(
    private readonly sources: SourceRepository,
    private readonly dispatches: StoreDispatch,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Throws the catalogue's error when the feed could not be read; the failure is recorded with the source first. */
  async poll(sourceId: string): Promise<PollResult> {
    const source = await this.sources.take(sourceId);
    if (source === undefined || source.url === null)
      return { outcome: 'not_due', created: 0, updated: 0, unchanged: 0, refused: [] };
    try {
      return await this.read(source, source.url);
    } catch (error) {
      const code = isCatalogueError(error) ? error.code : 'error.internal';
      if (code === 'source.gone') await this.sources.stopped(source.id, code);
      else await this.sources.failed(source.id, code);
      this.log.warn('source.poll_failed', { sourceId: source.id, code, reason: errorText(error) });
      throw error;
    }
  }

  private async read(source: SourceRecord, url: string): Promise<PollResult> {
    const response = await safeFetch(url, {
      headers: {
        accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
        'user-agent': `Colporteur (+${this.config.publicUrl})`,
        ...(source.etag === null ? {} : { 'if-none-match': source.etag }),
        ...(source.lastModified === null ? {} : { 'if-modified-since': source.lastModified }),
      },
      maxBytes: MAX_FEED_BYTES,
      timeoutMs: FETCH_LIMIT_MS,
      maxRedirects: MAX_REDIRECTS,
      allowHosts: this.config.env.FETCH_ALLOWED_HOSTS,
    });
    if (response.status === 304) {
      await this.sources.succeeded(source.id, source);
      return { outcome: 'not_modified', created: 0, updated: 0, unchanged: 0, refused: [] };
    }
    if (response.status === 410) throw dispatchErrors.error('source.gone', { status: 410 });
    if (response.status !== 200) throw dispatchErrors.error('source.refused', { status: response.status });
    const contentType = response.headers.get('content-type');
    const feed = parseFeed(response.body, { url: response.url, ...(contentType === null ? {} : { contentType }) });
    const result = await this.store(source, feed);
    await this.sources.succeeded(source.id, {
      etag: response.headers.get('etag') ?? null,
      lastModified: response.headers.get('last-modified') ?? null,
    });
    this.log.info('source.polled', {
      sourceId: source.id,
      created: result.created,
      updated: result.updated,
      refused: result.refused.length,
    });
    return result;
  }

  private async store(source: SourceRecord, feed: ReturnType<typeof parseFeed>): Promise<PollResult> {
    const counts = { created: 0, updated: 0, unchanged: 0 };
    const refused: { id: string; reason: string }[] = [];
    for (const entry of feed.entries.slice(0, MAX_ENTRIES)) {
      try {
        const stored = await this.dispatches.store(source, asIncoming(entry, source, feed.language));
        counts[stored.outcome] += 1;
      } catch (error) {
        // One bad entry does not cost the newsroom the others.
        if (!isCatalogueError(error, 'dispatch.invalid')) throw error;
        refused.push({ id: entry.id, reason: JSON.stringify(error.details['issues']) });
      }
    }
    return { outcome: 'read', ...counts, refused };
  }
}

function asIncoming(
  entry: ReturnType<typeof parseFeed>['entries'][number],
  source: SourceRecord,
  feedLanguage: string | undefined,
): IncomingDispatch {
  const language = source.language ?? /^[a-z]{2,3}/.exec(feedLanguage?.toLowerCase() ?? '')?.[0] ?? 'en';
  return {
    externalId: entry.id.slice(0, 500),
    language,
    headline: entry.title,
    standfirst: htmlToText(entry.summary ?? '').slice(0, 5_000),
    bodyHtml: entry.contentHtml ?? '',
    ...(entry.author === undefined ? {} : { byline: entry.author.slice(0, 500) }),
    ...(entry.link === undefined ? {} : { link: entry.link }),
    ...(entry.published === undefined ? {} : { publishedAt: entry.published }),
    ...(entry.image === undefined ? {} : { picture: { alt: '', ...entry.image } }),
  };
}
