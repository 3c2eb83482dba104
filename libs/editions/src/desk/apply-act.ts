import { assertNever } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { Act, DeskAct } from './desk-act.js';
import type { DeskBlock, DeskProposal } from './desk-proposal.js';

/** Blocks of a proposal: an edition shows 40 dispatches at most, and as many beside them is no edition any more. */
export const MAX_BLOCKS = 80;

/** What an act needs to know that does not stand in the proposal. */
export interface ActContext {
  /** The operator; null: nobody was named. */
  readonly by: string | null;
  readonly newBlockId: () => string;
  /** Slugs a block can be put under. */
  readonly sections: readonly string[];
  /** Where a dispatch belongs, or why it cannot be in this edition. */
  readonly includable: (dispatchId: string) => { readonly section: string } | { readonly cause: UnusableCause };
}

/** `unusable`: unknown, withheld or killed. */
export type UnusableCause = 'unusable' | 'embargoed' | 'rights_ended' | 'other_language';

interface Place {
  readonly position?: number | undefined;
  readonly section?: string | undefined;
  /** Id of the block that is added; undefined: a new one. */
  readonly as?: string | undefined;
}

/**
 * The proposal after an act. Pure: the same proposal, act and context give the same proposal, and an act that changes
 * nothing gives an equal one.
 *
 * @throws `edition.unknown_block`, `edition.wrong_block`, `edition.wrong_order`, `edition.unknown_section`,
 * `edition.too_many_blocks`, `edition.dispatch_unusable`
 */
export function applyAct(proposal: DeskProposal, act: DeskAct, context: ActContext): DeskProposal {
  switch (act.act) {
    case 'pin':
      return changed(proposal, act.block, (block) => ({ ...block, isPinned: true }));
    case 'unpin':
      return changed(proposal, act.block, (block) => ({ ...block, isPinned: false }));
    case 'exclude':
      return exclude(proposal, act, context);
    case 'include':
      return include(proposal, act, context);
    case 'reorder':
      return reorder(proposal, act);
    case 'move':
      return move(proposal, act, context);
    case 'rewrite':
      return rewrite(proposal, act);
    case 'add_text':
      return add(proposal, act, context, { kind: 'text', content: textOf(act) });
    case 'edit_text':
      return editText(proposal, act);
    case 'add_promotion':
      return add(proposal, act, context, { kind: 'promotion', content: insertionOf(act) });
    case 'add_sponsor':
      return add(proposal, act, context, {
        kind: 'sponsor',
        content: { ...insertionOf(act), advertiser: act.advertiser },
      });
    case 'remove':
      return remove(proposal, act);
    case 'set_head':
      return setHead(proposal, act);
    default:
      return assertNever(act);
  }
}

function exclude(proposal: DeskProposal, act: Act<'exclude'>, { by }: ActContext): DeskProposal {
  const { id, dispatchId } = dispatchBlock(proposal, act.block);
  return {
    ...proposal,
    blocks: proposal.blocks.filter((block) => block.id !== id),
    exclusions: [
      ...proposal.exclusions.filter((earlier) => earlier.dispatchId !== dispatchId),
      { dispatchId, reason: act.reason, excludedBy: by },
    ],
  };
}

/** One that is there already stays where it is. */
function include(proposal: DeskProposal, act: Act<'include'>, context: ActContext): DeskProposal {
  if (proposal.blocks.some(({ dispatchId }) => dispatchId === act.dispatch)) return proposal;
  const home = context.includable(act.dispatch);
  if ('cause' in home)
    throw editionErrors.error('edition.dispatch_unusable', { dispatchId: act.dispatch, cause: home.cause });
  const section = act.section ?? home.section;
  const exclusions = proposal.exclusions.filter(({ dispatchId }) => dispatchId !== act.dispatch);
  const block = { kind: 'dispatch' as const, dispatchId: act.dispatch, content: {} };
  // The dispatch's own section is one even where the newsletter has changed its sections since.
  const sections = [...context.sections, home.section];
  const place = { position: act.position, section, as: act.as };
  return add({ ...proposal, exclusions }, place, { ...context, sections }, block);
}

function reorder(proposal: DeskProposal, { blocks: order }: Act<'reorder'>): DeskProposal {
  const present = new Map(proposal.blocks.map((block) => [block.id, block]));
  const missing = [...present.keys()].filter((id) => !order.includes(id));
  const unknown = order.filter((id) => !present.has(id));
  const twice = order.filter((id, index) => order.indexOf(id) !== index);
  if (missing.length + unknown.length + twice.length > 0)
    throw editionErrors.error('edition.wrong_order', { missing, unknown, twice });
  const blocks = order.flatMap((id) => present.get(id) ?? []);
  return {
    ...proposal,
    blocks: blocks.map((block, index) => (proposal.blocks[index] === block ? block : { ...block, isPinned: true })),
  };
}

