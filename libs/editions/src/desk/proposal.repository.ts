import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import { blockRows } from './block-rows.js';
import type { NewBlock } from '../assembly/kept-blocks.js';
import type { Outcome } from '../assembly/outcome.js';

/** An edition as it was assembled. */
export interface NewProposal extends Outcome {
  readonly window: { readonly from: Date; readonly cutOff: Date };
  /** In order. */
  readonly blocks: readonly NewBlock[];
  /** What the machine chose and left out, with its reasons. */
  readonly assembled: Readonly<Record<string, unknown>>;
}

/** The proposal of an edition as the assembly writes it; what a desk changes is `DeskProposalRepository`'s. */
@Injectable()
export class ProposalRepository {
  /** Under the caller's lock of the edition, which is claimed, proposed or held. */
  async propose(db: Db, editionId: string, proposal: NewProposal): Promise<void> {
    await db.deleteFrom('block').where('edition_id', '=', editionId).execute();
    if (proposal.blocks.length > 0)
      await db.insertInto('block').values(blockRows(editionId, proposal.blocks)).execute();
    await db
      .updateTable('edition')
      .set({
        state: proposal.state,
        reason: proposal.reason,
        window_from: proposal.window.from,
        cut_off: proposal.window.cutOff,
        assembled: JSON.stringify(proposal.assembled),
        proposal_version: sql<number>`proposal_version + 1`,
      })
      .where('id', '=', editionId)
      .where('state', 'in', ['claimed', 'proposed', 'held'])
      .execute();
  }
}
