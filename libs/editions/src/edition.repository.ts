import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db, type EditionKind, type EditionState } from '@app/platform';
import type { Proposal } from './assembly.js';
import type { FrozenBlock } from './frozen-block.js';

export interface Edition {
  readonly id: string;
  /** Short, for return paths and feedback. */
  readonly number: number;
  readonly newsletterId: string;
  readonly kind: EditionKind;
  readonly editionDate: string;
  readonly sequence: number;
  readonly state: EditionState;
  readonly dueAt: Date;
  readonly usefulUntil: Date;
  readonly cutOff: Date | null;
  readonly windowFrom: Date | null;
  readonly currentRevision: number | null;
  readonly reason: string | null;
  readonly pausedAt: Date | null;
}

export interface NewEdition {
  readonly newsletterId: string;
  readonly kind: EditionKind;
  readonly editionDate: string;
  readonly sequence: number;
  readonly dueAt: Date;
  readonly usefulUntil: Date;
}

export interface RevisionRecord {
  readonly editionId: string;
  readonly number: number;
  readonly subject: string;
  readonly preheader: string;
  readonly templateVersionId: string;
  readonly approvedBy: string | null;
  readonly contentHash: Buffer;
}

/** Every statement on editions, their proposals, revisions, variants and renderings. */
@Injectable()
export class EditionRepository {
  constructor(private readonly database: Database) {}

  /** Claims an edition by its unique row: of two schedulers one gets the id, the other undefined. */
  async claim(db: Db, edition: NewEdition): Promise<string | undefined> {
    await sql`select ensure_delivery_partition(${edition.editionDate}::date)`.execute(db);
    const row = await db
      .insertInto('edition')
      .values({
        id: newId(),
        newsletter_id: edition.newsletterId,
        kind: edition.kind,
        edition_date: edition.editionDate,
        sequence: edition.sequence,
        due_at: edition.dueAt,
        useful_until: edition.usefulUntil,
      })
      .onConflict((conflict) => conflict.columns(['newsletter_id', 'kind', 'edition_date', 'sequence']).doNothing())
      .returning('id')
      .executeTakeFirst();
    return row?.id;
  }

  async nextSequence(db: Db, newsletterId: string, kind: EditionKind, editionDate: string): Promise<number> {
    const row = await db
      .selectFrom('edition')
      .select(({ fn }) => fn.max('sequence').as('highest'))
      .where('newsletter_id', '=', newsletterId)
      .where('kind', '=', kind)
      .where('edition_date', '=', editionDate)
      .executeTakeFirst();
    return (row?.highest ?? 0) + 1;
  }

