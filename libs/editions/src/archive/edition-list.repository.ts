import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type EditionKind, type EditionState, type RevisionMark } from '@app/platform';
import { toEdition, type Edition } from '../edition.js';

export interface EditionListFilter {
  /** Slug. */
  readonly newsletter?: string | undefined;
  readonly kind?: EditionKind | undefined;
  readonly state?: EditionState | undefined;
  /** `YYYY-MM-DD`, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Where the page before ended. */
  readonly after?: { readonly dueAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

export interface ListedEdition {
  readonly edition: Edition;
  readonly newsletter: { readonly slug: string; readonly name: string; readonly language: string; readonly timeZone: string };
  /** Of the current revision; before freezing the desk's own; null: not decided yet. */
  readonly subject: string | null;
} // prettier-ignore

/** One revision of an edition, without its blocks. */
export interface RevisionEntry {
  readonly number: number;
  readonly subject: string;
  readonly reason: string;
  readonly at: Date;
  readonly by: string | null;
  readonly marks: readonly RevisionMark[];
}

/** All editions there ever were, and what became of the content of one. */
@Injectable()
export class EditionListRepository {
  constructor(private readonly database: Database) {}

  /** The latest due first. One row more than `limit` is not read: the caller asks for it to know whether there is more. */
  async page({ newsletter, kind, state, from, to, after, limit }: EditionListFilter): Promise<ListedEdition[]> {
    let query = this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .leftJoin('revision', (join) =>
        join.onRef('revision.edition_id', '=', 'edition.id').onRef('revision.number', '=', 'edition.current_revision'),
      )
      .selectAll('edition')
      .select(['newsletter.slug as slug', 'newsletter.name as name', 'newsletter.language as language'])
      .select(['newsletter.time_zone as time_zone', 'revision.subject as frozen_subject'])
      .orderBy('edition.due_at', 'desc')
      .orderBy('edition.id', 'desc')
      .limit(limit);
    if (newsletter !== undefined) query = query.where('newsletter.slug', '=', newsletter);
    if (kind !== undefined) query = query.where('edition.kind', '=', kind);
    if (state !== undefined) query = query.where('edition.state', '=', state);
    if (from !== undefined) query = query.where('edition.edition_date', '>=', from);
    if (to !== undefined) query = query.where('edition.edition_date', '<=', to);
    if (after !== undefined)
      query = query.where(
        sql<boolean>`(edition.due_at, edition.id) < (${after.dueAt}::timestamptz, ${after.id}::uuid)`,
      );
    return (await query.execute()).map((row) => ({
      edition: toEdition(row),
      newsletter: { slug: row.slug, name: row.name, language: row.language, timeZone: row.time_zone },
      subject: row.frozen_subject ?? row.subject,
    }));
  }

  /** Oldest first. */
  async revisions(editionId: string): Promise<RevisionEntry[]> {
    const rows = await this.database
      .selectFrom('revision')
      .select(['number', 'subject', 'reason', 'approved_at as at', 'approved_by as by', 'marks'])
      .where('edition_id', '=', editionId)
      .orderBy('number')
      .execute();
    return rows;
  }

  /** By id, for lists that name editions; without those that never were. */
  async named(ids: readonly string[]): Promise<Map<string, { readonly newsletter: string; readonly editionDate: string }>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .select(['edition.id', 'newsletter.name as newsletter', 'edition.edition_date as editionDate'])
      .where('edition.id', 'in', ids)
      .execute();
    return new Map(rows.map(({ id, ...named }) => [id, named]));
  } // prettier-ignore

  /** The frozen edition of the same newsletter and kind that was due before; undefined: it is the first. */
  async before({ newsletterId, kind, dueAt }: Edition): Promise<string | undefined> {
    const row = await this.database
      .selectFrom('edition')
      .select('id')
      .where('newsletter_id', '=', newsletterId)
      .where('kind', '=', kind)
      .where('due_at', '<', dueAt)
      .where('current_revision', 'is not', null)
      .orderBy('due_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }
}
