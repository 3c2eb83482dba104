import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ShelfDispatch } from '@app/dispatches';
import { OTHER_SECTION, proposeDigest } from './assembly.js';

const dueAt = new Date('2026-11-23T06:00:00Z');
const sections = ['afrique', 'europe', 'france'];

function dispatch(id: string, change: Partial<ShelfDispatch> = {}): ShelfDispatch {
  return {
    id,
    version: 1,
    language: 'fr',
    headline: `Titre ${id}`,
    standfirst: '',
    link: null,
    isUpdate: false,
    urgency: 5,
    countries: [],
    regions: ['europe'],
    topics: [],
    publishedAt: new Date('2026-11-23T00:00:00Z'),
    embargoedUntil: null,
    access: 'free',
    sourceName: 'Agence',
    otherSources: [],
    clusterId: null,
    rights: { mail: true, archive: true, feed: true, until: null, credit: null, territories: null },
    excerptLength: null,
    picture: null,
    ...change,
  };
}

const chosen = (dispatches: ShelfDispatch[], maxDispatches = 12): string[] =>
  proposeDigest({ dispatches, sections, maxDispatches, dueAt }).blocks.map((block) => block.dispatchId);

describe('proposeDigest', () => {
  it('puts the more urgent and the newer first', () => {
    const old = new Date('2026-11-22T08:00:00Z');
    expect(
      chosen([dispatch('a', { publishedAt: old }), dispatch('b'), dispatch('c', { urgency: 2, publishedAt: old })]),
    ).toEqual(['c', 'b', 'a']);
  });

  it('opens with the section of the best dispatch and keeps the newsletter’s order for the others', () => {
    const picks = [
      dispatch('a', { regions: ['afrique'] }),
      dispatch('f', { regions: ['france'], urgency: 1 }),
      dispatch('e'),
    ];
    expect(chosen(picks)).toEqual(['f', 'a', 'e']);
  });

  it('shows the same link and the same headline once', () => {
    const { blocks, omitted } = proposeDigest({
      dispatches: [
        dispatch('a', { link: 'https://x.example/1' }),
        dispatch('b', { link: 'https://x.example/1' }),
        dispatch('c', { headline: 'Élections : le scrutin' }),
        dispatch('d', { headline: 'elections, le Scrutin' }),
      ],
      sections,
      maxDispatches: 12,
      dueAt,
    });
    expect(blocks.map((block) => block.dispatchId)).toEqual(['a', 'c']);
    expect(omitted).toEqual([
      { dispatchId: 'b', reason: 'same_link' },
      { dispatchId: 'd', reason: 'same_headline' },
    ]);
  });

  it('does not let one region silence the others', () => {
    const busy = Array.from({ length: 20 }, (_, n) => dispatch(`e${String(n).padStart(2, '0')}`, { urgency: 1 }));
    const quiet = [dispatch('f', { regions: ['france'], urgency: 8 })];
    expect(chosen([...busy, ...quiet], 6)).toContain('f');
  });

  it('leaves out what may no longer be used when the edition is due', () => {
    const ended = dispatch('a', {
      rights: { mail: true, archive: true, feed: true, until: dueAt, credit: null, territories: null },
    });
    expect(proposeDigest({ dispatches: [ended], sections, maxDispatches: 5, dueAt }).omitted).toEqual([
      { dispatchId: 'a', reason: 'rights_ended' },
    ]);
  });

  it('keeps a dispatch of no known region', () => {
    expect(
      proposeDigest({ dispatches: [dispatch('a', { regions: [] })], sections, maxDispatches: 5, dueAt }).blocks[0]
        ?.section,
    ).toBe(OTHER_SECTION);
  });

  it('is deterministic, whatever the order it is given, and loses nobody', () => {
    const arbitrary = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        urgency: fc.integer({ min: 1, max: 9 }),
        hours: fc.integer({ min: 0, max: 40 }),
        region: fc.constantFrom('afrique', 'europe', 'france', 'lune'),
      }),
      { selector: (item) => item.id, maxLength: 40 },
    );
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 20 }), (items, maxDispatches) => {
        const dispatches = items.map((item) =>
          dispatch(item.id, {
            urgency: item.urgency,
            regions: [item.region],
            publishedAt: new Date(dueAt.getTime() - item.hours * 3_600_000),
          }),
        );
        const proposal = proposeDigest({ dispatches, sections, maxDispatches, dueAt });
        expect(proposeDigest({ dispatches: [...dispatches].reverse(), sections, maxDispatches, dueAt }).blocks).toEqual(
          proposal.blocks,
        );
        expect(proposal.blocks.length + proposal.omitted.length).toBe(dispatches.length);
        expect(proposal.blocks.length).toBeLessThanOrEqual(maxDispatches);
      }),
    );
  });
});
