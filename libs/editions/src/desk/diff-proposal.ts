import { z } from 'zod';
import type { DeskBlock, DeskProposal } from './desk-proposal.js';

/**
 * What people made of the machine's proposal. The machine's is read from `edition.assembled`, as it was written when the
 * edition was assembled last.
 */
const assembledBlocks = z.object({
  blocks: z.array(
    z.object({
      dispatchId: z.string().nullish(),
      section: z.string().default(''),
      kind: z.string().default('dispatch'),
      // Kept for the desk, not chosen by itself.
      isPinned: z.boolean().optional(),
    }),
  ),
});

export interface ProposalDiff {
  /** False: nothing was assembled, and everything is the desk's. */
  readonly isAssembled: boolean;
  /** At its position among all blocks. */
  readonly added: readonly { readonly block: string; readonly dispatchId: string | null; readonly kind: string; readonly position: number; readonly by: string | null }[]; // prettier-ignore
  /** `reason` null: it left by itself, because it is no longer usable or was assembled anew. */
  readonly removed: readonly { readonly dispatchId: string; readonly position: number; readonly reason: string | null; readonly by: string | null }[]; // prettier-ignore
  /** The fewest that have to be moved to come from one order to the other, and those under another section. */
  readonly moved: readonly { readonly block: string; readonly dispatchId: string; readonly from: Place; readonly to: Place }[]; // prettier-ignore
  readonly rewritten: readonly { readonly block: string; readonly dispatchId: string; readonly headline?: string; readonly standfirst?: string }[]; // prettier-ignore
  readonly pinned: readonly string[];
  /** null: the machine's. */
  readonly subject: string | null;
  readonly preheader: string | null;
}

/** Where a dispatch stands; counted from 0 among the dispatches alone, which a text above them does not move. */
interface Place {
  readonly position: number;
  readonly section: string;
}

/** In the machine's proposal. */
interface Chosen extends Place {
  readonly isPinned: boolean | undefined;
}

type DispatchBlock = DeskBlock & { readonly dispatchId: string };

/** Pure. `assembled` is whatever stands in the column. */
export function diffProposal(assembled: unknown, proposal: DeskProposal): ProposalDiff {
  const read = assembledBlocks.safeParse(assembled);
  const machine = placesOf(read.success ? read.data.blocks : []);
  const present = proposal.blocks.map((block, position) => ({ ...block, position }));
  const dispatches = proposal.blocks
    .filter((block): block is DispatchBlock => block.dispatchId !== null)
    .map((block, position) => ({ ...block, position }));
  const ids = new Set(dispatches.map(({ dispatchId }) => dispatchId));
  const exclusions = new Map(proposal.exclusions.map((exclusion) => [exclusion.dispatchId, exclusion]));
  return {
    isAssembled: read.success,
    added: present
      .filter((block) => isAdded(block, machine))
      .map(({ id, dispatchId, kind, position, addedBy }) => ({ block: id, dispatchId, kind, position, by: addedBy })),
    removed: [...machine].flatMap(([dispatchId, { position }]) => {
      if (ids.has(dispatchId)) return [];
      const exclusion = exclusions.get(dispatchId);
      return { dispatchId, position, reason: exclusion?.reason ?? null, by: exclusion?.excludedBy ?? null };
    }),
    moved: movedBlocks(machine, dispatches),
    rewritten: dispatches
      .filter(({ edits }) => Object.keys(edits).length > 0)
      .map(({ id, dispatchId, edits }) => ({ block: id, dispatchId, ...edits })),
    pinned: present.filter(({ isPinned }) => isPinned).map(({ id }) => id),
    subject: proposal.subject,
    preheader: proposal.preheader,
  }; // prettier-ignore
}

/**
 * Assembling again keeps what the desk put there, and then it stands in the machine's proposal too, pinned. What the
 * machine chose by itself is no addition, though somebody left it out and took it in again.
 */
function isAdded(block: DeskBlock, machine: ReadonlyMap<string, Chosen>): boolean {
  const { dispatchId, addedBy } = block;
  if (dispatchId === null) return addedBy !== null || !isStanding(block);
  const chosen = machine.get(dispatchId);
  return chosen === undefined || (addedBy !== null && chosen.isPinned !== false);
}

/** A promotion or sponsor that stands in every edition of its days was put there by nobody at this desk. */
function isStanding({ content }: DeskBlock): boolean {
  return 'insertionId' in content;
}

function placesOf(blocks: z.output<typeof assembledBlocks>['blocks']): Map<string, Chosen> {
  const dispatches = blocks.flatMap(({ dispatchId, section, isPinned }) =>
    dispatchId ? [{ dispatchId, section, isPinned }] : [],
  );
  return new Map(
    dispatches.map(({ dispatchId, section, isPinned }, position) => [dispatchId, { position, section, isPinned }]),
  );
}

function movedBlocks(machine: ReadonlyMap<string, Chosen>, present: readonly (DispatchBlock & Place)[]) {
  const both = present.flatMap((block) => {
    const from = machine.get(block.dispatchId);
    return from === undefined ? [] : [{ block, from }];
  });
  const stayed = heaviestRising(
    both.map(({ block, from }) => ({ value: from.position, weight: block.isPinned ? PINNED : FREE })),
  );
  return both
    .filter(({ block, from }, index) => !stayed.has(index) || block.section !== from.section)
    .map(({ block: { id, dispatchId, position, section }, from }) => ({
      block: id,
      dispatchId,
      from: { position: from.position, section: from.section },
      to: { position, section },
    }));
}

/** As many as can be stay; among equals those that nobody pinned, because whoever moves a block pins it. */
const PINNED = 1_000;
const FREE = 1_001;

/** Indexes of the heaviest rising subsequence: what can be left in place while the others are moved. */
function heaviestRising(items: readonly { readonly value: number; readonly weight: number }[]): Set<number> {
  const totals: number[] = [];
  const before: number[] = [];
  let end = -1;
  for (const [index, { value, weight }] of items.entries()) {
    const risen = totals.flatMap((total, earlier) =>
      (items[earlier]?.value ?? value) < value ? [{ total, earlier }] : [],
    );
    const best = risen.reduce((one, other) => (other.total > one.total ? other : one), { total: 0, earlier: -1 });
    totals[index] = best.total + weight;
    before[index] = best.earlier;
    if (end === -1 || totals[index] > (totals[end] ?? 0)) end = index;
  }
  const kept = new Set<number>();
  for (let index = end; index !== -1; index = before[index] ?? -1) kept.add(index);
  return kept;
}
