import { newId } from '@app/platform';
import type { DeskBlock, DeskProposal } from '../desk/desk-proposal.js';
import type { DeskChoices, KeptBlock, Proposal, ProposedBlock } from './proposal.js';

/** A block as the proposal's rows hold it; its position is its index. */
export type NewBlock = DeskBlock;

/** What assembling again leaves to the desk: everything it pinned, wrote or rewrote, and what it left out. */
export function deskChoices({ blocks, exclusions }: DeskProposal): DeskChoices {
  return {
    kept: blocks.flatMap((block, position): KeptBlock[] => {
      const { id, kind, section, dispatchId, isPinned } = block;
      const insertionId = insertionOf(block);
      const isRewritten = Object.values(block.edits).some((words) => words.trim() !== '');
      const isByDesk = isPinned || block.addedBy !== null;
      const isKept = isByDesk || isRewritten || (dispatchId === null && insertionId === null);
      // Only a dispatch can be in the edition without a place of its own.
      const isPlaced = isByDesk || dispatchId === null;
      return isKept ? [{ id, kind, section, position, isPinned: isPlaced, dispatchId, insertionId }] : [];
    }),
    excluded: exclusions.map(({ dispatchId, reason }) => ({ dispatchId, reason })),
  };
}

/** A proposal's blocks where none stood before. */
export function draftsOf(proposal: Proposal): NewBlock[] {
  return storedBlocks(proposal, []);
}

/** The proposal's blocks as rows: one that stood there before keeps its id and what the desk did to it. */
export function storedBlocks(proposal: Proposal, before: readonly DeskBlock[]): NewBlock[] {
  const byDispatch = new Map(before.flatMap((block) => (block.dispatchId === null ? [] : [[block.dispatchId, block]])));
  const byInsertion = new Map(before.map((block) => [insertionOf(block), block]));
  const ranks = ranksOf(proposal.blocks);
  return proposal.blocks.flatMap((block): NewBlock[] => {
    if (block.kind === 'words') return before.filter(({ id }) => id === block.blockId);
    const old = block.kind === 'dispatch' ? byDispatch.get(block.dispatchId) : byInsertion.get(block.insertion.id);
    return [
      {
        id: old?.id ?? newId(),
        kind: block.kind,
        section: block.section,
        dispatchId: block.kind === 'dispatch' ? block.dispatchId : null,
        content: contentOf(block, ranks),
        reasons: block.reasons,
        isPinned: old?.isPinned ?? false,
        edits: old?.edits ?? {},
        addedBy: old?.addedBy ?? null,
      },
    ];
  });
}

/** 1 is the highest score; what stands first is first among equals. */
function ranksOf(blocks: readonly ProposedBlock[]): ReadonlyMap<ProposedBlock, number> {
  const ranked = blocks.filter((block) => block.kind === 'dispatch').sort((a, b) => b.score.total - a.score.total);
  return new Map(ranked.map((block, at) => [block, at + 1]));
}

function contentOf(
  block: Exclude<ProposedBlock, { kind: 'words' }>,
  ranks: ReadonlyMap<ProposedBlock, number>,
): Record<string, unknown> {
  if (block.kind === 'dispatch')
    return {
      rank: ranks.get(block),
      ...(block.isUpdate && { isUpdate: true }),
      otherSources: block.sources.slice(1),
    };
  const { id, advertiser, title, text, link, linkLabel } = block.insertion;
  return { insertionId: id, title, text, link, linkLabel, ...(advertiser !== null && { advertiser }) };
}

function insertionOf({ content }: DeskBlock): string | null {
  const id = content['insertionId'];
  return typeof id === 'string' ? id : null;
}
