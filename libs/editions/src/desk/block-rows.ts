import type { DeskBlock } from './desk-proposal.js';

/** A proposal's blocks as the table holds them: whoever writes them, a block's place in the list is its position. */
export function blockRows(editionId: string, blocks: readonly DeskBlock[]) {
  return blocks.map((block, position) => ({
    id: block.id,
    edition_id: editionId,
    position,
    kind: block.kind,
    section: block.section,
    dispatch_id: block.dispatchId,
    content: JSON.stringify(block.content),
    reasons: JSON.stringify(block.reasons),
    is_pinned: block.isPinned,
    edits: JSON.stringify(block.edits),
    added_by: block.addedBy,
  }));
}
