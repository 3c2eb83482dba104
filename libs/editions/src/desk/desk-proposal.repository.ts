import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import { blockRows } from './block-rows.js';
import type { DeskBlock, DeskProposal, Exclusion } from './desk-proposal.js';

/** A proposal as a desk reads and changes it, as a whole. What the assembly writes is `ProposalRepository`'s. */
@Injectable()
export class DeskProposalRepository {
  async read(db: Db, edition: { id: string; subject: string | null; preheader: string | null }): Promise<DeskProposal> {
    const blocks = await db
      .selectFrom('block')
      .selectAll()
      .where('edition_id', '=', edition.id)
      .orderBy('position')
      .execute();
    const exclusions = await db
      .selectFrom('block_exclusion')
      .select(['dispatch_id', 'reason', 'excluded_by'])
      .where('edition_id', '=', edition.id)
      .orderBy('excluded_at')
      .orderBy('dispatch_id')
      .execute();
    return {
      subject: edition.subject,
      preheader: edition.preheader,
      blocks: blocks.map((row) => ({
        id: row.id,
        kind: row.kind,
        section: row.section,
        dispatchId: row.dispatch_id,
        content: row.content,
        reasons: row.reasons,
        isPinned: row.is_pinned,
        edits: row.edits,
        addedBy: row.added_by,
      })),
      exclusions: exclusions.map((row) => ({
        dispatchId: row.dispatch_id,
        reason: row.reason,
        excludedBy: row.excluded_by,
      })),
    };
  }

  /** What the machine chose and left out, as it was assembled; null where no machine did. */
  async assembled(db: Db, editionId: string): Promise<unknown> {
    const row = await db.selectFrom('edition').select('assembled').where('id', '=', editionId).executeTakeFirst();
    return row?.assembled ?? null;
  }

  /** Writes what became of `before`, which the caller's lock keeps true, as a set, under the next version. */
  async write(
    db: Db,
    editionId: string,
    { before, after, version }: { before: DeskProposal; after: DeskProposal; version: number },
  ): Promise<void> {
    await this.writeBlocks(db, editionId, after.blocks);
    await this.writeExclusions(db, editionId, before.exclusions, after.exclusions);
    await db
      .updateTable('edition')
      .set({ subject: after.subject, preheader: after.preheader, proposal_version: version })
      .where('id', '=', editionId)
      .execute();
  }

  /** The first of these ids that a block of another edition has. */
  async takenElsewhere(db: Db, editionId: string, ids: readonly string[]): Promise<string | undefined> {
    if (ids.length === 0) return undefined;
    const row = await db
      .selectFrom('block')
      .select('id')
      .where('id', 'in', ids)
      .where('edition_id', '!=', editionId)
      .executeTakeFirst();
    return row?.id;
  }

  private async writeBlocks(db: Db, editionId: string, blocks: readonly DeskBlock[]): Promise<void> {
    await db.deleteFrom('block').where('edition_id', '=', editionId).execute();
    if (blocks.length === 0) return;
    await db.insertInto('block').values(blockRows(editionId, blocks)).execute();
  }

  private async writeExclusions(
    db: Db,
    editionId: string,
    before: readonly Exclusion[],
    after: readonly Exclusion[],
  ): Promise<void> {
    const gone = before.filter((exclusion) => !after.includes(exclusion));
    const added = after.filter((exclusion) => !before.includes(exclusion));
    if (gone.length > 0) {
      const ids = gone.map(({ dispatchId }) => dispatchId);
      await db
        .deleteFrom('block_exclusion')
        .where('edition_id', '=', editionId)
        .where('dispatch_id', 'in', ids)
        .execute();
    }
    if (added.length === 0) return;
    const rows = added.map(({ dispatchId, reason, excludedBy }) => ({
      edition_id: editionId,
      dispatch_id: dispatchId,
      reason,
      excluded_by: excludedBy,
    }));
    await db.insertInto('block_exclusion').values(rows).execute();
  }
}
