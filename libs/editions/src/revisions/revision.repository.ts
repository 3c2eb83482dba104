import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type RevisionMark } from '@app/platform';
import { readFrozenBlock, type FrozenBlock } from '../digest/frozen-block.js';
import { toEdition, type Edition } from '../edition.js';

export interface RevisionRecord {
  readonly editionId: string;
  readonly number: number;
  readonly subject: string;
  readonly preheader: string;
  readonly templateVersionId: string;
  readonly approvedBy: string | null;
  readonly contentHash: Buffer;
  readonly isSubjectByDesk: boolean;
  readonly reason: string;
  readonly marks: readonly RevisionMark[];
}

/** The content an edition has now: what mail, web view, archive and feeds are made from. */
export interface CurrentRevision {
  readonly edition: Edition;
  readonly revision: {
    readonly number: number;
    readonly preheader: string;
    readonly isSubjectByDesk: boolean;
    readonly templateVersionId: string;
    /** `approved`, `killed`, `corrected`, `taken_down`, `desk` */
    readonly reason: string;
    /** When this revision was made. */
    readonly approvedAt: Date;
    readonly approvedBy: string | null;
    readonly contentHash: Buffer;
  };
  readonly subject: string;
  /** In order. */
  readonly blocks: readonly FrozenBlock[];
  /** What readers are told was taken out or corrected, oldest first. */
  readonly marks: readonly RevisionMark[];
}

/** Every statement on what is frozen: revisions and their blocks; it reads the bytes of variants, which `variants/` writes. */
@Injectable()
export class RevisionRepository {
  constructor(private readonly database: Database) {}

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
        is_subject_by_desk: revision.isSubjectByDesk,
        reason: revision.reason,
        marks: JSON.stringify(revision.marks),
      })
      .execute();
    if (blocks.length > 0)
      await db
        .insertInto('revision_block')
        .values(blocks.map((block) => blockRow(revision, block)))
        .execute();
    if (revision.number === 1) await this.leaveTheDesk(db, revision.editionId);
    await db
      .updateTable('edition')
      .set({ current_revision: revision.number })
      .where('id', '=', revision.editionId)
      .execute();
  }

  /** The first revision: from now on it is delivery's, and what the desk was called for is done. */
  private async leaveTheDesk(db: Db, editionId: string): Promise<void> {
    await db
      .updateTable('edition')
      .set({ state: 'frozen', reason: null, frozen_at: sql<Date>`now()` })
      .where('id', '=', editionId)
      .execute();
    await db
      .updateTable('desk_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('edition_id', '=', editionId)
      .where('settled_at', 'is', null)
      .execute();
  }

  /** Undefined: there is no such edition, or it was never frozen. Its state is for whoever asks to judge. */
  async current(db: Db, editionId: string): Promise<CurrentRevision | undefined> {
    const row = await db.selectFrom('edition').selectAll().where('id', '=', editionId).executeTakeFirst();
    if (row === undefined || row.current_revision === null) return undefined;
    const revision = await db
      .selectFrom('revision')
      .selectAll()
      .where('edition_id', '=', editionId)
      .where('number', '=', row.current_revision)
      .executeTakeFirstOrThrow();
    const blocks = await db
      .selectFrom('revision_block')
      .selectAll()
      .where('edition_id', '=', editionId)
      .where('revision', '=', row.current_revision)
      .orderBy('position')
      .execute();
    return {
      edition: toEdition(row),
      revision: {
        number: revision.number,
        preheader: revision.preheader,
        isSubjectByDesk: revision.is_subject_by_desk,
        templateVersionId: revision.template_version_id,
        reason: revision.reason,
        approvedAt: revision.approved_at,
        approvedBy: revision.approved_by,
        contentHash: revision.content_hash,
      },
      subject: revision.subject,
      blocks: blocks.map(readFrozenBlock),
      marks: revision.marks,
    };
  }

  /** What leaves for a variant: subject of its revision, the stored bytes, and the first cut that has it. */
  async rendering(
    variantId: string,
  ): Promise<{ editionId: string; subject: string; html: string; text: string; cut: number } | undefined> {
    const row = await this.database
      .selectFrom('variant')
      .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
      .innerJoin('revision', (join) =>
        join.onRef('revision.edition_id', '=', 'variant.edition_id').onRef('revision.number', '=', 'variant.revision'),
      )
      .select(['variant.edition_id', 'rendering.html', 'rendering.plain_text'])
      .select(({ fn }) => fn.coalesce('variant.subject', 'revision.subject').as('subject'))
      .select((of) =>
        of
          .selectFrom('variant_cut')
          .select(({ fn }) => fn.min('variant_cut.cut').as('cut'))
          .whereRef('variant_cut.edition_id', '=', 'variant.edition_id')
          .whereRef('variant_cut.revision', '=', 'variant.revision')
          .whereRef('variant_cut.variant_id', '=', 'variant.id')
          .as('cut'),
      )
      .where('variant.id', '=', variantId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return { editionId: row.edition_id, subject: row.subject, html: row.html, text: row.plain_text, cut: row.cut ?? 0 };
  }

  /** What leaves for readers who chose nothing, by the current revision. Undefined: never frozen. */
  async wholeRendering(
    db: Db,
    editionId: string,
  ): Promise<{ subject: string; preheader: string; html: string; text: string } | undefined> {
    return db
      .selectFrom('edition')
      .innerJoin('revision', (join) =>
        join.onRef('revision.edition_id', '=', 'edition.id').onRef('revision.number', '=', 'edition.current_revision'),
      )
      .innerJoin('variant_cut', (join) =>
        join
          .onRef('variant_cut.edition_id', '=', 'edition.id')
          .onRef('variant_cut.revision', '=', 'edition.current_revision')
          .on('variant_cut.cut', '=', 0),
      )
      .innerJoin('variant', 'variant.id', 'variant_cut.variant_id')
      .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
      .select(['revision.subject', 'revision.preheader', 'rendering.html', 'rendering.plain_text as text'])
      .where('edition.id', '=', editionId)
      .executeTakeFirst();
  }

  /**
   * The web view of an edition that left or is about to: the current revision's HTML for a cut, and its newsletter's
   * slug. A cut the revision does not have is everything.
   */
  async currentRendering(editionId: string, cut = 0): Promise<{ html: string; newsletterSlug: string } | undefined> {
    const row = await this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .innerJoin('variant_cut', (join) =>
        join
          .onRef('variant_cut.edition_id', '=', 'edition.id')
          .onRef('variant_cut.revision', '=', 'edition.current_revision')
          .on('variant_cut.cut', 'in', [0, cut]),
      )
      .innerJoin('variant', 'variant.id', 'variant_cut.variant_id')
      .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
      .select(['rendering.html', 'newsletter.slug'])
      .where('edition.id', '=', editionId)
      .where('edition.state', 'in', ['frozen', 'sending', 'sent'])
      .orderBy('variant_cut.cut', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : { html: row.html, newsletterSlug: row.slug };
  }
}

function blockRow(revision: RevisionRecord, block: FrozenBlock) {
  const dispatch = block.kind === 'dispatch' ? block : undefined;
  return {
    edition_id: revision.editionId,
    revision: revision.number,
    position: block.position,
    kind: block.kind,
    section: block.section,
    dispatch_id: dispatch?.dispatchId ?? null,
    dispatch_version: dispatch?.dispatchVersion ?? null,
    picture_id: dispatch?.pictureId ?? null,
    content: JSON.stringify(block.content),
  };
}
