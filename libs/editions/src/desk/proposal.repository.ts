import { Injectable } from '@nestjs/common';
import { newId, type Db } from '@app/platform';
import type { Proposal } from '../assembly/assembly.js';

/** The proposal of an edition: what the assembly chose, and what a desk may still change. */
@Injectable()
export class ProposalRepository {
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
}
