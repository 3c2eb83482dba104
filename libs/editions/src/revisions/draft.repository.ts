import { Injectable } from '@nestjs/common';
import { newId, type BlockKind, type Db } from '@app/platform';

/** A block of a proposal as it is stored. */
export interface StoredDraft {
  readonly kind: BlockKind;
  readonly section: string;
  /** Set for kind `dispatch` only. */
  readonly dispatchId: string | null;
  readonly content: Readonly<Record<string, unknown>>;
  /** The desk's words, which win over the dispatch's. */
  readonly edits: Readonly<Record<string, string>>;
  /** The desk gave it its place; left out: nobody ranks these blocks. */
  readonly isPinned?: boolean;
}

/** What the assembly ranked it by its score; undefined where the desk gave it its place. */
export function rankOf({ content, isPinned = false }: StoredDraft): number | undefined {
  const rank = content['rank'];
  return isPinned || typeof rank !== 'number' ? undefined : rank;
}

/** The block's content, without a rank that the desk has overruled. */
export function rankedContent(draft: StoredDraft): Readonly<Record<string, unknown>> {
  const isRanked = rankOf(draft) !== undefined;
  return Object.fromEntries(Object.entries(draft.content).filter(([name]) => name !== 'rank' || isRanked));
}

/** Proposals as freezing reads them, and those that a person made as a whole: a letter, a flash, a correction. */
@Injectable()
export class DraftRepository {
  /** In order. */
  async drafts(db: Db, editionId: string): Promise<StoredDraft[]> {
    const rows = await db
      .selectFrom('block')
      .select(['kind', 'section', 'dispatch_id', 'content', 'edits', 'is_pinned'])
      .where('edition_id', '=', editionId)
      .orderBy('position')
      .execute();
    return rows.map(({ kind, section, dispatch_id: dispatchId, content, edits, is_pinned: isPinned }) => ({
      kind,
      section,
      dispatchId,
      content,
      edits,
      isPinned,
    }));
  }

  /** Proposes what a person wrote and chose, `claimed → proposed`. Nothing is left to a machine: every block is pinned. */
  async propose(
    db: Db,
    edition: { readonly id: string; readonly by: string | null },
    made: {
      readonly blocks: readonly StoredDraft[];
      readonly subject: string | null;
      readonly preheader: string | null;
    },
  ): Promise<void> {
    const rows = made.blocks.map((block, position) => ({
      id: newId(),
      edition_id: edition.id,
      position,
      kind: block.kind,
      section: block.section,
      dispatch_id: block.dispatchId,
      content: JSON.stringify(block.content),
      edits: JSON.stringify(block.edits),
      is_pinned: true,
      added_by: edition.by,
    }));
    await db.insertInto('block').values(rows).execute();
    await db
      .updateTable('edition')
      .set({ state: 'proposed', subject: made.subject, preheader: made.preheader })
      .set((eb) => ({ proposal_version: eb('proposal_version', '+', 1) }))
      .where('id', '=', edition.id)
      .where('state', '=', 'claimed')
      .execute();
  }
}
