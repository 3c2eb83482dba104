import type { FrozenBlock, FrozenDispatchBlock } from '../digest/frozen-block.js';
import { frozenDispatch, type OutputShare } from '../digest/frozen-dispatch.js';

export interface ShownBlocks {
  /** In the order of the revision, each cut to what the output may show now. */
  readonly blocks: readonly FrozenBlock[];
  /** The next instant at which a right ends and less may be shown; null: none does. */
  readonly until: Date | null;
}

/**
 * A revision's blocks as an output other than the mail may show them at an instant. What was allowed was frozen with the
 * block; only whether it has ended meanwhile is judged here, and no live table is asked. Pure.
 */
export function shownBlocks(blocks: readonly FrozenBlock[], output: 'archive' | 'feed', at: Date): ShownBlocks {
  const ends: number[] = [];
  const shown = blocks.map((block): FrozenBlock => {
    if (block.kind !== 'dispatch') return block;
    const share = frozenDispatch.parse(block.content)[output];
    const end = share.until === null ? Number.POSITIVE_INFINITY : Date.parse(share.until);
    if (end > at.getTime() && Number.isFinite(end)) ends.push(end);
    return cut(block, share, end <= at.getTime());
  });
  return { blocks: shown, until: ends.length === 0 ? null : new Date(Math.min(...ends)) };
}

function cut(block: FrozenDispatchBlock, share: OutputShare, hasEnded: boolean): FrozenDispatchBlock {
  const isWhole = share.mayShow && !hasEnded;
  const standfirst = isWhole ? share.standfirst : share.excerpt;
  if (isWhole && share.mayShowPicture) return { ...block, content: { ...block.content, standfirst } };
  return { ...block, pictureId: null, content: { ...block.content, standfirst, picture: null } };
}
