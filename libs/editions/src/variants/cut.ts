import type { EditionKind } from '@app/platform';
import type { FrozenBlock, FrozenDispatchBlock } from '../digest/frozen-block.js';

/** What a reader chose of a newsletter: slugs. Empty: everything. */
export interface Choice {
  readonly regions: readonly string[];
  readonly topics: readonly string[];
}

export const EVERYTHING: Choice = { regions: [], topics: [] };

/** The same for every spelling of one choice: sorted regions, `/`, sorted topics. Everything is `/`. */
export function choiceKey({ regions, topics }: Choice): string {
  return `${canonical(regions).join(',')}/${canonical(topics).join(',')}`;
}

/** The choice as it is stored: each slug once, in order. */
export function canonicalChoice({ regions, topics }: Choice): { regions: string[]; topics: string[] } {
  return { regions: canonical(regions), topics: canonical(topics) };
}

function canonical(slugs: readonly string[]): string[] {
  return [...new Set(slugs)].sort();
}

/**
 * Positions of the blocks a choice leaves, in order. Pure.
 *
 * A dispatch stays that is in one of the chosen regions, where regions were chosen, and has one of the chosen topics,
 * where topics were; one without any topic is judged by its region alone. The section it stands under counts as one of
 * its regions or topics: that is where the desk put it. Hand-written text, promotions and advertising stay in every cut.
 * A choice that leaves fewer than `cutMin` dispatches gets the whole, and only a digest is cut: what else is sent was
 * meant for all.
 */
export function cutPositions(
  edition: { readonly kind: EditionKind; readonly blocks: readonly FrozenBlock[]; readonly cutMin: number },
  choice: Choice,
): number[] {
  const blocks = [...edition.blocks].sort((a, b) => a.position - b.position);
  const kept = blocks.filter((block) => block.kind !== 'dispatch' || isChosen(block, choice));
  const left = kept.filter((block) => block.kind === 'dispatch').length;
  const isCut = edition.kind === 'digest' && left >= edition.cutMin;
  return (isCut ? kept : blocks).map((block) => block.position);
}

function isChosen({ section, content }: FrozenDispatchBlock, choice: Choice): boolean {
  const regions = content.regions ?? [];
  const topics = content.topics ?? [];
  const isInRegion = choice.regions.length === 0 || meets([...regions, section], choice.regions);
  const isOnTopic = choice.topics.length === 0 || meets([...topics, section], choice.topics);
  const isJudgedByRegion = choice.regions.length > 0 && topics.length === 0;
  return isInRegion && (isOnTopic || isJudgedByRegion);
}

function meets(own: readonly string[], chosen: readonly string[]): boolean {
  return own.some((slug) => chosen.includes(slug));
}
