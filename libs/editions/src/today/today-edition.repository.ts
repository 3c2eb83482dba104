import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { picturedDispatches } from '@app/dispatches';
import { Database } from '@app/platform';
import { toEdition, type Edition, type EditionRow } from '../edition.js';

/** Editions shown of one newsletter: slots of a day, and what was made beside the calendar. */
const SHOWN_PER_NEWSLETTER = 12;

/** An edition as the desk's morning needs it. */
export interface TodayEdition extends Edition {
  readonly sentAt: Date | null;
  /** Who approved the proposal as it is, oldest first. */
  readonly approvedBy: readonly string[];
  /** Somebody approved an earlier version of the proposal, which a change voided. */
  readonly hasVoidedApproval: boolean;
  readonly blocks: number;
  readonly dispatches: number;
  /** Dispatches by section. */
  readonly sections: Readonly<Record<string, number>>;
  /** The first dispatch has a picture that may be mailed; null: there is no dispatch. */
  readonly hasLeadPicture: boolean | null;
}

interface Row extends EditionRow {
  sent_at: Date | null;
  approved_by: string[];
  has_voided_approval: boolean;
  blocks: number;
  dispatches: number;
  sections: Record<string, number>;
  has_lead_picture: boolean | null;
}

/** The statement behind the page a newsroom opens in the morning. */
@Injectable()
export class TodayEditionRepository {
  constructor(private readonly database: Database) {}

  /** Those that are not over, and those whose last wave was due after `since`; first due first, a dozen a newsletter. */
  async current(since: Date): Promise<TodayEdition[]> {
    const { rows } = await sql<Row>`
      with shown as (
        select e.*, row_number() over (partition by e.newsletter_id order by
                 (e.state in ('sent', 'empty', 'cancelled')), e.due_at desc) as place
          from edition e
         where e.state not in ('sent', 'empty', 'cancelled') or e.last_due_at > ${since}
      )
      select e.*,
             array(select a.operator_id::text from edition_approval a
                    where a.edition_id = e.id and a.proposal_version = e.proposal_version
                    order by a.approved_at, a.operator_id) as approved_by,
             exists (select from edition_approval a
                      where a.edition_id = e.id and a.proposal_version < e.proposal_version) as has_voided_approval,
             b.blocks, b.dispatches, b.sections,
             case when b.lead is not null then exists (
               select from ${picturedDispatches(this.database).as('p')} where p.dispatch_id = b.lead) end as has_lead_picture
        from shown e,
             lateral (select coalesce(sum(s.blocks), 0)::int as blocks, coalesce(sum(s.dispatches), 0)::int as dispatches,
                             coalesce(jsonb_object_agg(s.section, s.dispatches) filter (where s.dispatches > 0), '{}') as sections,
                             (select first.dispatch_id from block first
                               where first.edition_id = e.id and first.kind = 'dispatch' order by first.position limit 1) as lead
                        from (select section, count(*) as blocks, count(*) filter (where kind = 'dispatch') as dispatches
                                from block where block.edition_id = e.id group by section) as s) as b
       where e.place <= ${SHOWN_PER_NEWSLETTER}
       order by e.due_at, e.id`.execute(this.database);
    return rows.map(toTodayEdition);
  }

  async hasEverSent(): Promise<boolean> {
    const found = await this.database
      .selectFrom('edition')
      .select('id')
      .where('state', 'in', ['sending', 'sent'])
      .limit(1)
      .executeTakeFirst();
    return found !== undefined;
  }

  /**
   * A text that is another one as soon as an edition, a proposal or an approval changed: for telling pages that are open
   * to look again.
   */
  async mark(since: Date): Promise<string> {
    const { rows } = await sql<{ mark: string }>`
      select coalesce(md5(string_agg(concat_ws(' ', e.id, e.state, e.proposal_version, e.current_revision, e.paused_at,
               e.release_at, (select count(*) from edition_approval a where a.edition_id = e.id)), ',' order by e.id)), '') as mark
        from edition e
       where e.state not in ('sent', 'empty', 'cancelled') or e.last_due_at > ${since}`.execute(this.database);
    return rows[0]?.mark ?? '';
  }
}

function toTodayEdition(row: Row): TodayEdition {
  return {
    ...toEdition(row),
    sentAt: row.sent_at,
    approvedBy: row.approved_by,
    hasVoidedApproval: row.has_voided_approval,
    blocks: row.blocks,
    dispatches: row.dispatches,
    sections: row.sections,
    hasLeadPicture: row.has_lead_picture,
  };
}
