import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { killedPictures, unpublishable } from '@app/dispatches';
import { Database, PreparedStatement, type EditionKind, type TakedownMode } from '@app/platform';
import type { EditionName } from './edition-name.js';

/** What may be shown of an edition right now, in so few facts that it can be asked for at every request. */
export interface ArchiveStanding extends EditionName {
  readonly editionId: string;
  readonly newsletterId: string;
  /** Changes with every change of the newsletter's settings. */
  readonly newsletterVersion: number;
  readonly revision: number;
  readonly dueAt: Date;
  /** Killed since the revision was frozen: not shown, whether or not the next revision is there yet. */
  readonly goneDispatches: readonly string[];
  readonly gonePictures: readonly string[];
  /** Of the edition as a whole; null: none. */
  readonly takedown: EditionTakedown | null;
  /** The newsletter's newest edition: when it changes, so may what stands before and after this one. */
  readonly newestId: string;
}

export interface EditionTakedown {
  readonly mode: TakedownMode;
  readonly orderedAt: Date;
  /** Shown to readers; empty: only that it was taken down. */
  readonly publicReason: string;
}

/** A tombstone within an edition. */
export interface TakenDownBlock {
  readonly section: string;
  readonly orderedAt: Date;
  readonly publicReason: string;
}

export interface ListedEdition extends EditionName {
  readonly editionId: string;
  readonly dueAt: Date;
  readonly subject: string;
  readonly preheader: string;
}

/** What the archive reads. Only public newsletters' editions, and none before its first wave is due. */
@Injectable()
export class ArchiveRepository {
  private readonly oneStanding = new PreparedStatement<{ at: Date; slug: string } & EditionName, StandingRow>(
    (value) => sql`${this.standings(value('at'))} and newsletter.slug = ${value('slug')}
      and edition.edition_date = ${value('date')}::date and edition.kind = ${value('kind')}::edition_kind
      and edition.sequence = ${value('sequence')}::int`,
  );
  private readonly newestStandings = new PreparedStatement<{ at: Date; slug: string; limit: number }, StandingRow>(
    (value) => sql`${this.standings(value('at'))} and newsletter.slug = ${value('slug')} and ${NOT_REMOVED}
      order by edition.due_at desc, edition.id desc limit ${value('limit')}::int`,
  );

  constructor(private readonly database: Database) {}

  async standing(slug: string, name: EditionName, at: Date): Promise<ArchiveStanding | undefined> {
    const { date, kind, sequence } = name;
    const [row] = await this.oneStanding.run(this.database, { at, slug, date, kind, sequence });
    return row === undefined ? undefined : this.toStanding(row);
  }

  /** The newest of a newsletter, newest first; removed ones are not among them. */
  async newest(slug: string, at: Date, limit: number): Promise<ArchiveStanding[]> {
    const rows = await this.newestStandings.run(this.database, { at, slug, limit });
    return Promise.all(rows.map((row) => this.toStanding(row)));
  }

  /** The editions that stand before and after in time; null: none. */
  async neighbours(of: ArchiveStanding, at: Date): Promise<{ previous: EditionName | null; next: EditionName | null }> {
    const { newsletterId, dueAt, editionId } = of;
    const one = async (side: RawBuilder<unknown>): Promise<EditionName | null> => {
      const { rows } = await sql<NameRow>`
        select edition.edition_date, edition.kind, edition.sequence from edition
         where edition.newsletter_id = ${newsletterId} and ${published(at)} and ${NOT_REMOVED} and ${side} limit 1
      `.execute(this.database);
      return rows[0] === undefined ? null : toName(rows[0]);
    };
    const here = sql`(${dueAt}::timestamptz, ${editionId}::uuid)`;
    return {
      previous: await one(sql`(edition.due_at, edition.id) < ${here} order by edition.due_at desc, edition.id desc`),
      next: await one(sql`(edition.due_at, edition.id) > ${here} order by edition.due_at, edition.id`),
    };
  }

  /** By date, newest first, dated before `before`. */
  async list(newsletterId: string, page: { before?: string | undefined; at: Date; limit: number }): Promise<ListedEdition[]> {
    const { before, at, limit } = page;
    const { rows } = await sql<NameRow & { id: string; due_at: Date; subject: string; preheader: string }>`
      select edition.id, edition.edition_date, edition.kind, edition.sequence, edition.due_at,
             case when (${this.isTainted()}) or ${IS_TAKEN_DOWN} then '' else revision.subject end as subject,
             case when (${this.isTainted()}) or ${IS_TAKEN_DOWN} then '' else revision.preheader end as preheader
        from edition join revision on revision.edition_id = edition.id and revision.number = edition.current_revision
       where edition.newsletter_id = ${newsletterId} and ${published(at)} and ${NOT_REMOVED}
         ${before === undefined ? sql`` : sql`and edition.edition_date < ${before}::date`}
       order by edition.edition_date desc, edition.due_at desc, edition.id desc limit ${limit}
    `.execute(this.database);
    return rows.map((row) => ({
      ...toName(row),
      editionId: row.id,
      dueAt: row.due_at,
      subject: row.subject,
      preheader: row.preheader,
    }));
  } // prettier-ignore

