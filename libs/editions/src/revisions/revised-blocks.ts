import type { EditionKind, RevisionMark } from '@app/platform';
import type { FrozenBlock, FrozenDispatchBlock } from '../digest/frozen-block.js';
import { leadingStories } from '../digest/leading-stories.js';

/** What may not be shown any more. */
export interface Loss {
  readonly dispatchIds: ReadonlySet<string>;
  readonly pictureIds: ReadonlySet<string>;
}

export interface Remainder {
  /** In the old order, numbered anew from 0. */
  readonly blocks: readonly FrozenBlock[];
  /** What readers are told, in the order of the blocks. */
  readonly marks: readonly RevisionMark[];
  /** The stories that went. */
  readonly gone: readonly FrozenDispatchBlock[];
}

/** A revision's blocks without what was lost: a story goes as a whole, a picture leaves its story behind. Pure. */
export function withoutLost(
  blocks: readonly FrozenBlock[],
  loss: Loss,
  told: { readonly at: Date; readonly isTakedown: boolean },
): Remainder {
  const at = told.at.toISOString();
  const gone: FrozenDispatchBlock[] = [];
  const marks: RevisionMark[] = [];
  const kept = blocks.flatMap((block): FrozenBlock[] => {
    if (block.kind !== 'dispatch') return [block];
    if (loss.dispatchIds.has(block.dispatchId)) {
      gone.push(block);
      marks.push({ kind: told.isTakedown ? 'taken_down' : 'killed', at, section: block.section });
      return [];
    }
    if (block.pictureId === null || !loss.pictureIds.has(block.pictureId)) return [block];
    marks.push({ kind: told.isTakedown ? 'taken_down' : 'picture_killed', at, section: block.section });
    return [{ ...block, pictureId: null, content: { ...block.content, picture: null } }];
  });
  return { blocks: numbered(kept), marks, gone };
}

/** The story as it is now, wherever it stands and says something else. Pure. */
export function withCorrected(
  blocks: readonly FrozenBlock[],
  corrected: FrozenDispatchBlock,
  at: Date,
): { readonly blocks: readonly FrozenBlock[]; readonly marks: readonly RevisionMark[] } {
  const marks: RevisionMark[] = [];
  const replaced = blocks.map((block): FrozenBlock => {
    if (block.kind !== 'dispatch' || block.dispatchId !== corrected.dispatchId || saysTheSame(block, corrected))
      return block;
    marks.push({ kind: 'corrected', at: at.toISOString(), section: block.section });
    return { ...corrected, position: block.position, section: block.section };
  });
  return { blocks: replaced, marks };
}

function saysTheSame(a: FrozenDispatchBlock, b: FrozenDispatchBlock): boolean {
  const isSameText = a.content.headline === b.content.headline && a.content.standfirst === b.content.standfirst;
  return isSameText && a.dispatchVersion === b.dispatchVersion;
}

/** Dense from 0: a position is a place in the order and nothing else. */
export function numbered<Block extends { readonly position: number }>(blocks: readonly Block[]): Block[] {
  return blocks.map((block, position) => ({ ...block, position }));
}

/**
 * Whether there is anything to mail: a digest and a flash are about dispatches, a letter and a correction are words of
 * the desk. The house's promotions and advertising alone are no edition.
 */
export function hasContent(kind: EditionKind, blocks: readonly FrozenBlock[]): boolean {
  const needed = kind === 'digest' || kind === 'flash' ? 'dispatch' : 'text';
  return blocks.some((block) => block.kind === needed);
}

/** The story an edition's subject speaks of; undefined where it has none. */
export function leadOf(blocks: readonly FrozenBlock[]): FrozenDispatchBlock | undefined {
  const stories = blocks.flatMap((block) => (block.kind === 'dispatch' ? [{ block, rank: block.content.rank }] : []));
  return leadingStories(stories)[0]?.block;
}

/** Shorter words are in every headline. */
const TELLING_WORD = /[\p{L}\p{N}]{5,}/gu;

/**
 * Whether the desk's subject and preheader may stay when these stories went: not when the leading story is among them, for
 * it is what subjects are about, and not when they have a telling word of any of them. Too careful is right here: the
 * machine's subject is never wrong, only plainer. Pure.
 */
export function keepsDeskHead(
  head: { readonly subject: string; readonly preheader: string },
  before: readonly FrozenBlock[],
  gone: readonly FrozenDispatchBlock[],
): boolean {
  const lead = leadOf(before);
  if (gone.some((block) => block.dispatchId === lead?.dispatchId)) return false;
  const said = tellingWords(`${head.subject} ${head.preheader}`);
  return gone.every((block) => [...tellingWords(block.content.headline)].every((word) => !said.has(word)));
}

/** Words long enough to tell one story from another, folded. Pure. */
export function tellingWords(text: string): Set<string> {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return new Set(folded.match(TELLING_WORD) ?? []);
}
