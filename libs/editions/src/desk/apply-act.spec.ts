import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCatalogueError } from '@app/platform';
import { applyAct, MAX_BLOCKS, type ActContext } from './apply-act.js';
import { deskAct, type DeskAct, type DeskActInput } from './desk-act.js';
import type { DeskBlock, DeskProposal } from './desk-proposal.js';
import { deskLine, deskMarkdown } from './desk-texts.js';

const uuid = (kind: number, number: number): string =>
  `0000000${kind}-0000-7000-8000-${String(number).padStart(12, '0')}`;
const blockId = (number: number): string => uuid(1, number);
const dispatchId = (number: number): string => uuid(2, number);
const SECTIONS = ['afrique', 'europe'];

const sponsor = {
  title: 'Un train de nuit',
  text: 'Brest–Nice.',
  link: 'https://rail.example/',
  linkLabel: 'Réserver',
  advertiser: 'Rail SA',
};

function block(number: number, change: Partial<DeskBlock> = {}): DeskBlock {
  return {
    id: blockId(number),
    kind: 'dispatch',
    section: SECTIONS[number % 2] ?? '',
    dispatchId: dispatchId(number),
    content: {},
    reasons: [],
    isPinned: false,
    edits: {},
    addedBy: null,
    ...change,
  };
}

/** Four dispatches, a text and a sponsor. */
const start: DeskProposal = {
  blocks: [
    block(0),
    block(1),
    block(2),
    block(3),
    block(4, { kind: 'text', section: '', dispatchId: null, content: { title: '', markdown: 'Bonjour', signature: 'Ana' } }),
    block(5, { kind: 'sponsor', section: '', dispatchId: null, content: sponsor }),
  ],
  exclusions: [],
  subject: null,
  preheader: null,
}; // prettier-ignore

function context(): ActContext {
  let next = 100;
  return {
    by: 'ana',
    newBlockId: () => blockId((next += 1)),
    sections: SECTIONS,
    includable: (id) => (id === dispatchId(99) ? { cause: 'rights_ended' } : { section: 'europe' }),
  };
}

function act(given: DeskActInput, proposal = start): DeskProposal {
  return applyAct(proposal, deskAct.parse(given), context());
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (isCatalogueError(error)) return error.code;
    throw error;
  }
  return undefined;
}

const order = ({ blocks }: DeskProposal): number[] => blocks.map(({ id }) => Number(id.slice(-3)));

