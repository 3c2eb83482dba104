import type { Act, Block, Proposal, Shelved } from './queries.js';

/**
 * What an act makes of the proposal on screen, before the server has said so. It is the server's rule
 * (libs/editions/src/desk/apply-act.ts) over what the screen knows; where both differ, the server's answer stands.
 */

export interface Change {
  readonly acts: readonly Act[];
  /** what is known of dispatches taken in from the shelf, by id */
  readonly shelved?: Readonly<Record<string, Shelved>>;
}

/** Pure; an act on a block that is gone changes nothing. */
export function changedBy(proposal: Proposal, { acts, shelved = {} }: Change): Proposal {
  return acts.reduce((before, act) => renumbered(afterAct(before, act, shelved)), proposal);
}

function afterAct(proposal: Proposal, act: Act, shelved: Readonly<Record<string, Shelved>>): Proposal {
  switch (act.act) {
    case 'pin':
    case 'unpin':
      return withBlock(proposal, act.block, (block) => ({ ...block, isPinned: act.act === 'pin' }));
    case 'move':
      return moved(proposal, act);
    case 'rewrite':
      return withBlock(proposal, act.block, (block) => rewritten(block, act));
    case 'edit_text':
      return withBlock(proposal, act.block, (block) => edited(block, act));
    case 'exclude':
    case 'remove':
      return { ...proposal, blocks: proposal.blocks.filter(({ id }) => id !== act.block) };
    case 'include':
      return included(proposal, act, shelved[act.dispatch]);
    case 'add_text':
    case 'add_promotion':
    case 'add_sponsor':
      return placed(proposal, wordsBlock(act), act);
    case 'set_head':
      return {
        ...proposal,
        ...(act.subject !== undefined && { subject: act.subject === '' ? null : act.subject }),
        ...(act.preheader !== undefined && { preheader: act.preheader === '' ? null : act.preheader }),
      };
    default:
      // Such an act is not made on this screen.
      return proposal;
  }
}

type Of<Verb extends Act['act']> = Extract<Act, { act: Verb }>;

function moved(proposal: Proposal, act: Of<'move'>): Proposal {
  const block = proposal.blocks.find(({ id }) => id === act.block);
  if (block === undefined) return proposal;
  const rest = { ...proposal, blocks: proposal.blocks.filter(({ id }) => id !== act.block) };
  return placed(rest, { ...block, section: act.section ?? block.section, isPinned: true }, act);
}

function rewritten(block: Block, { headline, standfirst }: Of<'rewrite'>): Block {
  const edits = { ...block.edits };
  for (const [name, words] of Object.entries({ headline, standfirst })) {
    if (words === undefined) continue;
    if (words === '') Reflect.deleteProperty(edits, name);
    else Reflect.set(edits, name, words);
  }
  return { ...block, edits, headline: edits.headline ?? block.dispatch?.headline ?? block.former?.headline ?? '' };
}

function edited(block: Block, { title, markdown, signature }: Of<'edit_text'>): Block {
  const content = {
    ...block.content,
    ...(title !== undefined && { title }),
    ...(markdown !== undefined && { markdown }),
    ...(signature !== undefined && { signature }),
  };
  return { ...block, content, headline: title ?? block.headline };
}

const added: Omit<Block, 'id' | 'kind' | 'headline' | 'content'> = {
  position: 0,
  section: '',
  dispatchId: null,
  dispatch: null,
  former: null,
  edits: {},
  reasons: [],
  score: null,
  others: [],
  isUpdate: false,
  isPinned: true,
  addedBy: null,
  addedByName: null,
};

function included(proposal: Proposal, act: Of<'include'>, known: Shelved | undefined): Proposal {
  if (known === undefined || proposal.blocks.some(({ dispatchId }) => dispatchId === act.dispatch)) return proposal;
  const { urgency, access, picture, section, ...dispatch } = known;
  const shown = {
    ...dispatch,
    version: 0,
    link: null,
    urgency: urgency ?? 9,
    access: access ?? '',
    hasPicture: picture !== null,
    picture,
    isExcerptOnly: false,
  };
  const block: Block = {
    ...added,
    id: act.as ?? act.dispatch,
    kind: 'dispatch',
    headline: known.headline,
    content: {},
    dispatchId: act.dispatch,
    section: act.section ?? section,
    dispatch: shown,
  };
  const exclusions = proposal.exclusions.filter(({ dispatchId }) => dispatchId !== act.dispatch);
  return placed({ ...proposal, exclusions }, block, act);
}

function wordsBlock(act: Of<'add_text' | 'add_promotion' | 'add_sponsor'>): Block {
  const { act: verb, as = '', section = '', ...said } = act;
  const content = Object.fromEntries(Object.entries(said).filter(([name]) => name !== 'position'));
  const kind = verb === 'add_text' ? 'text' : verb === 'add_sponsor' ? 'sponsor' : 'promotion';
  return { ...added, id: as, kind, section, headline: act.title ?? '', content };
}

/** At the position; without one after the last block of its section, or at the end where the section has none. */
function placed(proposal: Proposal, block: Block, { position }: { position?: number | undefined }): Proposal {
  const { blocks } = proposal;
  const last = block.section === '' ? -1 : blocks.findLastIndex(({ section }) => section === block.section);
  const index = Math.min(position ?? (last === -1 ? blocks.length : last + 1), blocks.length);
  return { ...proposal, blocks: blocks.toSpliced(index, 0, block) };
}

function withBlock(proposal: Proposal, id: string, change: (block: Block) => Block): Proposal {
  return { ...proposal, blocks: proposal.blocks.map((block) => (block.id === id ? change(block) : block)) };
}

function renumbered(proposal: Proposal): Proposal {
  return {
    ...proposal,
    blocks: proposal.blocks.map((block, position) => (block.position === position ? block : { ...block, position })),
  };
}
