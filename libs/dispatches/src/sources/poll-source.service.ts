import { Injectable } from '@nestjs/common';
import { Config, assertNever } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { parseFeed } from '../feeds/feed-parsing.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import { feedDispatch, newestEntries } from './feed-dispatch.js';
import { fetchFeed, type FeedAnswer } from './fetch-feed.js';
import { PollRepository, type NotTaken, type PollCounts } from './poll.repository.js';
import { NOTHING, RecordPoll, type Found, type Visit } from './record-poll.service.js';
import { RingSources } from './ring-sources.service.js';

export interface PollResult extends Omit<PollCounts, 'refused'> {
  /** `host_busy`: another source on its host is being polled, and this one's turn comes after it. */
  readonly outcome: NotTaken | 'not_modified' | 'read';
  /** Entries that could not be stored, and why; the others were. */
  readonly refused: readonly { readonly id: string; readonly issues: unknown }[];
  /** Seconds until the next poll; null when nobody polled. */
  readonly nextPollSeconds: number | null;
}

/** The newest entries of one poll; a feed that lists more is a back catalogue. */
const MAX_ENTRIES = 200;

type Refused = PollResult['refused'];

/** Takes one due feed, fetches it, stores what is new in it, and gives it back with what was found. */
@Injectable()
export class PollSource {
  constructor(
    private readonly polls: PollRepository,
    private readonly dispatches: StoreDispatch,
    private readonly record: RecordPoll,
    private readonly rings: RingSources,
    private readonly config: Config,
  ) {}

  /** Throws the catalogue's error when the feed could not be read; the failure is recorded with the source first. */
  async poll(sourceId: string): Promise<PollResult> {
    const source = await this.polls.take(sourceId);
    if (source === 'not_due' || source === 'host_busy')
      return { outcome: source, ...NOTHING, refused: [], nextPollSeconds: null };
    const visit: Visit = { source, startedAt: performance.now() };
    try {
      const { found, refused } = await this.visit(visit);
      const nextPollSeconds = await this.record.succeeded(visit, found);
      const outcome = found.read === undefined ? 'not_modified' : 'read';
      return { outcome, ...found.counts, refused, nextPollSeconds };
    } catch (error) {
      await this.record.failed(visit, error);
      throw error;
    } finally {
      if (source.host !== null) await this.rings.ringNextOn(source.host);
    }
  }

  private async visit(visit: Visit): Promise<{ found: Found; refused: Refused }> {
    const { source } = visit;
    const answer = await fetchFeed(source.url ?? '', source, {
      publicUrl: this.config.publicUrl,
      allowHosts: this.config.env.FETCH_ALLOWED_HOSTS,
    });
    visit.response = answer.response;
    const { status } = answer.response;
    switch (answer.kind) {
      case 'refused':
        throw dispatchErrors.error(status === 410 ? 'source.gone' : 'source.refused', { status });
      case 'not_modified':
        return { found: { counts: NOTHING, validators: answer.validators }, refused: [] };
      case 'body':
        return this.read(visit, answer);
      default:
        return assertNever(answer);
    }
  }

  private async read(
    { source }: Visit,
    { response, validators, bodyHash }: Extract<FeedAnswer, { kind: 'body' }>,
  ): Promise<{ found: Found; refused: Refused }> {
    const contentType = response.headers.get('content-type');
    const feed = parseFeed(response.body, { url: response.url, ...(contentType !== null && { contentType }) });
    const entries = newestEntries(feed.entries, MAX_ENTRIES);
    const outcomes = await this.dispatches.storeMany(
      source,
      entries.map((entry) => feedDispatch(entry, source, feed.language)),
      { isFirstPoll: source.lastSuccessAt === null },
    );
    const counts = { ...NOTHING, damaged: entries.filter(({ damaged }) => damaged).length };
    for (const { outcome } of outcomes) counts[outcome] += 1;
    const refused = outcomes.flatMap((one) =>
      one.outcome === 'refused' ? [{ id: one.externalId, issues: one.issues }] : [],
    );
    return { found: { counts, validators, read: { bodyHash, hints: feed } }, refused };
  }
}
