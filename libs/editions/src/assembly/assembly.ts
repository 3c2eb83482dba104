import { balance } from './balance.js';
import { byCodeUnits } from './comparable-text.js';
import { newsAt, otherSourcesOf } from './events.js';
import { placeBlocks, type Fixed } from './placing.js';
import type { AssemblyInput, Omission, Proposal, ProposedDispatch, SlowDay } from './proposal.js';
import { because, type Reason } from './reasons.js';
import { SectionPlan } from './sections.js';
import { omission, weigh, type Candidate, type Wanted } from './weighing.js';

/**
 * Chooses a digest's blocks. One pure, deterministic function: the same input, in any order, gives the same bytes, and each
 * choice and omission says why. In this order: what may not be used when readers get it is left out; dispatches of one
 * event become one entry; what the desk decided stands; what readers know already goes, unless there are new facts; the
 * rest is scored and balanced over sections and sources; and everything gets its place.
 */
export function proposeDigest(input: AssemblyInput): Proposal {
  const { rules, editionDate } = input;
  const plan = new SectionPlan(rules.sectionRules, editionDate, rules.maxDispatches);
  const { candidates, wanted, omitted } = weigh(input, plan);
  const ranked = [...candidates].sort(best);
  const taken = wanted.map(({ block, source }) => ({ section: block.section, source }));
  const { placed, left } = balance(ranked, plan.sections, { maximum: rules.maxDispatches, taken });
  const floating = [
    ...placed.map(({ contender, section, reasons }) => ({ candidate: contender, block: entry(contender, section, reasons) })),
    ...wanted.filter(({ block }) => !block.isPinned).map((one) => ({ candidate: one, block: wantedEntry(one) })),
  ].sort((a, b) => best(a.candidate, b.candidate)).map(({ block }) => block);
  const ordered = inSections(floating, plan.sections.map(({ slug }) => slug));
  const { blocks, withoutRoom } = placeBlocks(ordered, fixedBlocks(input, wanted), newInsertions(input));
  return {
    blocks,
    omitted: [
      ...left.flatMap(({ contender, reason }) => omissionsOf(contender, reason)),
      ...[...omitted].sort((a, b) => byCodeUnits(a.dispatchId ?? '', b.dispatchId ?? '')),
      ...withoutRoom.map(({ id, title, advertiser }) => ({ dispatchId: null, insertionId: id, headline: title, source: advertiser ?? '', score: null, reasons: [because.noRoom()] })),
    ],
    slowDay: slowDayOf(input, blocks.filter(({ kind }) => kind === 'dispatch').length),
  };
} // prettier-ignore

/** Higher score first; then the newer one; then by id, so that no order is left to chance. */
function best(a: Candidate, b: Candidate): number {
  return (
    b.score.total - a.score.total ||
    newsAt(b.representative).getTime() - newsAt(a.representative).getTime() ||
    byCodeUnits(a.representative.id, b.representative.id)
  );
}

function entry(candidate: Candidate, section: string, why: readonly Reason[]): ProposedDispatch {
  const { representative, event, score, reasons, update } = candidate;
  const { id, headline, access, sourceName } = representative;
  return {
    kind: 'dispatch',
    section,
    dispatchId: id,
    headline,
    sources: [sourceName, ...otherSourcesOf(event, representative)],
    isUpdate: update !== undefined,
    isPaid: access === 'paid',
    isPinned: false,
    score,
    others: event.flatMap((one) =>
      one === representative
        ? []
        : [{ dispatchId: one.id, headline: one.headline, source: one.sourceName, reasons: [because.sameEvent(id)] }],
    ),
    reasons: [
      ...why,
      ...(update === undefined ? [] : [because.update(update.last.editionDate, update.last.editionKind)]),
      ...reasons,
      ...(access === 'paid' ? [because.paid()] : []),
    ],
  };
}

function wantedEntry(wanted: Wanted): ProposedDispatch {
  const { block } = wanted;
  const why = block.isPinned ? because.pinned() : because.edited();
  return { ...entry(wanted, block.section, [why]), isPinned: block.isPinned };
}

/** Sections in the newsletter's order; one that only the desk put something in comes after them. */
function inSections(blocks: readonly ProposedDispatch[], sections: readonly string[]): ProposedDispatch[] {
  const others = blocks.map(({ section }) => section).sort(byCodeUnits);
  return [...new Set([...sections, ...others])].flatMap((slug) => blocks.filter(({ section }) => section === slug));
}

function fixedBlocks({ desk }: AssemblyInput, wanted: readonly Wanted[]): Fixed[] {
  const words = desk.kept.filter((block) => block.kind !== 'dispatch');
  return [
    ...wanted
      .filter(({ block }) => block.isPinned)
      .map((one) => ({ position: one.block.position, block: wantedEntry(one), isInsertion: false })),
    ...words.map(({ id, kind, section, position }) => ({
      position,
      block: { kind: 'words', section, blockId: id, reasons: [because.byDesk()] } as const,
      isInsertion: kind !== 'text',
    })),
  ];
}

/** Those of the day that do not stand in the edition by the desk's hand. */
function newInsertions({ insertions, desk }: AssemblyInput): AssemblyInput['insertions'] {
  const standing = new Set(desk.kept.map(({ insertionId }) => insertionId));
  return insertions.filter(({ id }) => !standing.has(id));
}

function slowDayOf({ rules }: AssemblyInput, dispatches: number): SlowDay | null {
  const { slowDay: rule, slowDayMin: atLeast } = rules;
  return dispatches < atLeast ? { rule, dispatches, atLeast } : null;
}

function omissionsOf({ event, score }: Candidate, reason: Reason): Omission[] {
  return event.map((dispatch) => ({ ...omission(dispatch, reason), score: score.total }));
}