  async byId(db: Db, id: string): Promise<Edition | undefined> {
    const row = await db.selectFrom('edition').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  /** As `byId`, holding the row until the transaction ends: two workers never work on one edition at once. */
  async lock(db: Db, id: string): Promise<Edition | undefined> {
    const row = await db.selectFrom('edition').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  async latest(newsletterId: string): Promise<Edition | undefined> {
    const row = await this.database
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .orderBy('due_at', 'desc')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  async list(newsletterId: string, limit: number): Promise<Edition[]> {
    const rows = await this.database
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .orderBy('due_at', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toEdition);
  }

  /** The last edition that went out or will: the next window begins at its cut-off. Skipped ones do not count. */
  async lastCounted(db: Db, newsletterId: string): Promise<{ cutOff: Date; dueAt: Date } | undefined> {
    const row = await db
      .selectFrom('edition')
      .select(['cut_off', 'due_at'])
      .where('cut_off', 'is not', null)
      .where('newsletter_id', '=', newsletterId)
      .where('kind', '=', 'digest')
      .where('state', 'in', ['frozen', 'sending', 'sent'])
      .orderBy('cut_off', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.cut_off === null) return undefined;
    return { cutOff: row.cut_off, dueAt: row.due_at };
  }

  /** Those of `dispatchIds` that stand in an edition of this newsletter that went out or will. */
  async told(db: Db, newsletterId: string, dispatchIds: readonly string[]): Promise<Set<string>> {
    if (dispatchIds.length === 0) return new Set();
    const rows = await db
      .selectFrom('revision_block')
      .innerJoin('edition', 'edition.id', 'revision_block.edition_id')
      .select('revision_block.dispatch_id')
      .distinct()
      .where('edition.newsletter_id', '=', newsletterId)
      .where('edition.kind', '=', 'digest')
      .where('edition.state', 'in', ['frozen', 'sending', 'sent'])
      .where('revision_block.dispatch_id', 'in', dispatchIds)
      .execute();
    return new Set(rows.flatMap((row) => (row.dispatch_id === null ? [] : [row.dispatch_id])));
  }

  /** Claimed and not prepared, or proposed under an automatic policy: what a lost job leaves behind. */
  async unprepared(limit: number): Promise<string[]> {
    const rows = await this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .select('edition.id')
      .where((where) =>
        where.or([
          where('edition.state', '=', 'claimed'),
          where.and([where('edition.state', '=', 'proposed'), where('newsletter.approval', '=', 'automatic')]),
        ]),
      )
      .orderBy('edition.due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async propose(db: Db, id: string, window: { from: Date; cutOff: Date }, proposal: Proposal): Promise<void> {
    await db.deleteFrom('block').where('edition_id', '=', id).execute();
    if (proposal.blocks.length > 0) {
      const rows = proposal.blocks.map((block, position) => ({
        id: newId(),
        edition_id: id,
        position,
        kind: 'dispatch' as const,
        section: block.section,
        dispatch_id: block.dispatchId,
        reasons: JSON.stringify(block.reasons),
      }));
      await db.insertInto('block').values(rows).execute();
    }
    await db
      .updateTable('edition')
      .set({ state: 'proposed', window_from: window.from, cut_off: window.cutOff })
      .where('id', '=', id)
      .where('state', 'in', ['claimed', 'proposed'])
      .execute();
  }

  /** The proposal's dispatch blocks in order. */
  async proposal(db: Db, id: string): Promise<{ section: string; dispatchId: string }[]> {
    const rows = await db
      .selectFrom('block')
      .select(['section', 'dispatch_id'])
      .where('edition_id', '=', id)
      .where('kind', '=', 'dispatch')
      .orderBy('position')
      .execute();
    return rows.flatMap((row) =>
      row.dispatch_id === null ? [] : [{ section: row.section, dispatchId: row.dispatch_id }],
    );
  }

  async freeze(db: Db, revision: RevisionRecord, blocks: readonly FrozenBlock[]): Promise<void> {
    await db
      .insertInto('revision')
      .values({
        edition_id: revision.editionId,
        number: revision.number,
        subject: revision.subject,
        preheader: revision.preheader,
        template_version_id: revision.templateVersionId,
        approved_by: revision.approvedBy,
        content_hash: revision.contentHash,
      })
      .execute();
    await db
      .insertInto('revision_block')
      .values(
        blocks.map((block) => ({
          edition_id: revision.editionId,
          revision: revision.number,
          position: block.position,
          kind: block.kind,
          section: block.section,
          dispatch_id: block.dispatchId,
          dispatch_version: block.dispatchVersion,
          content: JSON.stringify(block.content),
        })),
      )
      .execute();
    await db
      .updateTable('edition')
      .set({ state: 'frozen', reason: null, current_revision: revision.number, frozen_at: sql<Date>`now()` })
      .where('id', '=', revision.editionId)
      .execute();
    // What the desk was called for is done.
    await db
      .updateTable('desk_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('edition_id', '=', revision.editionId)
      .where('settled_at', 'is', null)
      .execute();
  }

  async addVariant(
    db: Db,
    variant: { editionId: string; revision: number; key: string },
    rendering: { hash: Buffer; html: string; text: string },
  ): Promise<void> {
    await db
      .insertInto('rendering')
      .values({ hash: rendering.hash, html: rendering.html, plain_text: rendering.text })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
    await db
      .insertInto('variant')
      .values({
        id: newId(),
        edition_id: variant.editionId,
        revision: variant.revision,
        key: variant.key,
        rendering_hash: rendering.hash,
      })
      .execute();
  }

  /** What leaves for a variant: subject of its revision and the stored bytes. */
  async rendering(
    variantId: string,
  ): Promise<{ editionId: string; subject: string; html: string; text: string } | undefined> {
    const row = await this.database
      .selectFrom('variant')
      .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
      .innerJoin('revision', (join) =>
        join.onRef('revision.edition_id', '=', 'variant.edition_id').onRef('revision.number', '=', 'variant.revision'),
      )
      .select(['variant.edition_id', 'revision.subject', 'rendering.html', 'rendering.plain_text'])
      .where('variant.id', '=', variantId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return { editionId: row.edition_id, subject: row.subject, html: row.html, text: row.plain_text };
  }

  /**
   * The web view of an edition that left or is about to: the current revision's HTML and its newsletter's slug. While
   * there are several variants, the one with everything in it stands for all.
   */
  async currentRendering(editionId: string): Promise<{ html: string; newsletterSlug: string } | undefined> {
    const row = await this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .innerJoin('variant', (join) =>
        join.onRef('variant.edition_id', '=', 'edition.id').onRef('variant.revision', '=', 'edition.current_revision'),
      )
      .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
      .select(['rendering.html', 'newsletter.slug'])
      .where('edition.id', '=', editionId)
      .where('edition.state', 'in', ['frozen', 'sending', 'sent'])
      .orderBy('variant.key')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : { html: row.html, newsletterSlug: row.slug };
  }

  async setState(
    db: Db,
    id: string,
    change: { from: readonly EditionState[]; to: EditionState; reason?: string },
  ): Promise<boolean> {
    const result = await db
      .updateTable('edition')
      .set({
        state: change.to,
        ...(change.reason === undefined ? {} : { reason: change.reason }),
        ...(change.to === 'cancelled' ? { cancelled_at: sql<Date>`now()` } : {}),
        ...(change.to === 'sent' ? { sent_at: sql<Date>`now()` } : {}),
      })
      .where('id', '=', id)
      .where('state', 'in', change.from)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** `frozen → sending`, in the transaction that writes the audience. */
  async beginSending(db: Db, id: string): Promise<void> {
    await db
      .updateTable('edition')
      .set({ state: 'sending', audience_frozen_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('state', '=', 'frozen')
      .execute();
  }

  /** Binds every row not yet `submitting`, running waves included. */
  async setPaused(id: string, paused: boolean): Promise<void> {
    await this.database
      .updateTable('edition')
      .set({ paused_at: paused ? sql<Date>`now()` : null })
      .where('id', '=', id)
      .execute();
  }

  /** The edition that carries this number in its return paths. */
  async byNumber(number: number): Promise<Edition | undefined> {
    const row = await this.database.selectFrom('edition').selectAll().where('number', '=', number).executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  /** Frozen and due: delivery may begin. */
  async startable(limit: number): Promise<Edition[]> {
    const rows = await this.database
      .selectFrom('edition')
      .selectAll()
      .where('state', '=', 'frozen')
      .where('due_at', '<=', sql<Date>`now()`)
      .where('paused_at', 'is', null)
      .orderBy('due_at')
      .limit(limit)
      .execute();
    return rows.map(toEdition);
  }

  /** Proposed editions whose hour came without an approval the newsletter demands: a human is needed. */
  async holdUnapproved(): Promise<{ id: string; newsletterId: string }[]> {
    return this.database.transaction().execute(async (trx) => {
      const held = await trx
        .updateTable('edition')
        .set({ state: 'held', reason: 'edition.unapproved' })
        .where('state', '=', 'proposed')
        .where('due_at', '<=', sql<Date>`now()`)
        .where('newsletter_id', 'in', (eb) => eb.selectFrom('newsletter').select('id').where('approval', '=', 'desk'))
        .returning(['id', 'newsletter_id'])
        .execute();
      for (const edition of held) {
        await trx
          .insertInto('desk_alarm')
          .values({
            id: newId(),
            newsletter_id: edition.newsletter_id,
            edition_id: edition.id,
            code: 'edition.unapproved',
          })
          .execute();
      }
      return held.map((edition) => ({ id: edition.id, newsletterId: edition.newsletter_id }));
    });
  }

  /**
   * Never begun, and old news by now: it is not sent, and its dispatches return to the next window. The desk is told
   * for each, because readers waited for it.
   */
  async expireUnsent(): Promise<string[]> {
    return this.database.transaction().execute(async (trx) => {
      const rows = await trx
        .updateTable('edition')
        .set({ state: 'cancelled', cancelled_at: sql<Date>`now()`, reason: 'edition.stale' })
        .where('state', 'in', ['claimed', 'proposed', 'held', 'frozen'])
        .where('useful_until', '<', sql<Date>`now()`)
        .returning(['id', 'newsletter_id'])
        .execute();
      for (const row of rows) {
        const alarm = { id: newId(), newsletter_id: row.newsletter_id, edition_id: row.id, code: 'edition.stale' };
        await trx.insertInto('desk_alarm').values(alarm).execute();
      }
      return rows.map((row) => row.id);
    });
  }
}

interface EditionRow {
  id: string;
  number: number;
  newsletter_id: string;
  kind: EditionKind;
  edition_date: string;
  sequence: number;
  state: EditionState;
  due_at: Date;
  useful_until: Date;
  cut_off: Date | null;
  window_from: Date | null;
  current_revision: number | null;
  reason: string | null;
  paused_at: Date | null;
}

function toEdition(row: EditionRow): Edition {
  return {
    id: row.id,
    number: row.number,
    newsletterId: row.newsletter_id,
    kind: row.kind,
    editionDate: row.edition_date,
    sequence: row.sequence,
    state: row.state,
    dueAt: row.due_at,
    usefulUntil: row.useful_until,
    cutOff: row.cut_off,
    windowFrom: row.window_from,
    currentRevision: row.current_revision,
    reason: row.reason,
    pausedAt: row.paused_at,
  };
}
