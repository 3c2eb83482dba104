import { Injectable } from '@nestjs/common';
import { Config, JobBell, Log, isCatalogueError } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { fetchArticle } from '../dispatches.jobs.js';
import { SourceRepository } from '../sources/source.repository.js';
import { hostOf } from '../sources/source.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import type { Article } from './article.js';
import { agreement } from './article-headline.js';
import { ArticleRepository, type ClaimedArticle } from './article.repository.js';
import { fetchPage } from './fetch-page.js';
import { readArticle } from './read-article.js';

/** `nothing`: not due, killed, somebody else has it, or its host is busy. `later`: it is tried again by itself. */
export type ArticleOutcome = 'stored' | 'refused' | 'later' | 'nothing';

/** Tries of one page. */
const MAX_TRIES = 3;
/** Before the second and the third try: a feed is often ahead of its page, and a server down is down for a while. In seconds. */
const PAUSES_SECONDS: readonly number[] = [300, 3_600];
/** Before a try that failed by our own fault, which does not count. In seconds. */
const OWN_FAULT_PAUSE_SECONDS = 300;
/** Longer than fetching (20 s), reading and storing a page take together. In seconds. */
const LEASE_SECONDS = 120;
/** Hosts rung for in one round of the sweeper; each rings for its next page by itself. */
const FETCH_ROUND = 200;
/** Part of the words that headline and page share at least, where we were sent to another address. */
const MIN_AGREEMENT = 0.3;

/** What the next try would find just the same. */
const FINAL = new Set([
  'fetch.invalid_url',
  'fetch.scheme_refused',
  'fetch.address_refused',
  'fetch.too_large',
  'article.not_html',
  'article.no_text',
  'article.too_large',
  'article.forbidden',
  'article.elsewhere',
]);

/** Fetches the page of one due dispatch and has its text stored as a version of the dispatch. */
@Injectable()
export class FetchArticle {
  constructor(
    private readonly articles: ArticleRepository,
    private readonly sources: SourceRepository,
    private readonly dispatches: StoreDispatch,
    private readonly bell: JobBell,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** A page that cannot be had is refused with its code or tried again; throws only what is nobody's expectation. */
  async fetch(dispatchId: string): Promise<ArticleOutcome> {
    const claim = await this.articles.claim(dispatchId, LEASE_SECONDS);
    if (claim === undefined) return 'nothing';
    try {
      return await this.keep(claim);
    } catch (error) {
      return await this.failed(claim, error);
    } finally {
      const next = await this.articles.nextOn(hostOf(claim.link));
      if (next !== undefined) await this.bell.ring(fetchArticle, { dispatchId: next });
    }
  }

  /** The sweeper's round: rings for pages that are due, one a host. */
  async ringDueArticles(): Promise<number> {
    const code = 'article.given_up';
    for (const dispatchId of await this.articles.giveUp(MAX_TRIES, code))
      this.log.warn('article.refused', { dispatchId, code });
    const due = await this.articles.due(FETCH_ROUND);
    await this.bell.ring(fetchArticle, ...due.map((dispatchId) => ({ dispatchId })));
    return due.length;
  }

  private async keep(claim: ClaimedArticle): Promise<ArticleOutcome> {
    const source = await this.sources.bySlug(claim.sourceSlug);
    if (source === undefined) throw dispatchErrors.error('source.unknown');
    const article = await this.read(claim);
    await this.dispatches.enrich(source, claim.dispatchId, article);
    this.log.info('article.stored', { dispatchId: claim.dispatchId, sourceId: source.id });
    return 'stored';
  }

  private async read({ link, headline }: ClaimedArticle): Promise<Article> {
    const page = await fetchPage(link, {
      publicUrl: this.config.publicUrl,
      allowHosts: this.config.env.FETCH_ALLOWED_HOSTS,
    });
    const article = await readArticle(page.body, page);
    // A page that is gone is often answered with another one.
    const isElsewhere = new URL(page.url).pathname !== new URL(link).pathname;
    if (isElsewhere && agreement(article.title, headline) < MIN_AGREEMENT)
      throw dispatchErrors.error('article.elsewhere');
    return article;
  }

  private async failed(claim: ClaimedArticle, error: unknown): Promise<ArticleOutcome> {
    const ids = { dispatchId: claim.dispatchId };
    if (!isCatalogueError(error) || !/^(?:article|fetch)\./.test(error.code)) {
      await this.articles.tryLater(claim, OWN_FAULT_PAUSE_SECONDS, { countsAsTry: false });
      this.log.failure('article.not_kept', error, ids);
      return 'later';
    }
    const { code, details } = error;
    const pause = PAUSES_SECONDS[claim.tries - 1];
    if (pause === undefined || FINAL.has(code) || details['status'] === 410) {
      await this.articles.refuse(claim, code);
      this.log.warn('article.refused', { ...ids, code, ...details });
      return 'refused';
    }
    await this.articles.tryLater(claim, pause, { countsAsTry: true });
    this.log.info('article.try_failed', { ...ids, code, ...details, tries: claim.tries });
    return 'later';
  }
}
