import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { killedPictures, unpublishable } from '@app/dispatches';
import { Database, type EditionKind, type TakedownMode } from '@app/platform';
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
  /** The editions before and after it in time; null: none. */
  readonly previous: EditionName | null;
  readonly next: EditionName | null;
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
  constructor(private readonly database: Database) {}

  async standing(slug: string, name: EditionName, at: Date): Promise<ArchiveStanding | undefined> {
    const { rows } = await sql<StandingRow>`
      ${this.standings(at)}
        and newsletter.slug = ${slug} and edition.edition_date = ${name.date}::date
        and edition.kind = ${name.kind}::edition_kind and edition.sequence = ${name.sequence}
    `.execute(this.database);
    return rows[0] === undefined ? undefined : toStanding(rows[0]);
  }

  /** The newest of a newsletter, newest first; removed ones are not among them. */
  async newest(slug: string, at: Date, limit: number): Promise<ArchiveStanding[]> {
    const { rows } = await sql<StandingRow>`
      ${this.standings(at)} and newsletter.slug = ${slug} and ${NOT_REMOVED}
      order by edition.due_at desc, edition.id desc limit ${limit}
    `.execute(this.database);
    return rows.map(toStanding);
  }

  /** By date, newest first, dated before `before`. */
  async list(newsletterId: string, page: { before?: string | undefined; at: Date; limit: number }): Promise<ListedEdition[]> {
    const { before, at, limit } = page;
    const { rows } = await sql<NameRow & { id: string; due_at: Date; subject: string; preheader: string }>`
      select edition.id, edition.edition_date, edition.kind, edition.sequence, edition.due_at,
             case when ${this.isTainted()} or ${IS_TAKEN_DOWN} then '' else revision.subject end as subject,
             case when ${this.isTainted()} or ${IS_TAKEN_DOWN} then '' else revision.preheader end as preheader
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

  private standings(at: Date): RawBuilder<unknown> {
    const db = this.database;
    return sql`
      select edition.id, edition.newsletter_id, newsletter.version, edition.current_revision, edition.due_at,
             edition.edition_date, edition.kind, edition.sequence,
             (select json_build_object('mode', mode, 'orderedAt', ordered_at, 'publicReason', public_reason)
                from takedown where takedown.edition_id = edition.id order by ordered_at desc limit 1) as takedown,
             array(select distinct block.dispatch_id from revision_block block join ${unpublishable(db)} gone on gone.dispatch_id = block.dispatch_id
                    where block.edition_id = edition.id and block.revision = edition.current_revision) as gone_dispatches,
             array(select distinct block.picture_id from revision_block block join ${killedPictures(db)} gone on gone.picture_id = block.picture_id
                    where block.edition_id = edition.id and block.revision = edition.current_revision) as gone_pictures,
             ${neighbour(at, sql`<`, sql`desc`)} as previous, ${neighbour(at, sql`>`, sql`asc`)} as next
        from newsletter join edition on edition.newsletter_id = newsletter.id
       where newsletter.is_public and newsletter.archive = 'public' and ${published(at)}`;
  }

  private isTainted(): RawBuilder<unknown> {
    return sql`exists (select from revision_block block join ${unpublishable(this.database)} gone on gone.dispatch_id = block.dispatch_id
      where block.edition_id = edition.id and block.revision = edition.current_revision)`;
  }
}

/** Frozen, not taken back, and its first readers have it: nothing is on the web before it is in a mailbox. */
function published(at: Date, edition = sql.table('edition')): RawBuilder<unknown> {
  return sql`${edition}.current_revision is not null and ${edition}.due_at <= ${at}::timestamptz
    and (${edition}.state in ('frozen', 'sending', 'sent') or ${edition}.reason = 'edition.taken_down')`;
}

/** The edition next to it on one side. */
function neighbour(at: Date, side: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select json_build_object('date', other.edition_date::text, 'kind', other.kind, 'sequence', other.sequence)
      from edition other
     where other.newsletter_id = edition.newsletter_id and ${published(at, sql.table('other'))}
       and not exists (select from takedown where takedown.edition_id = other.id and takedown.mode = 'remove')
       and (other.due_at, other.id) ${side} (edition.due_at, edition.id)
     order by other.due_at ${order}, other.id ${order} limit 1)`;
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
  readonly gone_dispatches: string[];
  readonly gone_pictures: string[];
  readonly previous: EditionName | null;
  readonly next: EditionName | null;
}

function toName(row: NameRow): EditionName {
  return { date: row.edition_date, kind: row.kind, sequence: row.sequence };
}

function toStanding(row: StandingRow): ArchiveStanding {
  const { takedown } = row;
  return {
    ...toName(row),
    editionId: row.id,
    newsletterId: row.newsletter_id,
    newsletterVersion: row.version,
    revision: row.current_revision,
    dueAt: row.due_at,
    goneDispatches: row.gone_dispatches,
    gonePictures: row.gone_pictures,
    previous: row.previous,
    next: row.next,
    takedown: takedown && { ...takedown, orderedAt: new Date(takedown.orderedAt) },
  };
}
