import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type SourceKind, type SourceState } from '@app/platform';
import type { PollCounts } from './poll.repository.js';
import type { Span } from './rhythm.js';

/** Over how many days shares and failures are counted; long enough for a weekend, short enough to be about now. */
export const HEALTH_DAYS = 7;
/** Dispatches of a source in which its newest arrivals are looked for: a busy feed brings several in one poll. */
const NEWEST = 400;

export interface SourceArrivals {
  readonly id: string;
  readonly slug: string;
  readonly usualGapSeconds: number | null;
  readonly isFailing: boolean;
  /** Newest first, no minute twice. */
  readonly arrivals: readonly Date[];
}

export interface SourceCounts extends PollCounts {
  readonly id: string;
  readonly kind: SourceKind;
  readonly state: SourceState;
  readonly lastPolledAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastNewAt: Date | null;
  readonly nextPollAt: Date;
  readonly failingSince: Date | null;
  readonly lastFailure: string | null;
  readonly consecutiveFailures: number;
  readonly usualGapSeconds: number | null;
  readonly createdAt: Date;
  readonly polls: number;
  readonly alarms: readonly string[];
}

export interface FailureCount {
  readonly sourceId: string;
  readonly reason: string;
  readonly httpStatus: number | null;
  readonly count: number;
  readonly lastAt: Date;
}

/** One poll, as it was recorded. */
export interface PollListing extends PollCounts {
  readonly polledAt: Date;
  readonly outcome: 'read' | 'not_modified' | 'failed';
  readonly httpStatus: number | null;
  readonly bytes: number;
  readonly millis: number;
  readonly reason: string | null;
  readonly message: string | null;
}

/** What the polls and dispatches of the last days say about sources. */
@Injectable()
export class HealthRepository {
  constructor(private readonly database: Database) {}

  /** One page of active sources in the order of their ids, with when their newest dispatches came. */
  async arrivals(afterId: string, limit: number): Promise<SourceArrivals[]> {
    const { rows } = await sql<SourceArrivals>`
      select source.id, source.slug, source.usual_gap_seconds as "usualGapSeconds",
             source.failing_since is not null as "isFailing",
             coalesce((
               select array_agg(minute order by minute desc) from (
                 select distinct date_trunc('minute', first_seen_at) as minute from (
                   select first_seen_at from dispatch
                    where dispatch.source_id = source.id and not is_back_catalogue
                    order by first_seen_at desc limit ${NEWEST}) newest) minutes), '{}') as arrivals
        from source
       where source.state = 'active' and source.id > ${afterId}
       order by source.id limit ${limit}`.execute(this.database);
    return rows;
  }

  /** Whether the source was watched before the span and said nothing in it. */
  async wasQuiet(sourceId: string, span: Span): Promise<boolean> {
    const { rows } = await sql<{ quiet: boolean }>`
      select exists (select 1 from dispatch where source_id = ${sourceId} and first_seen_at < ${span.from})
         and not exists (select 1 from dispatch
                          where source_id = ${sourceId} and first_seen_at >= ${span.from} and first_seen_at <= ${span.to})
          as quiet`.execute(this.database);
    return rows[0]?.quiet ?? false;
  }

  async keepRhythm(db: Db, sourceId: string, usualGapSeconds: number): Promise<void> {
    await db.updateTable('source').set({ usual_gap_seconds: usualGapSeconds }).where('id', '=', sourceId).execute();
  }

  /** One row a source; all of them, or the one with this id. */
  async counts(sourceId?: string): Promise<SourceCounts[]> {
    const { rows } = await sql<SourceCounts>`
      select source.id, source.kind, source.state, source.last_polled_at as "lastPolledAt",
             source.last_success_at as "lastSuccessAt",
             (select max(first_seen_at) from dispatch where dispatch.source_id = source.id) as "lastNewAt",
             source.next_poll_at as "nextPollAt", source.failing_since as "failingSince",
             source.last_failure as "lastFailure", source.consecutive_failures as "consecutiveFailures",
             source.usual_gap_seconds as "usualGapSeconds", source.created_at as "createdAt",
             coalesce(polled.polls, 0)::int as polls,
             coalesce(polled.created, 0)::int as created, coalesce(polled.updated, 0)::int as updated,
             coalesce(polled.unchanged, 0)::int as unchanged, coalesce(polled.duplicate, 0)::int as duplicate,
             coalesce(polled.refused, 0)::int as refused, coalesce(polled.damaged, 0)::int as damaged,
             array(select code from dispatch_alarm
                    where dispatch_alarm.source_id = source.id and dispatch_id is null and settled_at is null
                    order by code) as alarms
        from source
        left join (
          select source_id, count(*) as polls, sum(created) as created, sum(updated) as updated,
                 sum(unchanged) as unchanged, sum(duplicate) as duplicate, sum(refused) as refused, sum(damaged) as damaged
            from source_poll
           where polled_at > now() - make_interval(days => ${HEALTH_DAYS})
           group by source_id) polled on polled.source_id = source.id
       where ${sourceId ?? null}::uuid is null or source.id = ${sourceId ?? null}::uuid
       order by source.slug`.execute(this.database);
    return rows;
  }

  /** Failures of the last days by their reason, most frequent first. */
  async failures(sourceId?: string): Promise<FailureCount[]> {
    const { rows } = await sql<FailureCount>`
      select source_id as "sourceId", reason, http_status as "httpStatus", count(*)::int as count,
             max(polled_at) as "lastAt"
        from source_poll
       where outcome = 'failed' and polled_at > now() - make_interval(days => ${HEALTH_DAYS})
         and (${sourceId ?? null}::uuid is null or source_id = ${sourceId ?? null}::uuid)
       group by source_id, reason, http_status
       order by source_id, count(*) desc, reason`.execute(this.database);
    return rows;
  }

  /** The newest polls of a source, newest first. */
  async polls(sourceId: string, limit: number): Promise<PollListing[]> {
    return this.database
      .selectFrom('source_poll')
      .select([
        'polled_at as polledAt',
        'outcome',
        'http_status as httpStatus',
        'bytes',
        'millis',
        'created',
        'updated',
      ])
      .select(['unchanged', 'duplicate', 'refused', 'damaged', 'reason', 'message'])
      .where('source_id', '=', sourceId)
      .orderBy('polled_at', 'desc')
      .limit(limit)
      .execute();
  }
}
