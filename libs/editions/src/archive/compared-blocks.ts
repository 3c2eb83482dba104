import type { FrozenBlock } from '../digest/frozen-block.js';

/** A block as a comparison names it. */
export interface ComparedBlock {
  readonly kind: FrozenBlock['kind'];
  readonly dispatchId: string | null;
  readonly title: string;
  /** Slug it stands under, and its place among the blocks that stand in both (from 0); null: not in that edition. */
  readonly before: { readonly section: string; readonly place: number } | null;
  readonly after: { readonly section: string; readonly place: number } | null;
  /** `came`: only in the later one; `went`: only in the earlier; `moved`: under another section, or past another block. */
  readonly change: 'came' | 'went' | 'moved' | 'stayed';
  /** The dispatch was reworded or corrected between the two. */
  readonly isReworded: boolean;
}

/**
 * What two editions share and what not, in the order of the later one, what went at the end. Dispatches are the same by
 * their id, anything else by kind and title. Pure.
 */
export function comparedBlocks(before: readonly FrozenBlock[], after: readonly FrozenBlock[]): ComparedBlock[] {
  const earlier = numbered(before);
  const later = numbered(after);
  const inBoth = (of: ReadonlyMap<string, FrozenBlock>, other: ReadonlyMap<string, FrozenBlock>) =>
    [...of.keys()].filter((key) => other.has(key));
  const order = new Map(inBoth(earlier, later).map((key, at) => [key, at]));
  const kept = longestKept(inBoth(later, earlier).map((key) => order.get(key) ?? 0));
  const shared = [...later].map(([key, block], place): ComparedBlock => {
    const old = earlier.get(key);
    const stands = { section: block.section, place };
    if (old === undefined) return { ...named(block), before: null, after: stands, change: 'came', isReworded: false };
    const isStill = old.section === block.section && kept.has(order.get(key) ?? -1);
    const was = { section: old.section, place: [...earlier.keys()].indexOf(key) };
    return { ...named(block), before: was, after: stands, change: isStill ? 'stayed' : 'moved', isReworded: versionOf(old) !== versionOf(block) };
  });
  const gone = [...earlier].flatMap(([key, block], place): ComparedBlock[] =>
    later.has(key) ? [] : [{ ...named(block), before: { section: block.section, place }, after: null, change: 'went', isReworded: false }],
  );
  return [...shared, ...gone];
} // prettier-ignore

function numbered(blocks: readonly FrozenBlock[]): Map<string, FrozenBlock> {
  const found = new Map<string, FrozenBlock>();
  for (const block of blocks) {
    const key = block.kind === 'dispatch' ? block.dispatchId : `${block.kind} ${titleOf(block)}`;
    // Two texts of one title are two blocks.
    found.set(found.has(key) ? `${key} ${block.position}` : key, block);
  }
  return found;
}

function named(block: FrozenBlock): Pick<ComparedBlock, 'kind' | 'dispatchId' | 'title'> {
  return {
    kind: block.kind,
    dispatchId: block.kind === 'dispatch' ? block.dispatchId : null,
    title: titleOf(block),
  };
}

function titleOf(block: FrozenBlock): string {
  return block.kind === 'dispatch' ? block.content.headline : block.content.title;
}

function versionOf(block: FrozenBlock): number | null {
  return block.kind === 'dispatch' ? block.dispatchVersion : null;
}

/** Those of a permutation that keep their order among one another: its longest rising part; the rest was moved. */
function longestKept(places: readonly number[]): Set<number> {
  const ends = places.map(() => ({ length: 1, from: -1 }));
  let best = -1;
  places.forEach((place, at) => {
    const here = ends[at] ?? { length: 1, from: -1 };
    places.slice(0, at).forEach((other, before) => {
      const length = (ends[before]?.length ?? 0) + 1;
      if (other < place && length > here.length) Object.assign(here, { length, from: before });
    });
    if (best === -1 || here.length > (ends[best]?.length ?? 0)) best = at;
  });
  const kept = new Set<number>();
  for (let at = best; at >= 0; at = ends[at]?.from ?? -1) kept.add(places[at] ?? -1);
  return kept;
}
