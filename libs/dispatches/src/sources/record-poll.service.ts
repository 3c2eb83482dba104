import { Injectable } from '@nestjs/common';
import {
  Clock,
  Config,
  Database,
  Log,
  errorText,
  isCatalogueError,
  type Db,
  type SafeFetchResponse,
} from '@app/platform';
import type { PollingHints } from '../feeds/feed-parsing.js';
import { AlarmRepository } from '../alarms/alarm.repository.js';
import type { Validators } from './fetch-feed.js';
import { nextPoll, type NextPoll, type PollOutcomeFacts } from './next-poll.js';
import { PollRepository, type PollCounts, type PollReport, type TakenSource } from './poll.repository.js';
import { SourceRepository } from './source.repository.js';
import { hostOf } from './source.js';

/** What is known of a visit to a feed's server when it ends, well or not. */
export interface Visit {
  readonly source: TakenSource;
  /** Milliseconds, monotonic. */
  readonly startedAt: number;
  /** undefined: no answer came. */
  response?: SafeFetchResponse;
}

/** What a visit that went well brought. */
export interface Found {
  readonly counts: PollCounts;
  readonly validators: Validators;
  /** Left out: nothing had changed, nothing was read. */
  readonly read?: { readonly bodyHash: Buffer; readonly hints: PollingHints };
}

export const NOTHING: PollCounts = { created: 0, updated: 0, unchanged: 0, duplicate: 0, refused: 0, damaged: 0 };

/** A reason is for a line in a table. */
const MAX_MESSAGE_LENGTH = 500;
const HOUR_MS = 3_600_000;
const MOVED_ONTO = 'source.moved_onto_another';