describe('an act', () => {
  it('pins what is moved and what is put there by hand', () => {
    const moved = act({ act: 'move', block: blockId(0), position: 2 });
    expect(order(moved)).toEqual([1, 2, 0, 3, 4, 5]);
    expect(moved.blocks.filter(({ isPinned }) => isPinned)).toMatchObject([{ id: blockId(0) }]);
    const added = act({ act: 'include', dispatch: dispatchId(7) });
    // After the last one of its section.
    expect(order(added)).toEqual([0, 1, 2, 3, 101, 4, 5]);
    expect(added.blocks[4]).toMatchObject({ section: 'europe', isPinned: true, addedBy: 'ana' });
    expect(order(act({ act: 'move', block: blockId(0), section: 'europe' }))).toEqual([1, 2, 3, 0, 4, 5]);
    const reordered = act({ act: 'reorder', blocks: [1, 0, 2, 3, 4, 5].map(blockId) });
    expect(reordered.blocks.map(({ isPinned }) => isPinned)).toEqual([true, true, false, false, false, false]);
  });

  it('takes a dispatch out with a reason, and brings it back', () => {
    const out = act({ act: 'exclude', block: blockId(1), reason: 'Déjà dit hier' });
    expect(out.exclusions).toEqual([{ dispatchId: dispatchId(1), reason: 'Déjà dit hier', excludedBy: 'ana' }]);
    expect(codeOf(() => act({ act: 'exclude', block: blockId(1), reason: 'x' }, out))).toBe('edition.unknown_block');
    const back = act({ act: 'include', dispatch: dispatchId(1), position: 0 }, out);
    expect([back.exclusions, order(back)]).toEqual([[], [101, 0, 2, 3, 4, 5]]);
    expect(act({ act: 'include', dispatch: dispatchId(1) })).toBe(start);
  });

  it('rewrites a dispatch, and an empty text gives its own back', () => {
    const rewritten = act({ act: 'rewrite', block: blockId(0), headline: ' «\u00a0الميناء\u200f» 🚢 ', standfirst: 'Court.' });
    expect(rewritten.blocks[0]?.edits).toEqual({ headline: '«\u00a0الميناء\u200f» 🚢', standfirst: 'Court.' });
    const half = act({ act: 'rewrite', block: blockId(0), headline: '  ' }, rewritten);
    expect(half.blocks[0]?.edits).toEqual({ standfirst: 'Court.' });
    expect(act({ act: 'rewrite', block: blockId(0), standfirst: '' }, half)).toEqual(start);
  }); // prettier-ignore

  it('writes a text, a promotion, a sponsor, the subject', () => {
    const text = act({ act: 'add_text', markdown: 'Un\r\nmot', signature: 'Ana', position: 0 });
    expect(text.blocks[0]).toMatchObject({
      kind: 'text',
      content: { title: '', markdown: 'Un\nmot', signature: 'Ana' },
    });
    const edited = act({ act: 'edit_text', block: blockId(4), title: 'Édito' });
    expect(edited.blocks[4]?.content).toEqual({ title: 'Édito', markdown: 'Bonjour', signature: 'Ana' });
    const advertised = act({ act: 'add_sponsor', ...sponsor });
    expect(advertised.blocks.at(-1)).toMatchObject({ kind: 'sponsor', section: '', content: sponsor });
    expect(order(act({ act: 'remove', block: blockId(5) }))).toEqual([0, 1, 2, 3, 4]);
    const head = act({ act: 'set_head', subject: 'Ce matin', preheader: null });
    expect([head.subject, head.preheader]).toEqual(['Ce matin', null]);
    expect(act({ act: 'set_head', subject: '' }, head)).toEqual(start);
  });

  it.each<[DeskActInput, string]>([
    [{ act: 'pin', block: blockId(77) }, 'edition.unknown_block'],
    [{ act: 'exclude', block: blockId(5), reason: 'x' }, 'edition.wrong_block'],
    [{ act: 'remove', block: blockId(0) }, 'edition.wrong_block'],
    [{ act: 'rewrite', block: blockId(5), headline: 'Sans étiquette' }, 'edition.wrong_block'],
    [{ act: 'edit_text', block: blockId(5), title: 'Sans étiquette' }, 'edition.wrong_block'],
    [{ act: 'reorder', blocks: [0, 1, 2, 3, 4].map(blockId) }, 'edition.wrong_order'],
    [{ act: 'reorder', blocks: [0, 1, 2, 3, 4, 5, 5].map(blockId) }, 'edition.wrong_order'],
    [{ act: 'move', block: blockId(0), section: 'lune' }, 'edition.unknown_section'],
    [{ act: 'include', dispatch: dispatchId(99) }, 'edition.dispatch_unusable'],
  ])('is refused: %j', (given, code) => {
    expect(codeOf(() => act(given))).toBe(code);
  });

  it('fills no proposal without end', () => {
    const full = { ...start, blocks: Array.from({ length: MAX_BLOCKS }, (_, number) => block(number)) };
    expect(codeOf(() => act({ act: 'include', dispatch: dispatchId(98) }, full))).toBe('edition.too_many_blocks');
  });
});

describe('words', () => {
  it.each<[string, object]>([
    ['a text without a name', { act: 'add_text', markdown: 'Bonjour' }],
    ['a text with an empty name', { act: 'add_text', markdown: 'Bonjour', signature: ' ' }],
    ['a header in the subject', { act: 'set_head', subject: 'a\r\nBcc: b@mail.example' }],
    ['a NUL', { act: 'set_head', preheader: 'a\u0000b' }],
    ['a line separator', { act: 'rewrite', block: blockId(0), headline: 'a\u2028b' }],
    ['half an emoji', { act: 'rewrite', block: blockId(0), headline: 'a\ud83d' }],
    ['marks alone', { act: 'rewrite', block: blockId(0), headline: '\u200f\u200b' }],
    ['a direction left open', { act: 'rewrite', block: blockId(0), headline: 'a\u202eb' }],
    ['a long subject', { act: 'set_head', subject: 'x'.repeat(201) }],
    ['a huge text', { act: 'add_text', markdown: 'x'.repeat(20_001), signature: 'Ana' }],
    ['no reason', { act: 'exclude', block: blockId(0), reason: '' }],
    ['a script for a link', { act: 'add_promotion', ...sponsor, link: 'javascript:alert(1)' }],
    ['a password in a link', { act: 'add_promotion', ...sponsor, link: 'https://a:b@rail.example/' }],
    ['an unknown verb', { act: 'approve' }],
  ])('%s is refused', (_, given) => {
    expect(deskAct.safeParse(given).success).toBe(false);
  });

  it('that are accepted hold no control character, whatever was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
        const line = deskLine(200).safeParse(given);
        if (line.success) expect(line.data).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        const text = deskMarkdown.safeParse(given);
        if (text.success) expect(text.data).not.toMatch(/[\r\0\u2028\u2029]/);
      }),
    );
  });

  it('in Arabic and Hebrew keep their marks', () => {
    for (const given of ['\u200fالميناء (2026)\u200e', '\u2067شاهد\u2069 vidéo', '\u202bשלום\u202c'])
      expect(deskLine(200).parse(given)).toBe(given);
  });
});

