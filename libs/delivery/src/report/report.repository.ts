import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import type { Edition } from '@app/editions';
import type { ReportCell, WaveTimes } from './delivery-report.js';

/** What an edition came to. */
export interface EditionSum {
  readonly editionId: string;
  readonly recipients: number;
  readonly submitted: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly uncertain: number;
  /** null: still counting. */
  readonly closedAt: Date | null;
}

type Key = Pick<Edition, 'id' | 'editionDate'>;

/** The statements behind a delivery report. They read all rows of one edition: a second or so for a million. */
@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

  /** One row for whatever a report tells apart, at most some thousands however many readers there are. */
  async cells({ id, editionDate }: Key): Promise<ReportCell[]> {
    const { rows } = await sql<ReportCell>`
      select due_at as "dueAt", transport, provider, state, skip_cause as "skipCause",
             case when state = 'rejected' then smtp_code end as "smtpCode",
             case when state = 'rejected' then enhanced_code end as "enhancedCode",
             attempts::int as attempts, count(*)::int as rows, count(bounced_at)::int as bounced,
             count(complained_at)::int as complained
        from delivery where edition_date = ${editionDate}::date and edition_id = ${id}::uuid
       group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(this.database);
    return rows;
  }

  /**
   * When half, 95 % and all of what a wave owed were at the relay. The share is of everybody who was to get it, so a part
   * that was refused counts as not there; what was skipped was not owed. To the second: what was settled within one is
   * counted together, which is five times as quick as sorting every row of a wave.
   */
  async times({ id, editionDate }: Key): Promise<WaveTimes[]> {
    const { rows } = await sql<WaveTimes>`
      with seconds as (
        select due_at, state, max(settled_at) as settled_at, count(*) as rows
          from delivery where edition_date = ${editionDate}::date and edition_id = ${id}::uuid
         group by due_at, state, date_trunc('second', settled_at)
      ), own as (
        select due_at, state, settled_at, sum(rows) over (partition by due_at, state order by settled_at) as done,
               sum(rows) filter (where state <> 'skipped') over (partition by due_at) as owed
          from seconds
      )
      select due_at as "dueAt",
             min(settled_at) filter (where done >= ceil(owed * 0.5)) as half,
             min(settled_at) filter (where done >= ceil(owed * 0.95)) as most,
             max(settled_at) as all
        from own where state = 'submitted' group by due_at order by due_at`.execute(this.database);
    return rows;
  }

  /** Readers who left by a link of this edition. */
  async left(editionId: string): Promise<number> {
    const { rows } = await sql<{ readers: number }>`
      select count(*)::int as readers from subscription where ended_edition_id = ${editionId}::uuid`.execute(
      this.database,
    );
    return rows[0]?.readers ?? 0;
  }

  /** By the counts that chunks keep, and of a closed edition by its summary: no row of the ledger is read. */
  async sums(editionIds: readonly string[]): Promise<EditionSum[]> {
    if (editionIds.length === 0) return [];
    const { rows } = await sql<EditionSum>`
      select e.id as "editionId", coalesce(s.recipients, c.recipients, 0)::int as recipients,
             coalesce(s.submitted, c.submitted, 0)::int as submitted, coalesce(s.rejected, c.rejected, 0)::int as rejected,
             coalesce(s.skipped, c.skipped, 0)::int as skipped, coalesce(s.uncertain, c.uncertain, 0)::int as uncertain,
             s.closed_at as "closedAt"
        from unnest(${editionIds}::uuid[]) as e (id)
             left join edition_summary s on s.edition_id = e.id
             left join lateral (
               select sum(size) as recipients, sum(submitted) as submitted, sum(rejected) as rejected, sum(skipped) as skipped,
                      sum(uncertain) as uncertain
                 from delivery_chunk where edition_id = e.id and s.edition_id is null) c on true`.execute(
      this.database,
    );
    return rows;
  }
}