/** Gives a polled source back: when its turn comes again, what was found, and what that means for its life. */
@Injectable()
export class RecordPoll {
  constructor(
    private readonly database: Database,
    private readonly polls: PollRepository,
    private readonly sources: SourceRepository,
    private readonly alarms: AlarmRepository,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Returns the seconds until the next poll. */
  async succeeded(visit: Visit, found: Found): Promise<number> {
    const { source } = visit;
    const outcome = found.read === undefined ? 'not_modified' : 'read';
    const next = this.next(visit, {
      outcome: outcomeFacts(source, found),
      hints: found.read?.hints,
    });
    const report = { ...visited(visit), outcome, counts: found.counts, reason: null, message: null } as const;
    // Only a feed that was read there proves that it lives there now.
    const movedTo = found.read === undefined ? undefined : visit.response?.permanentUrl;
    await this.database.transaction().execute(async (trx) => {
      const other = movedTo === undefined ? undefined : await this.sources.byUrl(trx, movedTo);
      // One that is stopped watches nothing, and its address is free.
      const theirs = other !== undefined && other.id !== source.id && other.state !== 'stopped' ? other : undefined;
      const given = await this.polls.succeeded(trx, source, report, {
        nextPollSeconds: next.delaySeconds,
        pollSeconds: next.pauseSeconds,
        validators: found.validators,
        bodyHash: found.read?.bodyHash,
        movedTo: movedTo === undefined || theirs !== undefined ? undefined : { url: movedTo, host: hostOf(movedTo) },
      });
      if (!given) this.log.warn('source.lease_lost', { sourceId: source.id });
      else if (theirs !== undefined) await this.movedOnto(trx, source, theirs.slug);
      else if (found.read !== undefined) await this.alarms.settle(trx, [MOVED_ONTO], { sourceId: source.id });
    });
    const { counts } = found;
    this.log.info('source.polled', { sourceId: source.id, outcome, ...counts, nextPollSeconds: next.delaySeconds });
    return next.delaySeconds;
  }

  /** Records a failure; pauses a source that has failed for long, and stops one that is gone. Never throws. */
  async failed(visit: Visit, error: unknown): Promise<void> {
    const { source, response } = visit;
    const reason = isCatalogueError(error) ? error.code : 'error.internal';
    const status = response?.status;
    const message = messageOf(error);
    const report = { ...visited(visit), outcome: 'failed', counts: NOTHING, reason, message } as const;
    const next = this.next(visit, { outcome: { kind: 'failed' } });
    this.log.warn('source.poll_failed', { sourceId: source.id, code: reason, status, reason: errorText(error) });
    try {
      await this.database.transaction().execute(async (trx) => {
        if (!(await this.polls.failed(trx, source, report, next.delaySeconds))) return;
        if (reason === 'source.gone') await this.giveUp(trx, source, { how: 'stop', reason });
        else if (this.hasFailedForLong(source)) await this.giveUp(trx, source, { how: 'pause', reason });
      });
    } catch (failure) {
      // The database is away: the lease ends by itself, and the poll is due again then. The caller throws the cause.
      this.log.failure('source.failure_unrecorded', failure, { sourceId: source.id });
    }
  }

  private hasFailedForLong({ failingSince }: TakenSource): boolean {
    const limit = this.config.env.SOURCE_PAUSE_AFTER_HOURS * HOUR_MS;
    return failingSince !== null && this.clock.now().getTime() - failingSince.getTime() >= limit;
  }

  /** Never silently: the reason stands with the source, the desk is told, and the log says so. */
  private async giveUp(
    trx: Db,
    source: TakenSource,
    { how, reason }: { how: 'pause' | 'stop'; reason: string },
  ): Promise<void> {
    if (!(await this.sources[how](trx, source.id, reason))) return;
    const code = how === 'stop' ? 'source.gone' : 'source.paused';
    const detail = { slug: source.slug, reason, failingSince: source.failingSince?.toISOString() ?? null };
    await this.alarms.raise(trx, { code, sourceId: source.id, detail });
    this.log.warn(code, { sourceId: source.id, ...detail });
  }

  /** Two sources at one address would bring everything twice; which of them goes is for the desk to say. */
  private async movedOnto(trx: Db, source: TakenSource, slug: string): Promise<void> {
    const code = 'source.moved_onto_another';
    const isNew = await this.alarms.raise(trx, {
      code,
      sourceId: source.id,
      detail: { slug: source.slug, other: slug },
    });
    if (isNew) this.log.warn(MOVED_ONTO, { sourceId: source.id, other: slug });
  }

  private next(visit: Visit, facts: { outcome: PollOutcomeFacts; hints?: PollingHints | undefined }): NextPoll {
    const { source, response } = visit;
    const { POLL_MIN_SECONDS, POLL_MAX_SECONDS } = this.config.env;
    const minSeconds = source.pollMinSeconds ?? POLL_MIN_SECONDS;
    return nextPoll({
      now: this.clock.now(),
      outcome: facts.outcome,
      headers: response?.headers ?? null,
      feedHints: facts.hints ?? {},
      history: {
        pauseSeconds: source.pollSeconds,
        failures: facts.outcome.kind === 'failed' ? source.consecutiveFailures + 1 : 0,
        usualGapSeconds: source.usualGapSeconds,
      },
      // A source's own lower bound may stand above the installation's upper one.
      bounds: { minSeconds, maxSeconds: Math.max(minSeconds, source.pollMaxSeconds ?? POLL_MAX_SECONDS) },
      random: Math.random(),
    });
  }
}

function outcomeFacts(source: TakenSource, { counts, read }: Found): PollOutcomeFacts {
  if (read === undefined) return { kind: 'not_modified' };
  return source.lastSuccessAt === null ? { kind: 'first_read' } : { kind: 'read', created: counts.created };
}

function visited({ startedAt, response }: Visit): Pick<PollReport, 'httpStatus' | 'bytes' | 'millis'> {
  return {
    httpStatus: response?.status ?? null,
    bytes: response?.body.length ?? 0,
    millis: Math.round(performance.now() - startedAt),
  };
}

/** Of something that is not in the catalogue nothing is told but that: its text may hold anything. */
function messageOf(error: unknown): string {
  if (!isCatalogueError(error)) return 'Something failed that the error catalogue does not name; the log has it.';
  const { status } = error.details;
  return `${error.message}${typeof status === 'number' ? ` HTTP ${status}.` : ''}`.slice(0, MAX_MESSAGE_LENGTH);
}