describe('whatever a desk does', () => {
  const number = fc.integer({ min: 0, max: 9 });
  const place = fc.record({
    position: fc.option(number, { nil: undefined }),
    section: fc.constantFrom(...SECTIONS, undefined),
  });
  const anyAct: fc.Arbitrary<DeskAct> = fc.oneof(
    number.map((one) => ({ act: 'pin' as const, block: blockId(one) })),
    number.map((one) => ({ act: 'unpin' as const, block: blockId(one) })),
    number.map((one) => ({ act: 'exclude' as const, block: blockId(one), reason: 'x' })),
    fc.tuple(number, place).map(([one, where]) => ({ act: 'include' as const, dispatch: dispatchId(one), ...where })),
    fc.tuple(number, place).map(([one, where]) => ({ act: 'move' as const, block: blockId(one), ...where })),
    fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 5 }).map((all) => ({ act: 'reorder' as const, blocks: all.map(blockId) })),
    number.map((one) => ({ act: 'rewrite' as const, block: blockId(one), headline: 'Un titre' })),
    number.map((one) => ({ act: 'remove' as const, block: blockId(one) })),
    place.map((where) => ({ act: 'add_text' as const, title: '', markdown: 'Bonjour', signature: 'Ana', ...where })),
  ); // prettier-ignore

  it('no block is lost or doubled, no other block is touched, and a sponsor stays what it is', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 12 }), (acts) => {
        const given = context();
        let proposal = start;
        for (const one of acts) {
          const before = proposal;
          const code = codeOf(() => {
            proposal = applyAct(before, one, given);
          });
          if (code !== undefined) expect(code).toMatch(/^edition\./);
          expectWhole(before, proposal, one);
        }
      }),
    );
  });

  function expectWhole(before: DeskProposal, after: DeskProposal, one: DeskAct): void {
    const ids = after.blocks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const dispatches = after.blocks.flatMap((each) => each.dispatchId ?? []);
    expect(new Set(dispatches).size).toBe(dispatches.length);
    const excluded = after.exclusions.map((each) => each.dispatchId);
    expect(excluded.filter((id) => dispatches.includes(id))).toEqual([]);
    const gone = before.blocks.filter(({ id }) => !ids.includes(id));
    expect(gone.map(({ id }) => id)).toEqual(
      gone.length === 0 || !('block' in one) || (one.act !== 'exclude' && one.act !== 'remove') ? [] : [one.block],
    );
    for (const each of after.blocks) if (each.kind === 'sponsor') expect(each.content).toBe(sponsor);
  }

  it('the same again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 4 }), anyAct, (acts, last) => {
        fc.pre(['pin', 'unpin', 'move', 'reorder', 'rewrite', 'include'].includes(last.act));
        let proposal = start;
        for (const one of [...acts, last]) {
          const before = proposal;
          const code = codeOf(() => {
            proposal = applyAct(before, one, context());
          });
          fc.pre(code === undefined);
        }
        const again = applyAct(proposal, last, context());
        // Where no position was given, a block goes behind the others of its section, and it is there already.
        expect(again.blocks.map(({ id }) => id)).toEqual(proposal.blocks.map(({ id }) => id));
        expect(again).toEqual({ ...proposal, blocks: again.blocks });
      }),
    );
  });
});