  /** Where in an edition, of whatever revision, something stood that was taken down. Oldest first. */
  async takenDown(editionId: string): Promise<TakenDownBlock[]> {
    const { rows } = await sql<{ section: string; ordered_at: Date; public_reason: string }>`
      select block.section, takedown.ordered_at, takedown.public_reason
        from (select distinct section, dispatch_id, picture_id from revision_block where edition_id = ${editionId}) block
        join takedown on takedown.dispatch_id = block.dispatch_id or takedown.picture_id = block.picture_id
       group by takedown.id, block.section order by takedown.ordered_at, takedown.id
    `.execute(this.database);
    return rows.map((row) => ({ section: row.section, orderedAt: row.ordered_at, publicReason: row.public_reason }));
  }

  /** Of the edition as a whole; of several the latest. */
  async takedownOf(editionId: string): Promise<EditionTakedown | undefined> {
    const row = await this.database
      .selectFrom('takedown')
      .select(['mode', 'ordered_at', 'public_reason'])
      .where('edition_id', '=', editionId)
      .orderBy('ordered_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && { mode: row.mode, orderedAt: row.ordered_at, publicReason: row.public_reason };
  }

  /** Asked at every request, so no more than has to be asked then. */
  private standings(at: unknown): RawBuilder<unknown> {
    return sql`
      select edition.id, edition.newsletter_id, newsletter.version, edition.current_revision, edition.due_at,
             edition.edition_date, edition.kind, edition.sequence,
             (select json_build_object('mode', mode, 'orderedAt', ordered_at, 'publicReason', public_reason)
                from takedown where takedown.edition_id = edition.id order by ordered_at desc limit 1) as takedown,
             (${this.isTainted()}) as is_tainted,
             (select other.id from edition other where other.newsletter_id = newsletter.id and ${published(at, sql.table('other'))}
               order by other.due_at desc, other.id desc limit 1) as newest_id
        from newsletter join edition on edition.newsletter_id = newsletter.id
       where newsletter.is_public and newsletter.archive = 'public' and ${published(at)}`;
  }

  /** Hardly ever there: between a kill and the next revision. */
  private async gone(editionId: string): Promise<{ dispatches: string[]; pictures: string[] }> {
    const { rows } = await sql<{ dispatches: string[]; pictures: string[] }>`
      select array(select distinct block.dispatch_id from revision_block block join ${unpublishable(this.database)} gone on gone.dispatch_id = block.dispatch_id
                    where block.edition_id = edition.id and block.revision = edition.current_revision) as dispatches,
             array(select distinct block.picture_id from revision_block block join ${killedPictures(this.database)} gone on gone.picture_id = block.picture_id
                    where block.edition_id = edition.id and block.revision = edition.current_revision) as pictures
        from edition where edition.id = ${editionId}
    `.execute(this.database);
    return rows[0] ?? { dispatches: [], pictures: [] };
  }

  private async toStanding(row: StandingRow): Promise<ArchiveStanding> {
    const { takedown } = row;
    const gone = row.is_tainted ? await this.gone(row.id) : { dispatches: [], pictures: [] };
    return {
      ...toName(row),
      editionId: row.id,
      newsletterId: row.newsletter_id,
      newsletterVersion: row.version,
      revision: row.current_revision,
      dueAt: row.due_at,
      goneDispatches: gone.dispatches,
      gonePictures: gone.pictures,
      takedown: takedown && { ...takedown, orderedAt: new Date(takedown.orderedAt) },
      newestId: row.newest_id,
    };
  }

  private isTainted(): RawBuilder<unknown> {
    return sql`exists (select from revision_block block join ${unpublishable(this.database)} gone on gone.dispatch_id = block.dispatch_id
      where block.edition_id = edition.id and block.revision = edition.current_revision)
      or exists (select from revision_block block join ${killedPictures(this.database)} gone on gone.picture_id = block.picture_id
      where block.edition_id = edition.id and block.revision = edition.current_revision)`;
  }
}

/**
 * Frozen, not taken back, and its first readers have it: nothing is on the web before it is in a mailbox. So what is held
 * since before its hour is not there yet.
 */
function published(at: unknown, edition = sql.table('edition')): RawBuilder<unknown> {
  return sql`${edition}.current_revision is not null and ${edition}.due_at <= ${at}::timestamptz
    and (${edition}.paused_at is null or ${edition}.paused_at > ${edition}.due_at)
    and (${edition}.state in ('frozen', 'sending', 'sent') or ${edition}.reason = 'edition.taken_down')`;
}

const NOT_REMOVED = sql`not exists (select from takedown where takedown.edition_id = edition.id and takedown.mode = 'remove')`;
const IS_TAKEN_DOWN = sql`exists (select from takedown where takedown.edition_id = edition.id)`;

interface NameRow {
  readonly edition_date: string;
  readonly kind: EditionKind;
  readonly sequence: number;
}

interface StandingRow extends NameRow {
  readonly id: string;
  readonly newsletter_id: string;
  readonly version: number;
  readonly current_revision: number;
  readonly due_at: Date;
  readonly takedown: { readonly mode: TakedownMode; readonly orderedAt: string; readonly publicReason: string } | null;
  readonly is_tainted: boolean;
  readonly newest_id: string;
}

function toName(row: NameRow): EditionName {
  return { date: row.edition_date, kind: row.kind, sequence: row.sequence };
}
