import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, newId } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import type { IncomingDispatch } from '../dispatch.js';
import { parseFeed, type FeedEntry } from '../feeds/feed-parsing.js';
import { Labeller } from '../labels/labeller.service.js';
import { htmlToText } from '../markup/sanitize.js';
import type { Rights } from '../rights.js';
import type { DispatchRow } from '../store/dispatch-row.js';
import { KnownDispatchRepository } from '../store/known-dispatch.repository.js';
import { checkIncoming, type StoreIssue } from '../store/store-dispatch.service.js';
import { arrivalOf, type Arrival } from '../store/store-plan.js';
import { StoreRound } from '../store/store-round.js';
import { feedDispatch, newestEntries } from './feed-dispatch.js';
import { fetchFeed } from './fetch-feed.js';
import { previewNotes, type PreviewNote } from './preview-notes.js';
import { hostOf, type SourceRecord } from './source.js';
import { slugFor } from './source-slug.js';
import { SourceRepository } from './source.repository.js';

/** How a feed would be watched. */
export interface SourceDraft {
  readonly url: string;
  readonly language?: string | undefined;
  readonly rights?: Partial<Rights> | undefined;
}

/** A dispatch as it would be stored by the first poll. */
export interface PreviewedDispatch {
  /** `duplicate`: another source told us of it first; `refused`: it cannot be stored. */
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'duplicate' | 'refused';
  readonly headline: string;
  readonly standfirst: string;
  /** Its beginning, in plain text. */
  readonly text: string;
  readonly link: string | null;
  readonly language: string;
  readonly publishedAt: Date | null;
  readonly status: DispatchRow['status'];
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly hasPicture: boolean;
  readonly notes: readonly PreviewNote[];
  readonly issues: readonly StoreIssue[];
}

export interface SourcePreview {
  readonly url: string;
  readonly title: string | null;
  readonly language: string | null;
  readonly siteUrl: string | null;
  /** Entries the feed lists. */
  readonly entries: number;
  /** Free, and made from its title. */
  readonly slug: string;
  /** Another source that watches the address already; null: none. */
  readonly watchedAs: string | null;
  readonly dispatches: readonly PreviewedDispatch[];
}

/** Entries that are shown: enough to judge a feed by. */
const SHOWN = 20;
/** Characters of a text that are shown. */
const SHOWN_TEXT = 600;
/** Somebody waits in front of a screen. */
const PREVIEW_LIMIT_MS = 10_000;

/** Reads a feed as the first poll would and stores nothing: the same reading, cleaning, labelling and recognising. */
@Injectable()
export class PreviewSource {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly sources: SourceRepository,
    private readonly known: KnownDispatchRepository,
    private readonly labeller: Labeller,
    private readonly clock: Clock,
  ) {}

  /** @throws what the safe fetcher refuses, `source.refused`, and what is wrong with the feed */
  async preview(draft: SourceDraft): Promise<SourcePreview> {
    const answer = await fetchFeed(draft.url, { etag: null, lastModified: null, bodyHash: null }, {
      publicUrl: this.config.publicUrl,
      allowHosts: this.config.env.FETCH_ALLOWED_HOSTS,
      timeoutMs: PREVIEW_LIMIT_MS,
    });
    const { response } = answer;
    if (answer.kind !== 'body') throw dispatchErrors.error('source.refused', { status: response.status });
    const contentType = response.headers.get('content-type');
    const feed = parseFeed(response.body, { url: response.url, ...(contentType !== null && { contentType }) });
    const { slugs } = await this.sources.taken(this.database);
    const slug = slugFor(feed.title, draft.url, slugs);
    const source = draftSource(draft, slug);
    const entries = newestEntries(feed.entries, SHOWN);
    const watched = await this.sources.byUrl(this.database, draft.url);
    return {
      url: draft.url,
      title: feed.title === '' ? null : feed.title,
      language: feed.language ?? null,
      siteUrl: feed.link ?? null,
      entries: feed.entries.length,
      slug,
      watchedAs: watched?.slug ?? null,
      dispatches: await this.wouldBe(source, entries, feed.language),
    };
  } // prettier-ignore

  private async wouldBe(source: SourceRecord, entries: readonly FeedEntry[], language: string | undefined): Promise<PreviewedDispatch[]> {
    const read = entries.map((entry, index) => {
      const incoming = feedDispatch(entry, source, language);
      const checked = checkIncoming(source, incoming);
      return { entry, incoming, ...('data' in checked ? { arrival: arrivalOf(checked.data, index), issues: [] } : { arrival: undefined, issues: checked.issues }) };
    });
    const outcomes = await this.plan(source, read.flatMap(({ arrival }) => arrival ?? []));
    return read.map(({ entry, incoming, arrival, issues }) => {
      const outcome = arrival === undefined ? undefined : outcomes.get(arrival.index);
      const notes = previewNotes({ entry, incoming, row: outcome?.row });
      return shown(incoming, { outcome: outcome?.outcome ?? (arrival === undefined ? 'refused' : 'unchanged'), row: outcome?.row, notes, issues });
    });
  } // prettier-ignore

  /** By the index of the entry: what became of it, and the row where one would be written. */
  private async plan(source: SourceRecord, arrivals: readonly Arrival[]) {
    const labels = await this.labeller.book();
    const round = new StoreRound({ source, arrivals, firstSeen: this.clock.now(), isFirstPoll: true, labels });
    const identified = round.identify(await this.known.known(this.database, round.keys()));
    const { writes, result } = round.plan(identified, { stated: new Map(), correctable: [] });
    const rows = new Map([...writes.created, ...writes.updated].map((row) => [row.id, row]));
    return new Map(result.results.map(({ index, id, outcome }) => [index, { outcome, row: rows.get(id) }]));
  }
}

function shown(
  incoming: IncomingDispatch,
  { outcome, row, notes, issues }: Pick<PreviewedDispatch, 'outcome' | 'notes' | 'issues'> & { row: DispatchRow | undefined },
): PreviewedDispatch {
  return {
    outcome,
    headline: row?.headline ?? incoming.headline,
    standfirst: row?.standfirst ?? incoming.standfirst ?? '',
    text: htmlToText(row?.body_html ?? incoming.bodyHtml ?? '').slice(0, SHOWN_TEXT),
    link: row?.link ?? incoming.link ?? null,
    language: row?.language ?? incoming.language,
    publishedAt: row?.published_at ?? null,
    status: row?.status ?? 'usable',
    countries: row?.countries ?? [],
    regions: row?.regions ?? [],
    topics: row?.topics ?? [],
    hasPicture: incoming.picture !== undefined,
    notes,
    issues,
  };
} // prettier-ignore

function draftSource({ url, language, rights }: SourceDraft, slug: string): SourceRecord {
  const none: Rights = { mail: false, archive: false, feed: false, until: null, credit: null, territories: null };
  return {
    id: newId(), slug, kind: 'feed', name: slug, url, siteUrl: null, folder: null, language: language ?? null,
    access: 'free', rights: { ...none, ...rights }, usageTerms: null, excerptLength: null, fullText: false, isTrusted: false,
    weight: 5, state: 'active', stateReason: null, host: hostOf(url), etag: null, lastModified: null, pollSeconds: 900,
    pollMinSeconds: null, pollMaxSeconds: null, version: 0,
  };
} // prettier-ignore
