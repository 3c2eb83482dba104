import type { FrozenBlock } from '../digest/frozen-block.js';
import { leadingStories } from '../digest/leading-stories.js';
import { rankOf, type StoredDraft } from './draft.repository.js';
import { leadOf } from './revised-blocks.js';

export interface DeskHead {
  /** null: the machine's. */
  readonly subject: string | null;
  readonly preheader: string | null;
}

/** Pure. A subject written for a leading story that went in the meantime went with it. */
export function deskHead(
  { subject, preheader }: DeskHead,
  drafts: readonly StoredDraft[],
  blocks: readonly FrozenBlock[],
): DeskHead {
  const stories = drafts.filter(({ kind }) => kind === 'dispatch').map((draft) => ({ draft, rank: rankOf(draft) }));
  const lead = leadingStories(stories)[0]?.draft.dispatchId ?? undefined;
  return leadOf(blocks)?.dispatchId === lead ? { subject, preheader } : { subject: null, preheader: null };
}
