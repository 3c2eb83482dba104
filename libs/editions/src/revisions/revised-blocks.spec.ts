import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FrozenBlock, FrozenDispatchBlock } from '../digest/frozen-block.js';
import { contentHash } from './write-revision.service.js';
import { hasContent, keepsDeskHead, leadOf, withCorrected, withoutLost } from './revised-blocks.js';

const AT = new Date('2026-11-22T08:00:00Z');
const NO_SHARE = { mayShow: false, standfirst: '', mayShowPicture: false, until: null, excerpt: '' };
const PICTURE = {
  files: [{ hash: 'a'.repeat(64), mediaType: 'image/jpeg' as const, width: 10, height: 10 }],
  alt: '',
  caption: '',
  credit: '',
};

function story(id: string, headline = `Titre ${id}`, picture: string | null = null): FrozenDispatchBlock {
  return {
    kind: 'dispatch',
    position: 0,
    section: `s-${id}`,
    dispatchId: id,
    dispatchVersion: 1,
    pictureId: picture,
    content: {
      headline, standfirst: '', link: null, isUpdate: false, isPaid: false, countries: [], regions: [], topics: [], sources: ['a'],
      publishedAt: AT.toISOString(), picture: picture === null ? null : PICTURE, archive: NO_SHARE, feed: NO_SHARE,
    },
  }; // prettier-ignore
}

function text(title: string): FrozenBlock {
  return {
    kind: 'text',
    position: 0,
    section: '',
    content: { title, markdown: 'x', html: '<p>x</p>', text: 'x', signature: 'y' },
  };
}

const numbered = (blocks: readonly FrozenBlock[]) => blocks.map((block, position) => ({ ...block, position }));

const blocks = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 })
  .map((ids) =>
    numbered(ids.map((id) => (id % 4 === 0 ? text(`t${id}`) : story(`d${id}`, `Titre ${id}`, id % 3 === 0 ? `p${id}` : null)))),
  ); // prettier-ignore
const some = fc.array(fc.integer({ min: 0, max: 30 }));

describe('what a kill leaves', () => {
  it('is everything else, in its order, numbered from 0, with a mark for each that went', () => {
    fc.assert(
      fc.property(blocks, some, some, (before, dispatches, pictures) => {
        const loss = {
          dispatchIds: new Set(dispatches.map((id) => `d${id}`)),
          pictureIds: new Set(pictures.map((id) => `p${id}`)),
        };
        const { blocks: after, marks, gone } = withoutLost(before, loss, { at: AT, isTakedown: false });
        const stories = (list: readonly FrozenBlock[]) => list.filter((block) => block.kind === 'dispatch');
        expect(after.map((block) => block.position)).toEqual(after.map((_, at) => at));
        expect(after.length + gone.length).toBe(before.length);
        expect(stories(after).some((block) => loss.dispatchIds.has(block.dispatchId))).toBe(false);
        expect(stories(after).some((block) => loss.pictureIds.has(block.pictureId ?? ''))).toBe(false);
        expect(stories(after).every((block) => (block.pictureId === null) === (block.content.picture === null))).toBe(true);
        const pictured = stories(after).filter((block) => block.pictureId === null).length - stories(before).filter((block) => block.pictureId === null && !loss.dispatchIds.has(block.dispatchId)).length;
        expect(marks).toHaveLength(gone.length + pictured);
        // Nothing more is lost the second time.
        expect(withoutLost(after, loss, { at: AT, isTakedown: false })).toEqual({ blocks: after, marks: [], gone: [] });
      }),
    );
  }); // prettier-ignore

  it('says of a takedown that it was one', () => {
    const { marks } = withoutLost(
      [story('a')],
      { dispatchIds: new Set(['a']), pictureIds: new Set() },
      { at: AT, isTakedown: true },
    );
    expect(marks).toEqual([{ kind: 'taken_down', at: AT.toISOString(), section: 's-a' }]);
  });
});

describe('the desk’s subject', () => {
  const before = numbered([text('Édito'), story('a', 'La grève s’étend'), story('b', 'حريق كبير في الميناء القديم')]);
  const stays = (subject: string, ...gone: string[]) =>
    keepsDeskHead(
      { subject, preheader: '' },
      before,
      before.flatMap((block) => (block.kind === 'dispatch' && gone.includes(block.dispatchId) ? [block] : [])),
    );

  it.each([
    ['Bon dimanche', [], true],
    ['Bon dimanche', ['b'], true],
    ['Bon dimanche', ['a'], false],
    ['أخبار اليوم', ['b'], true],
    ['نار في المِيناء', ['b'], false],
  ])('%s, without %j: %s', (subject, gone, isKept) => {
    expect(stays(subject, ...gone)).toBe(isKept);
  });
});

describe('a correction', () => {
  it('stands where the error stood, and changes nothing that is right', () => {
    const wrong = numbered([text('x'), story('a', 'Dix'), story('b')]);
    const right = { ...story('a', 'Deux'), dispatchVersion: 2, section: 'elsewhere' };
    const { blocks: after, marks } = withCorrected(wrong, right, AT);
    expect(after[1]).toMatchObject({ position: 1, section: 's-a', dispatchVersion: 2, content: { headline: 'Deux' } });
    expect([after[0], after[2]]).toEqual([wrong[0], wrong[2]]);
    expect(marks).toEqual([{ kind: 'corrected', at: AT.toISOString(), section: 's-a' }]);
    expect(withCorrected(after, right, AT)).toEqual({ blocks: after, marks: [] });
  });
});

describe('an edition', () => {
  it.each([
    ['digest', true, false],
    ['flash', true, false],
    ['letter', false, true],
    ['correction', false, true],
  ] as const)('of kind %s needs stories: %s, or text: %s', (kind, byStory, byText) => {
    expect([hasContent(kind, [story('a')]), hasContent(kind, [text('x')])]).toEqual([byStory, byText]);
    expect(hasContent(kind, [])).toBe(false);
  });

  it('has the first story as its lead, whatever stands above it', () => {
    expect(leadOf([text('x'), story('a'), story('b')])?.dispatchId).toBe('a');
    expect(leadOf([text('x')])).toBeUndefined();
  });

  it('has the same hash whatever the order of keys, and another for other content', () => {
    expect(contentHash([{ a: 1, b: [2, 3] }])).toEqual(contentHash([{ b: [2, 3], a: 1 }]));
    expect(contentHash([{ a: 1, b: [2, 3] }])).not.toEqual(contentHash([{ a: 1, b: [3, 2] }]));
  });
});
