import { useLayoutEffect, useRef, useState } from 'react';
import type { Block } from './queries.js';
import type { ActsOnBlocks } from './use-block-acts.js';

/** What may be done to a block, by keys and by the row under it. */
export interface BlockActs {
  up: () => void;
  down: () => void;
  first: () => void;
  toSection: (slug: string) => void;
  pin: () => void;
  edit: () => void;
  exclude: () => void;
}

interface Given {
  acts: ActsOnBlocks | null;
  onActive: (block: Block) => void;
  onEditEnd: (block: Block) => void;
}

/** What a card calls; the same object for as long as the column stands. */
export interface CardHands {
  actsOn: (block: Block) => BlockActs;
  rewrite: (block: Block, change: { headline: string; standfirst: string }) => void;
  active: (block: Block) => void;
  editEnd: (block: Block) => void;
}

/**
 * Each move makes another proposal, and with it other functions that act on it. Cards that did not change are not drawn
 * again for that: what they hold stays the same and asks for the present functions when it is called.
 */
export function useCardHands(given: Given): CardHands {
  const latest = useRef(given);
  useLayoutEffect(() => {
    latest.current = given;
  });
  const [hands] = useState<CardHands>(() => ({
    actsOn: (block) => ({
      up: () => latest.current.acts?.step(block, -1),
      down: () => latest.current.acts?.step(block, 1),
      first: () => latest.current.acts?.first(block),
      toSection: (section) => latest.current.acts?.toSection(block, section),
      pin: () => latest.current.acts?.pin(block),
      edit: () => latest.current.acts?.edit(block),
      exclude: () => latest.current.acts?.exclude(block),
    }),
    rewrite: (block, change) => latest.current.acts?.rewrite(block, change),
    active: (block) => {
      latest.current.onActive(block);
    },
    editEnd: (block) => {
      latest.current.onEditEnd(block);
    },
  }));
  return hands;
}
