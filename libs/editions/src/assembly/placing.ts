import type { StandingInsertion } from '../newsletters/insertion.repository.js';
import { byCodeUnits } from './comparable-text.js';
import type { KeptWords, ProposedBlock, ProposedDispatch, ProposedInsertion } from './proposal.js';
import { because } from './reasons.js';

/** A block that has its position already. */
export interface Fixed {
  readonly position: number;
  readonly block: ProposedDispatch | KeptWords;
  /** Advertising or promotion, from which others keep away. */
  readonly isInsertion: boolean;
}

export interface Placed {
  readonly blocks: readonly ProposedBlock[];
  readonly withoutRoom: readonly StandingInsertion[];
}

/**
 * One order of everything: what the desk fixed stands at its position as far as there are blocks before it, the dispatches
 * in their order around it, and each insertion after as many dispatches as it wants. An insertion is never the first
 * block, and between two of them there is a dispatch; one that finds no such place is left out.
 */
export function placeBlocks(
  dispatches: readonly ProposedDispatch[],
  fixed: readonly Fixed[],
  insertions: readonly StandingInsertion[],
): Placed {
  const waiting = [...dispatches];
  const pinned = [...fixed].sort((a, b) => a.position - b.position);
  const wanted = [...insertions].sort((a, b) => a.afterBlocks - b.afterBlocks || byCodeUnits(a.id, b.id));
  const blocks: ProposedBlock[] = [];
  let told = 0;
  let isApart = false;
  for (;;) {
    const next = takeNext(blocks.length);
    if (next === undefined) break;
    blocks.push(next.block);
    if (next.block.kind === 'dispatch') told += 1;
    isApart = next.isInsertion ? false : isApart || next.block.kind === 'dispatch';
  }
  return { blocks, withoutRoom: wanted };

  function takeNext(position: number): { block: ProposedBlock; isInsertion: boolean } | undefined {
    const isAllTold = waiting.length === 0;
    const [first] = pinned;
    // Behind the last dispatch what was fixed further down moves up.
    if (first !== undefined && (first.position <= position || (isAllTold && !isInsertionDue(false))))
      return pinned.shift();
    const isLast = isAllTold && pinned.length === 0;
    if (isInsertionDue(isLast)) {
      const insertion = wanted.shift();
      if (insertion !== undefined)
        return { block: standing(insertion, blocks.at(-1)?.section ?? ''), isInsertion: true };
    }
    const dispatch = waiting.shift();
    return dispatch === undefined ? undefined : { block: dispatch, isInsertion: false };
  }

  function isInsertionDue(isLast: boolean): boolean {
    const [insertion] = wanted;
    return insertion !== undefined && isApart && (isLast || told >= insertion.afterBlocks);
  }
}

function standing(insertion: StandingInsertion, section: string): ProposedInsertion {
  return { kind: insertion.kind, section, insertion, reasons: [because.standing(insertion.afterBlocks)] };
}
