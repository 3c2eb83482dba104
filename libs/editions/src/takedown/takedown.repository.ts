import { Injectable } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import { Database, newId, type Db, type TakedownTable } from '@app/platform';
import { readFrozenBlock, type FrozenBlock } from '../digest/frozen-block.js';
import type { Takedown, TakedownOrder } from './takedown.js';

/** A revision that holds something of a takedown. */
export interface TakenRevision {
  readonly editionId: string;
  readonly number: number;
  readonly templateVersionId: string;
  readonly subject: string;
  readonly preheader: string;
  readonly isSubjectByDesk: boolean;
  /** Positions of what is taken down. */
  readonly taken: readonly number[];
  /** All of them, in order. */
  readonly blocks: readonly FrozenBlock[];
}

/** Every statement on takedowns, and what an open one does to frozen content, by the functions that only it may call. */
@Injectable()
export class TakedownRepository {
  constructor(private readonly database: Database) {}

  async insert(db: Db, order: TakedownOrder): Promise<string> {
    const id = newId();
    const object = { [`${order.object}_id`]: order.objectId };
    await db
      .insertInto('takedown')
      .values({
        id,
        object: order.object,
        mode: order.mode,
        reference: order.reference,
        public_reason: order.publicReason ?? '',
        ordered_by: order.by,
        ...object,
      })
      .execute();
    return id;
  }

  /** The same order given before. */
  async same(db: Db, { object, objectId, mode }: TakedownOrder): Promise<string | undefined> {
    const row = await db
      .selectFrom('takedown')
      .select('id')
      .where(`${object}_id`, '=', objectId)
      .where('mode', '=', mode)
      .orderBy('ordered_at')
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }

  async byId(id: string): Promise<Takedown | undefined> {
    const row = await this.database.selectFrom('takedown').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toTakedown(row);
  }

  /** Newest first. `newsletterIds`: of these newsletters' editions alone; left out: all. */
  async list(limit: number, newsletterIds?: readonly string[]): Promise<Takedown[]> {
    let query = this.database.selectFrom('takedown').selectAll();
    if (newsletterIds !== undefined)
      query = query.where((is) =>
        is.exists(
          is
            .selectFrom('edition')
            .select('edition.id')
            .whereRef('edition.id', '=', 'takedown.edition_id')
            .where('edition.newsletter_id', 'in', [...newsletterIds]),
        ),
      );
    const rows = await query.orderBy('ordered_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(toTakedown);
  }

  /** What a process left unfinished, longest waiting first. */
  async open(limit: number): Promise<string[]> {
    const rows = await this.database
      .selectFrom('takedown')
      .select('id')
      .where('done_at', 'is', null)
      .orderBy('ordered_at')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /**
   * Does `work` unless another process is at the same takedown: undefined then. The lock is a connection's, so it is
   * gone with a process that is killed.
   */
  async alone<Result>(id: string, work: () => Promise<Result>): Promise<Result | undefined> {
    return this.database.connection().execute(async (connection) => {
      const key = sql`hashtextextended(${`takedown:${id}`}, 0)`;
      const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${key}) as got`.execute(connection);
      if (rows[0]?.got !== true) return undefined;
      try {
        return await work();
      } finally {
        await sql`select pg_advisory_unlock(${key})`.execute(connection);
      }
    });
  }

  /** Editions with it in a frozen revision or in the proposal. */
  async editions({ id, object, objectId }: Takedown): Promise<string[]> {
    const { rows } = await sql<{ edition_id: string }>`
      select edition_id from taken_down_blocks(${id})
       union select edition_id from block where ${object === 'dispatch'} and dispatch_id = ${objectId}
       union select edition_id from block_exclusion where ${object === 'dispatch'} and dispatch_id = ${objectId}
       union select id from edition where ${object === 'edition'} and id = ${objectId}
       order by edition_id
    `.execute(this.database);
    return rows.map((row) => row.edition_id);
  }

  async revisions(id: string, editionId: string): Promise<TakenRevision[]> {
    const { rows } = await sql<{ revision: number; taken: number[] }>`
      select revision, array_agg(block order by block) as taken from taken_down_blocks(${id})
       where edition_id = ${editionId} group by revision order by revision
    `.execute(this.database);
    return Promise.all(rows.map(({ revision, taken }) => this.revision(editionId, revision, taken)));
  }

  /** Variants of a revision that hold one of these positions, in the order of their ids. */
  async variants(revision: TakenRevision): Promise<{ id: string; positions: readonly number[] }[]> {
    return this.database
      .selectFrom('variant')
      .select(['id', 'positions'])
      .where('edition_id', '=', revision.editionId)
      .where('revision', '=', revision.number)
      .where(sql<boolean>`positions && ${[...revision.taken]}::int[]`)
      .orderBy('id')
      .execute();
  }

  async moveVariant(
    id: string,
    variantId: string,
    to: { subject: string; preheader: string; html: string; text: string; hash: Buffer },
  ): Promise<void> {
    const head = [to.subject, to.preheader];
    await sql`select takedown_move_variant(${id}, ${variantId}, ${head}::text[], ${to.hash}, ${to.html}, ${to.text})`.execute(
      this.database,
    );
  }

  async moveHead(
    id: string,
    revision: TakenRevision,
    head: { readonly subject: string; readonly preheader: string },
  ): Promise<void> {
    const { editionId, number } = revision;
    await sql`select takedown_head(${id}, ${editionId}, ${number}, ${head.subject}, ${head.preheader})`.execute(
      this.database,
    );
  }

  /** The words of frozen blocks, of versions and of events. */
  async redact(id: string): Promise<void> {
    await sql`select takedown_redact(${id})`.execute(this.database);
  }

  async count(id: string, renderings: number, done: number): Promise<void> {
    await this.database
      .updateTable('takedown')
      .set({ renderings, renderings_done: done })
      .where('id', '=', id)
      .execute();
  }

  async done(db: Db, id: string): Promise<void> {
    await db
      .updateTable('takedown')
      .set({ done_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .execute();
  }

  private async revision(editionId: string, number: number, taken: readonly number[]): Promise<TakenRevision> {
    const row = await this.database
      .selectFrom('revision')
      .selectAll()
      .where('edition_id', '=', editionId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    const blocks = await this.database
      .selectFrom('revision_block')
      .selectAll()
      .where('edition_id', '=', editionId)
      .where('revision', '=', number)
      .orderBy('position')
      .execute();
    return {
      editionId,
      number,
      templateVersionId: row.template_version_id,
      subject: row.subject,
      preheader: row.preheader,
      isSubjectByDesk: row.is_subject_by_desk,
      taken,
      blocks: blocks.map(readFrozenBlock),
    };
  }
}

function toTakedown(row: Selectable<TakedownTable>): Takedown {
  return {
    id: row.id,
    object: row.object,
    objectId: row.dispatch_id ?? row.picture_id ?? row.edition_id ?? '',
    mode: row.mode,
    reference: row.reference,
    publicReason: row.public_reason,
    orderedBy: row.ordered_by,
    orderedAt: row.ordered_at,
    renderings: row.renderings,
    renderingsDone: row.renderings_done,
    doneAt: row.done_at,
  };
}
