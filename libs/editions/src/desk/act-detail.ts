import type { DeskAct } from './desk-act.js';
import type { DeskBlock, DeskProposal } from './desk-proposal.js';

/** What the audit keeps of a text, in UTF-16 units: enough to know it again. A letter has 20,000. */
const KEPT_TEXT = 200;

/** What an act found and what it left, for the audit: ids, places, and the beginnings of the desk's own words. */
export function actDetail(act: DeskAct, before: DeskProposal, after: DeskProposal): Record<string, unknown> {
  if (act.act === 'set_head') return { old: headOf(before), new: headOf(after) };
  if (act.act === 'reorder') return { old: before.blocks.map(({ id }) => id), new: after.blocks.map(({ id }) => id) };
  const [old, made] =
    'block' in act
      ? [detailOf(before, ({ id }) => id === act.block), detailOf(after, ({ id }) => id === act.block)]
      : [undefined, detailOf(after, ({ id }) => before.blocks.every((block) => block.id !== id))];
  return {
    ...(old !== undefined && { old }),
    ...(made !== undefined && { new: made }),
    ...('reason' in act && { reason: act.reason }),
  };
}

function detailOf({ blocks }: DeskProposal, isIt: (block: DeskBlock) => boolean): Record<string, unknown> | undefined {
  const position = blocks.findIndex(isIt);
  const block = blocks[position];
  return block === undefined ? undefined : blockDetail(block, position);
}

function blockDetail({ id, kind, dispatchId, section, isPinned, edits, content }: DeskBlock, position: number) {
  const words = kind === 'dispatch' ? edits : content;
  return {
    block: id,
    kind,
    position,
    section,
    isPinned,
    ...(dispatchId !== null && { dispatchId }),
    ...(Object.keys(words).length > 0 && { words: shortened(words) }),
  };
}

function headOf({ subject, preheader }: DeskProposal) {
  return { subject, preheader };
}

function shortened(words: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(words).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, KEPT_TEXT).toWellFormed() : value,
    ]),
  );
}
