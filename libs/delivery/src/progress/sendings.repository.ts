import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type DeliveryState } from '@app/platform';
import { editionStandings, uncertainPolicies } from '@app/editions';

/** The rate is that of so many minutes. */
const RATE_MINUTES = 5;

export interface SendingRow {
  readonly editionId: string;
  readonly dueAt: Date;
  readonly state: DeliveryState;
  readonly count: number;
}

export interface SendingWave {
  readonly editionId: string;
  readonly dueAt: Date;
  readonly isSeed: boolean;
  readonly size: number;
  readonly openedAt: Date | null;
}

/** How many had been tried some minutes ago, and what the database's clock says now. */
export interface SendingNote {
  readonly editionId: string;
  readonly notedAt: Date;
  readonly settled: number;
  readonly now: Date;
}

/** Rows of editions that are over, from the counts of their chunks. */
export interface SentCount {
  readonly editionId: string;
  readonly recipients: number;
  readonly submitted: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly uncertain: number;
}

/** Rows of one edition that nobody knows the end of, and that wait for a person to decide. */
export interface OpenUncertain {
  readonly editionId: string;
  readonly newsletterId: string;
  readonly rows: number;
  /** The first of them was due then. */
  readonly since: Date;
}

/**
 * All editions that are being sent, a statement a question however many they are. As in {@link ProgressRepository} only
 * chunks in the middle of their work are counted from their rows; that is asked every second while somebody watches.
 */
@Injectable()
export class SendingsRepository {
  constructor(private readonly database: Database) {}

  async counts(): Promise<SendingRow[]> {
    const { rows } = await sql<SendingRow>`
      with sending as materialized (
        select s.edition_id from ${editionStandings(this.database)} as s where s.state = 'sending'
      ), begun as materialized (
        select c.* from sending join delivery_chunk c using (edition_id) where c.open > 0 and c.begun
      ), counted as (
        select b.edition_id, b.due_at, d.state, count(*) as rows
          from begun b join delivery d using (edition_date, edition_id, chunk)
         group by 1, 2, 3
        union all
        select c.edition_id, c.due_at, given.state, given.rows
          from sending join delivery_chunk c using (edition_id),
               lateral (values ('planned'::delivery_state, c.open), ('submitted', c.submitted), ('rejected', c.rejected),
                               ('skipped', c.skipped), ('uncertain', c.uncertain)) as given (state, rows)
         where not exists (select from begun b where b.edition_id = c.edition_id and b.chunk = c.chunk)
      )
      select edition_id as "editionId", due_at as "dueAt", state, sum(rows)::int as count
        from counted group by 1, 2, 3 having sum(rows) > 0 order by 1, 2, 3`.execute(this.database);
    return rows;
  }

  /** Earliest first. */
  async waves(editionIds: readonly string[]): Promise<SendingWave[]> {
    const { rows } = await sql<SendingWave>`
      select edition_id as "editionId", due_at as "dueAt", is_seed as "isSeed", size, opened_at as "openedAt"
        from wave where edition_id = any(${[...editionIds]}::uuid[]) order by due_at`.execute(this.database);
    return rows;
  }

  /** Of each edition the oldest note of the last five minutes. */
  async notes(editionIds: readonly string[]): Promise<SendingNote[]> {
    const { rows } = await sql<SendingNote>`
      select distinct on (edition_id) edition_id as "editionId", noted_at as "notedAt", settled, now() as now
        from edition_pace
       where edition_id = any(${[...editionIds]}::uuid[]) and noted_at >= now() - make_interval(mins => ${RATE_MINUTES})
       order by edition_id, noted_at`.execute(this.database);
    return rows;
  }

  async sent(editionIds: readonly string[]): Promise<SentCount[]> {
    const { rows } = await sql<SentCount>`
      select edition_id as "editionId", sum(size)::int as recipients, sum(submitted)::int as submitted,
             sum(rejected)::int as rejected, sum(skipped)::int as skipped, sum(uncertain)::int as uncertain
        from delivery_chunk where edition_id = any(${[...editionIds]}::uuid[]) group by 1`.execute(this.database);
    return rows;
  }

  /** Of editions that are not summed up yet and whose newsletters leave it to a person, longest waiting first. */
  async uncertain(): Promise<OpenUncertain[]> {
    const { rows } = await sql<OpenUncertain>`
      select s.edition_id as "editionId", s.newsletter_id as "newsletterId", sum(c.uncertain)::int as rows,
             min(c.due_at) as since
        from delivery_chunk c
             join ${editionStandings(this.database)} as s on s.edition_id = c.edition_id
             join ${uncertainPolicies(this.database).as('rule')} on rule.edition_id = c.edition_id
       where c.uncertain > 0 and rule.policy = 'hold'
         and not exists (select from edition_summary y where y.edition_id = c.edition_id)
       group by 1, 2 order by 4`.execute(this.database);
    return rows;
  }
}
