import type { KeyboardEvent } from 'react';
import type { Block } from './queries.js';
import type { ActsOnBlocks } from './use-block-acts.js';

/** What the keys reach besides acts on the block that has the focus. */
export interface KeyRoom {
  focus: (step: -1 | 1) => void;
  addText: (after: Block) => void;
  search: () => void;
  undo: () => void;
  approve: () => void;
  help: () => void;
}

/** A key as it is named here: `Alt+ArrowUp`, `p`, `?`. */
function nameOf({ altKey, key }: KeyboardEvent): string {
  return altKey ? `Alt+${key}` : key;
}

/**
 * The whole morning by keyboard. Keys work only while a block has the focus (WCAG 2.1.4), never in a field, and leave
 * what the browser and the system use alone.
 *
 * @returns whether the key meant something here
 */
export function pressed(event: KeyboardEvent, block: Block, { acts, room }: { acts: ActsOnBlocks | null; room: KeyRoom }) {
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== 'z' || acts === null) return false;
    room.undo();
    return true;
  }
  const looking: Record<string, () => void> = {
    ArrowUp: () => { room.focus(-1); },
    ArrowDown: () => { room.focus(1); },
    s: room.search,
    '/': room.search,
    a: room.approve,
    '?': room.help,
  };
  const acting: Record<string, () => void> =
    acts === null
      ? {}
      : {
          'Alt+ArrowUp': () => { acts.step(block, -1); },
          'Alt+ArrowDown': () => { acts.step(block, 1); },
          '[': () => { acts.intoSection(block, -1); },
          ']': () => { acts.intoSection(block, 1); },
          'Alt+Home': () => { acts.first(block); },
          p: () => { acts.pin(block); },
          x: () => { acts.exclude(block); },
          Delete: () => { acts.exclude(block); },
          e: () => { acts.edit(block); },
          Enter: () => { acts.edit(block); },
          t: () => { room.addText(block); },
          u: room.undo,
        };
  const name = nameOf(event);
  const act = acting[name] ?? looking[name];
  if (act === undefined) return false;
  act();
  return true;
} // prettier-ignore
