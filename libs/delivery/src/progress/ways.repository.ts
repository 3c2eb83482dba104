import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import type { Edition } from '@app/editions';

/** What left over one transport to one provider's mailboxes, and what waits. */
export interface WayCount {
  /** null: its first try is still to come. */
  readonly transport: string | null;
  readonly provider: string | null;
  readonly submitted: number;
  readonly rejected: number;
  readonly uncertain: number;
  /** Tried, and told to come again later. */
  readonly deferred: number;
  /** Not tried yet. */
  readonly waiting: number;
  /** Messages tried in the last minute. */
  readonly lastMinute: number;
  /** When the next that waits may be tried; null: nothing waits, or it may be at once. */
  readonly nextAt: Date | null;
  /** The provider is spared over that transport until then, and why. */
  readonly sparedUntil: Date | null;
  readonly reason: string | null;
}

/**
 * An edition by transport and provider. It counts the rows themselves, a second or so for a million: asked by a person,
 * not at every look at the progress.
 */
@Injectable()
export class WaysRepository {
  constructor(private readonly database: Database) {}

  /** Most messages first. */
  async of({ id, editionDate }: Pick<Edition, 'id' | 'editionDate'>): Promise<WayCount[]> {
    const { rows } = await sql<WayCount>`
      with counted as (
        select transport, provider,
               count(*) filter (where state = 'submitted')::int as submitted,
               count(*) filter (where state = 'rejected')::int as rejected,
               count(*) filter (where state = 'uncertain')::int as uncertain,
               count(*) filter (where state = 'deferred')::int as deferred,
               count(*) filter (where state in ('planned', 'claimed', 'submitting'))::int as waiting,
               count(*) filter (where settled_at > now() - interval '1 minute' and state <> 'skipped')::int as last_minute,
               min(not_before) filter (where state in ('planned', 'deferred') and not_before > now()) as next_at,
               count(*) as rows
          from delivery
         where edition_date = ${editionDate}::date and edition_id = ${id}::uuid and state <> 'skipped'
         group by 1, 2
      )
      select c.transport, c.provider, c.submitted, c.rejected, c.uncertain, c.deferred, c.waiting,
             c.last_minute as "lastMinute", c.next_at as "nextAt",
             case when greatest(p.suspended_until, p.slowed_until) > now() then greatest(p.suspended_until, p.slowed_until) end as "sparedUntil",
             case when greatest(p.suspended_until, p.slowed_until) > now() then p.reason end as reason
        from counted c left join provider_pace p on p.transport = c.transport and p.provider = c.provider
       order by c.rows desc, c.transport, c.provider`.execute(this.database);
    return rows;
  }
}
