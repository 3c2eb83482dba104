import { useWords } from '../language/words.js';
import type { Change } from './local-acts.js';
import type { Act, Block, Proposal } from './queries.js';
import { groupsOf, moveTo, sectionTarget, stepTarget } from './sections.js';
import type { Target } from './sections.js';
import { words } from './words.js';

/** What the room does for a block besides acts on the proposal. */
export interface BlockRoom {
  change: (label: string, change: Change) => void;
  /** asks why, then leaves out */
  askReason: (block: Block) => void;
  /** opens the words of the block where they stand */
  edit: (block: Block) => void;
}

export interface ActsOnBlocks {
  move: (block: Block, target: Target | null) => void;
  step: (block: Block, step: -1 | 1) => void;
  intoSection: (block: Block, step: -1 | 1) => void;
  toSection: (block: Block, slug: string) => void;
  first: (block: Block) => void;
  pin: (block: Block) => void;
  rewrite: (block: Block, words: { headline: string; standfirst: string }) => void;
  exclude: (block: Block) => void;
  edit: (block: Block) => void;
}

/** The acts on a block of the proposal as it is shown, each under its name in messages. */
export function useBlockActs(proposal: Proposal, { change, askReason, edit }: BlockRoom): ActsOnBlocks {
  const m = useWords(words);
  const groups = groupsOf(proposal);
  const did = (name: 'pin' | 'unpin' | 'move' | 'rewrite' | 'remove', block: Block, act: Act): void => {
    change(m.did[name](block.headline || m.label.text), { acts: [act] });
  };
  const move = (block: Block, target: Target | null): void => {
    const act = target === null ? null : moveTo(proposal, block, target);
    if (act !== null) did('move', block, act);
  };
  return {
    move,
    step: (block, step) => {
      move(block, stepTarget(groups, block, step));
    },
    intoSection: (block, step) => {
      move(block, sectionTarget(groups, block, step));
    },
    toSection: (block, slug) => {
      if (slug === block.section) return;
      const next = groups.find((group) => group.slug === slug)?.blocks.at(-1);
      move(block, next === undefined ? { next: null, section: slug } : { next: next.id, edge: 'after', section: slug });
    },
    first: (block) => {
      const top = proposal.blocks[0];
      if (top === undefined || top.id === block.id) return;
      move(block, { next: top.id, edge: 'before', section: block.section });
    },
    pin: (block) => {
      did(block.isPinned ? 'unpin' : 'pin', block, { act: block.isPinned ? 'unpin' : 'pin', block: block.id });
    },
    rewrite: (block, { headline, standfirst }) => {
      const { headline: before = '', standfirst: stood = '' } = block.edits;
      if (headline === before && standfirst === stood) return;
      did('rewrite', block, { act: 'rewrite', block: block.id, headline, standfirst });
    },
    exclude: (block) => {
      if (block.kind === 'dispatch') askReason(block);
      else did('remove', block, { act: 'remove', block: block.id });
    },
    edit,
  };
}