function move(proposal: DeskProposal, act: Act<'move'>, context: ActContext): DeskProposal {
  const block = known(proposal, act.block);
  if (act.position === undefined && act.section === undefined) return proposal;
  const rest = proposal.blocks.filter(({ id }) => id !== block.id);
  const moved = { ...block, section: checkedSection(proposal, act, context) ?? block.section, isPinned: true };
  return { ...proposal, blocks: placed(rest, moved, act) };
}

function rewrite(proposal: DeskProposal, { block: id, headline, standfirst }: Act<'rewrite'>): DeskProposal {
  dispatchBlock(proposal, id);
  return changed(proposal, id, (block) => {
    const { headline: oldHeadline, standfirst: oldStandfirst } = block.edits;
    const edits = { headline: headline ?? oldHeadline ?? '', standfirst: standfirst ?? oldStandfirst ?? '' };
    return {
      ...block,
      edits: {
        ...(edits.headline !== '' && { headline: edits.headline }),
        ...(edits.standfirst !== '' && { standfirst: edits.standfirst }),
      },
    };
  });
}

function editText(proposal: DeskProposal, { block: id, title, markdown, signature }: Act<'edit_text'>): DeskProposal {
  const { kind } = known(proposal, id);
  if (kind !== 'text') throw editionErrors.error('edition.wrong_block', { block: id, kind });
  return changed(proposal, id, (block) => ({
    ...block,
    content: {
      ...block.content,
      ...(title !== undefined && { title }),
      ...(markdown !== undefined && { markdown }),
      ...(signature !== undefined && { signature }),
    },
  }));
}

function remove(proposal: DeskProposal, { block: id }: Act<'remove'>): DeskProposal {
  const { kind } = known(proposal, id);
  if (kind === 'dispatch') throw editionErrors.error('edition.wrong_block', { block: id, kind });
  return { ...proposal, blocks: proposal.blocks.filter((block) => block.id !== id) };
}

function setHead(proposal: DeskProposal, { subject, preheader }: Act<'set_head'>): DeskProposal {
  const said = (given: string | null): string | null => (given === '' ? null : given);
  return {
    ...proposal,
    ...(subject !== undefined && { subject: said(subject) }),
    ...(preheader !== undefined && { preheader: said(preheader) }),
  };
}

/** Who puts a block somewhere wants it there: it is pinned. */
function add(
  proposal: DeskProposal,
  place: Place,
  context: ActContext,
  made: Pick<DeskBlock, 'kind' | 'content'> & { readonly dispatchId?: string },
): DeskProposal {
  if (proposal.blocks.some(({ id }) => id === place.as)) return proposal;
  if (proposal.blocks.length >= MAX_BLOCKS) throw editionErrors.error('edition.too_many_blocks', { limit: MAX_BLOCKS });
  const block: DeskBlock = {
    id: place.as ?? context.newBlockId(),
    kind: made.kind,
    section: checkedSection(proposal, place, context) ?? '',
    dispatchId: made.dispatchId ?? null,
    content: made.content,
    reasons: made.kind === 'dispatch' ? [{ code: 'pinned', text: 'put there by the desk' }] : [],
    isPinned: true,
    edits: {},
    addedBy: context.by,
  };
  return { ...proposal, blocks: placed(proposal.blocks, block, place) };
}

/** At the position; without one after the last block of its section, or at the end where the section has none. */
function placed(blocks: readonly DeskBlock[], block: DeskBlock, { position }: Place): DeskBlock[] {
  const last = block.section === '' ? -1 : blocks.findLastIndex(({ section }) => section === block.section);
  const index = Math.min(position ?? (last === -1 ? blocks.length : last + 1), blocks.length);
  return blocks.toSpliced(index, 0, block);
}

function checkedSection(proposal: DeskProposal, { section }: Place, context: ActContext): string | undefined {
  if (section === undefined) return undefined;
  const sections = [...context.sections, ...proposal.blocks.map((block) => block.section)].filter(
    (slug) => slug !== '',
  );
  if (!sections.includes(section))
    throw editionErrors.error('edition.unknown_section', { section, sections: [...new Set(sections)] });
  return section;
}

function changed(proposal: DeskProposal, id: string, change: (block: DeskBlock) => DeskBlock): DeskProposal {
  known(proposal, id);
  return { ...proposal, blocks: proposal.blocks.map((block) => (block.id === id ? change(block) : block)) };
}

function known(proposal: DeskProposal, id: string): DeskBlock {
  const block = proposal.blocks.find((one) => one.id === id);
  if (block === undefined) throw editionErrors.error('edition.unknown_block', { block: id });
  return block;
}

function dispatchBlock(proposal: DeskProposal, id: string): DeskBlock & { dispatchId: string } {
  const block = known(proposal, id);
  const { kind, dispatchId } = block;
  if (dispatchId === null) throw editionErrors.error('edition.wrong_block', { block: id, kind });
  return { ...block, dispatchId };
}

function textOf({ title, markdown, signature }: Act<'add_text'>): Record<string, unknown> {
  return { title, markdown, signature };
}

function insertionOf({ title, text, link, linkLabel }: Act<'add_promotion' | 'add_sponsor'>): Record<string, unknown> {
  return { title, text, link, linkLabel };
}
