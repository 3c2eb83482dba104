import type { Act, Block, Proposal } from './queries.js';

/** A part of the proposal as readers see it. */
export interface Group {
  /** slug; empty: what opens the edition before the first story */
  slug: string;
  blocks: readonly Block[];
}

/**
 * As the mail groups them: a story under its section, sections in the order in which they first appear; everything else
 * after the story it was put behind. Sections without a story come last, as places to put one.
 */
export function groupsOf({ blocks, sections }: Pick<Proposal, 'blocks' | 'sections'>): Group[] {
  const groups = new Map<string, Block[]>();
  let last = '';
  for (const block of blocks) {
    if (block.kind === 'dispatch') last = block.section;
    const group = groups.get(last);
    if (group === undefined) groups.set(last, [block]);
    else group.push(block);
  }
  for (const { slug } of sections) if (!groups.has(slug)) groups.set(slug, []);
  return [...groups].map(([slug, inIt]) => ({ slug, blocks: inIt }));
}

/** Where a block is put: before or after another, or first in a section. */
export type Target =
  | { readonly next: string; readonly edge: 'before' | 'after'; readonly section: string }
  | { readonly next: null; readonly section: string };

/** The act that puts a block there; null where it stands there already. */
export function moveTo(proposal: Proposal, block: Block, target: Target): Act | null {
  const rest = proposal.blocks.filter(({ id }) => id !== block.id);
  // Only a story stands under a section; a text goes where it is put.
  const section =
    block.kind === 'dispatch' && target.section !== '' && target.section !== block.section
      ? { section: target.section }
      : {};
  const at = rest.findIndex(({ id }) => id === target.next);
  const position = target.next === null || at === -1 ? undefined : at + (target.edge === 'after' ? 1 : 0);
  if (position === block.position && section.section === undefined) return null;
  if (position === undefined && section.section === undefined) return null;
  return { act: 'move', block: block.id, ...(position !== undefined && { position }), ...section };
}

/** One place up or down as the eye has it: past its neighbour, or over into the section beside. */
export function stepTarget(groups: readonly Group[], block: Block, step: -1 | 1): Target | null {
  const group = groups.find(({ blocks }) => blocks.some(({ id }) => id === block.id));
  if (group === undefined) return null;
  if (block.kind !== 'dispatch')
    return pastNeighbour(
      groups.flatMap(({ blocks }) => blocks),
      block,
      step,
    );
  const index = group.blocks.findIndex(({ id }) => id === block.id);
  const neighbour = group.blocks[index + step];
  if (neighbour !== undefined)
    return { next: neighbour.id, edge: step === 1 ? 'after' : 'before', section: group.slug };
  return sectionTarget(groups, block, step);
}

/** What stands under no section passes every block in its way. */
function pastNeighbour(inOrder: readonly Block[], { id, section }: Block, step: -1 | 1): Target | null {
  const neighbour = inOrder[inOrder.findIndex((block) => block.id === id) + step];
  return neighbour === undefined ? null : { next: neighbour.id, edge: step === 1 ? 'after' : 'before', section };
}

/** Into the section above (at its end) or below (at its beginning). */
export function sectionTarget(groups: readonly Group[], block: Block, step: -1 | 1): Target | null {
  const at = groups.findIndex(({ blocks }) => blocks.some(({ id }) => id === block.id));
  const other = groups[at + step];
  if (at === -1 || other === undefined || (other.slug === '' && block.kind === 'dispatch')) return null;
  const edge = step === 1 ? other.blocks[0] : other.blocks.at(-1);
  if (edge === undefined) return { next: null, section: other.slug };
  return { next: edge.id, edge: step === 1 ? 'before' : 'after', section: other.slug };
}
