import { Injectable } from '@nestjs/common';
import { sql, type Expression, type SqlBool } from 'kysely';
import type { Db } from '@app/platform';
import { WHOLE_DAY } from '../calendar/reader-due.js';
import type { Telling } from './proposal.js';

/** Whose past is asked for: an edition's, as of its cut-off. */
export interface Remembering {
  readonly newsletterId: string;
  /** What was cut off later is not past yet. */
  readonly before: Date;
  /** The edition's part of the day; null: it is for everybody. */
  readonly slot: string | null;
  /** It is not its own past; undefined: it does not exist yet. */
  readonly editionId?: string | undefined;
}

/** What past editions told, and how far they had looked. Only those that went out or will: others told nobody anything. */
@Injectable()
export class ToldRepository {
  /** The last digest for the same readers: the next window begins at its cut-off. */
  async lastCounted(db: Db, past: Remembering): Promise<{ cutOff: Date; dueAt: Date } | undefined> {
    const row = await this.past(db, past)
      .select(['edition.cut_off', 'edition.due_at'])
      .where('edition.kind', '=', 'digest')
      .where('edition.cut_off', '<', past.before)
      .orderBy('edition.cut_off', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.cut_off === null) return undefined;
    return { cutOff: row.cut_off, dueAt: row.due_at };
  }

  /**
   * The dispatches that digests and flashes dated `since` (`YYYY-MM-DD`) or later told, and those of `dispatchIds` that any
   * told ever; in the words of the current revision, which readers have.
   */
  async tellings(
    db: Db,
    past: Remembering,
    { since, dispatchIds }: { since: string; dispatchIds: readonly string[] },
  ): Promise<Omit<Telling, 'clusterId'>[]> {
    // A flash was cut off when it was made, which is when it was due.
    const toldAt = sql<Date>`coalesce(edition.cut_off, edition.due_at)`;
    const told = this.past(db, past)
      .innerJoin('revision_block', (join) =>
        join
          .onRef('revision_block.edition_id', '=', 'edition.id')
          .onRef('revision_block.revision', '=', 'edition.current_revision'),
      )
      .select(['revision_block.dispatch_id', 'revision_block.dispatch_version'])
      .select([
        sql<string>`coalesce(revision_block.content->>'headline', '')`.as('headline'),
        sql<string>`coalesce(revision_block.content->>'standfirst', '')`.as('standfirst'),
        sql<string | null>`revision_block.content->>'link'`.as('link'),
      ])
      .select(['edition.edition_date', 'edition.kind', toldAt.as('told_at'), 'edition.id'])
      .where('edition.kind', 'in', ['digest', 'flash'])
      .where(toldAt, '<', past.before)
      .where('revision_block.dispatch_id', 'is not', null);
    const recent = told.where('edition.edition_date', '>=', since);
    // Two questions, each with its index, instead of one with `or` that has none.
    const ever = told.where(sql<SqlBool>`revision_block.dispatch_id = any(${[...dispatchIds]}::uuid[])`);
    const rows = await db.selectFrom(recent.union(ever).as('told')).selectAll().orderBy('told_at').orderBy('id').orderBy('dispatch_id').execute();
    return rows.flatMap((row) =>
      row.dispatch_id === null
        ? []
        : [
            {
              dispatchId: row.dispatch_id,
              version: row.dispatch_version ?? 0,
              headline: row.headline,
              standfirst: row.standfirst,
              link: row.link,
              at: row.told_at,
              editionDate: row.edition_date,
              editionKind: row.kind,
            },
          ],
    );
  } // prettier-ignore

  /** Other slots have other readers, who were told nothing by this one's; what has no slot was for everybody. */
  private past(db: Db, { newsletterId, slot, editionId }: Remembering) {
    return db
      .selectFrom('edition')
      .where('edition.newsletter_id', '=', newsletterId)
      .where('edition.state', 'in', ['frozen', 'sending', 'sent'])
      .where((where) => {
        const sameReaders: Expression<SqlBool>[] = [
          where('edition.slot', 'is', null),
          where('edition.slot', '=', WHOLE_DAY),
          ...(slot === null || slot === WHOLE_DAY ? [where.lit(true)] : [where('edition.slot', '=', slot)]),
        ];
        return where.or(sameReaders);
      })
      .$if(editionId !== undefined, (query) => query.where('edition.id', '<>', editionId ?? ''));
  }
}
