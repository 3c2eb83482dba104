import type { BlockKind } from '@app/platform';
import type { DeskProposal } from './desk-proposal.js';

/**
 * Pure: an edition with no more than `limit` dispatches, for readers nobody at the desk has looked after today. What a
 * person pinned stays first, then the first of the others; order, texts, promotions and sponsors stay.
 */
export function shortened(proposal: DeskProposal, limit: number): DeskProposal {
  return { ...proposal, blocks: shortenedBlocks(proposal.blocks, limit) };
}

/** As {@link shortened}, of a proposal's blocks in whatever shape they are read. */
export function shortenedBlocks<Block extends { readonly kind: BlockKind; readonly isPinned?: boolean }>(
  blocks: readonly Block[],
  limit: number,
): Block[] {
  const dispatches = blocks.filter(({ kind }) => kind === 'dispatch');
  const pinned = dispatches.filter(({ isPinned = false }) => isPinned);
  const others = dispatches.filter(({ isPinned = false }) => !isPinned);
  const kept = new Set([...pinned, ...others].slice(0, limit));
  return blocks.filter((block) => block.kind !== 'dispatch' || kept.has(block));
}
