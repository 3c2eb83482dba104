import { Injectable } from '@nestjs/common';
import { Config, isCatalogueError } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { discoverFeeds, type DiscoveredFeed } from '../feeds/feed-discovery.js';
import { parseFeed } from '../feeds/feed-parsing.js';
import { fetchFeed } from './fetch-feed.js';

/** What is at an address somebody wants to watch. */
export interface FirstLook {
  /** The feed's own address: the one asked for, or the best its page names. */
  readonly url: string;
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly siteUrl: string | undefined;
  /** Feeds the page names, best first; none when the address is a feed itself. */
  readonly choices: readonly DiscoveredFeed[];
  /** Why it cannot be read now; undefined when it can. */
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

/** Somebody waits at a terminal. */
const LOOK_LIMIT_MS = 10_000;
const NEVER_SEEN = { etag: null, lastModified: null, bodyHash: null };

type Reading = Omit<FirstLook, 'problem'>;

/** Finds the feed behind an address before it is watched: the address itself, or what its web page names. */
@Injectable()
export class LookAtAddress {
  constructor(private readonly config: Config) {}

  /** What goes wrong is told, not thrown: a server that is away today can be watched all the same. */
  async look(url: string): Promise<FirstLook> {
    const unread: Reading = { url, title: undefined, language: undefined, siteUrl: undefined, choices: [] };
    try {
      const found = await this.read(url);
      const [best] = found.choices;
      if (best === undefined) return { ...found, problem: undefined };
      // Read as well, for its title and language, and to know that it is a feed.
      return { ...(await this.read(best.url)), siteUrl: url, choices: found.choices, problem: undefined };
    } catch (error) {
      if (!isCatalogueError(error)) throw error;
      return { ...unread, problem: { code: error.code, message: error.message } };
    }
  }

  private async read(url: string): Promise<Reading> {
    const answer = await fetchFeed(url, NEVER_SEEN, {
      publicUrl: this.config.publicUrl,
      allowHosts: this.config.env.FETCH_ALLOWED_HOSTS,
      timeoutMs: LOOK_LIMIT_MS,
    });
    const { response } = answer;
    if (answer.kind !== 'body') throw dispatchErrors.error('source.refused', { status: response.status });
    const contentType = response.headers.get('content-type');
    const context = { url: response.url, ...(contentType !== null && { contentType }) };
    try {
      const { title, language, link } = parseFeed(response.body, context);
      return { url, title, language, siteUrl: link, choices: [] };
    } catch (error) {
      const choices = isCatalogueError(error, 'feed.not_a_feed') ? discoverFeeds(response.body, context) : [];
      if (choices.length === 0) throw error;
      return { url, title: undefined, language: undefined, siteUrl: undefined, choices };
    }
  }
}
