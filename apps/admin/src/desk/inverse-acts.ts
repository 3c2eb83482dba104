import { changedBy } from './local-acts.js';
import type { Change } from './local-acts.js';
import type { Act, Block, Proposal, Shelved } from './queries.js';

/**
 * What takes a change back: the acts that make of its result the proposal as it was. Null where nothing was changed, or
 * nothing on this screen can take it back.
 *
 * @param undone the reason an exclusion gets that takes back a dispatch pulled in from the shelf
 */
export function inverseOf(proposal: Proposal, change: Change, undone: string): Change | null {
  let before = proposal;
  const acts: Act[] = [];
  const shelved: Record<string, Shelved> = {};
  for (const act of change.acts) {
    const back = inverseAct(before, act, undone);
    acts.unshift(...back);
    const block = 'block' in act ? before.blocks.find(({ id }) => id === act.block) : undefined;
    if (act.act === 'exclude' && block?.dispatch) shelved[block.dispatch.id] = asShelved(block, block.dispatch);
    before = changedBy(before, { acts: [act], ...(change.shelved && { shelved: change.shelved }) });
  }
  return acts.length === 0 ? null : { acts, shelved };
}

function inverseAct(before: Proposal, act: Act, undone: string): Act[] {
  if (act.act === 'include') return act.as === undefined ? [] : [{ act: 'exclude', block: act.as, reason: undone }];
  if (act.act === 'set_head') {
    return [
      {
        act: 'set_head',
        ...(act.subject !== undefined && { subject: before.subject }),
        ...(act.preheader !== undefined && { preheader: before.preheader }),
      },
    ];
  }
  if (act.act === 'add_text' || act.act === 'add_promotion' || act.act === 'add_sponsor')
    return act.as === undefined ? [] : [{ act: 'remove', block: act.as }];
  if (act.act === 'reorder') return [];
  const block = before.blocks.find(({ id }) => id === act.block);
  return block === undefined ? [] : inverseOnBlock(block, act);
}

function inverseOnBlock(block: Block, act: Act): Act[] {
  const place = { position: block.position, ...(block.section !== '' && { section: block.section }) };
  const unpin: Act[] = block.isPinned ? [] : [{ act: 'unpin', block: block.id }];
  switch (act.act) {
    case 'pin':
      return unpin;
    case 'unpin':
      return block.isPinned ? [{ act: 'pin', block: block.id }] : [];
    case 'move':
      return [{ act: 'move', block: block.id, ...place }, ...unpin];
    case 'rewrite':
      return [
        {
          act: 'rewrite',
          block: block.id,
          ...(act.headline !== undefined && { headline: block.edits.headline ?? '' }),
          ...(act.standfirst !== undefined && { standfirst: block.edits.standfirst ?? '' }),
        },
      ];
    case 'edit_text':
      return [{ act: 'edit_text', block: block.id, ...textOf(block) }];
    case 'exclude':
      return excludedBack(block, place, unpin);
    case 'remove':
      return removedBack(block, place);
    default:
      return [];
  }
}

interface Place {
  position: number;
  section?: string;
}

function excludedBack(block: Block, place: Place, unpin: readonly Act[]): Act[] {
  if (block.dispatchId === null) return [];
  const { headline, standfirst } = block.edits;
  const edits = { ...(headline !== undefined && { headline }), ...(standfirst !== undefined && { standfirst }) };
  return [
    { act: 'include', dispatch: block.dispatchId, as: block.id, ...place },
    ...(Object.keys(edits).length > 0 ? [{ act: 'rewrite' as const, block: block.id, ...edits }] : []),
    ...unpin,
  ];
}

function removedBack(block: Block, place: Place): Act[] {
  const { id: as, kind } = block;
  if (kind === 'text') return [{ act: 'add_text', as, ...place, ...textOf(block) }];
  const words = {
    title: wordsOf(block, 'title'),
    text: wordsOf(block, 'text'),
    link: wordsOf(block, 'link'),
    linkLabel: wordsOf(block, 'linkLabel'),
  };
  if (kind === 'promotion') return [{ act: 'add_promotion', as, ...place, ...words }];
  return [{ act: 'add_sponsor', as, ...place, ...words, advertiser: wordsOf(block, 'advertiser') }];
}

function textOf(block: Block): { title: string; markdown: string; signature: string } {
  return {
    title: wordsOf(block, 'title'),
    markdown: wordsOf(block, 'markdown'),
    signature: wordsOf(block, 'signature'),
  };
}

/** What stands in a text, a promotion or a sponsor under this name. */
export function wordsOf({ content }: Block, name: string): string {
  const words = content[name];
  return typeof words === 'string' ? words : '';
}

function asShelved({ section }: Block, dispatch: NonNullable<Block['dispatch']>): Shelved {
  return {
    ...dispatch,
    status: 'usable',
    firstSeenAt: dispatch.publishedAt,
    section,
    score: null,
    reasons: [],
    cause: null,
  };
}
