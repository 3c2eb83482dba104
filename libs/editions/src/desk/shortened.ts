import type { DeskProposal } from './desk-proposal.js';

/**
 * Pure: an edition with no more than `limit` dispatches, for readers nobody at the desk has looked after today. What a
 * person pinned stays first, then the first of the others; order, texts, promotions and sponsors stay.
 */
export function shortened(proposal: DeskProposal, limit: number): DeskProposal {
  const dispatches = proposal.blocks.filter(({ kind }) => kind === 'dispatch');
  const byRight = [...dispatches.filter(({ isPinned }) => isPinned), ...dispatches.filter(({ isPinned }) => !isPinned)];
  const kept = new Set(byRight.slice(0, limit).map(({ id }) => id));
  return { ...proposal, blocks: proposal.blocks.filter(({ kind, id }) => kind !== 'dispatch' || kept.has(id)) };
}
