import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { incomingDispatch, type IncomingDispatch } from '../dispatch.js';
import { arrivalOf, headlineKey, inRounds } from './store-plan.js';

const arrive = (entries: readonly Partial<IncomingDispatch>[]) =>
  entries.map((entry, index) =>
    arrivalOf(incomingDispatch.parse({ externalId: `n${index}`, language: 'fr', headline: `Titre ${index}`, ...entry }), index),
  ); // prettier-ignore
const indexes = (entries: readonly Partial<IncomingDispatch>[], size = 200): number[][] =>
  inRounds(arrive(entries), size).map((round) => round.map(({ index }) => index));

describe('rounds', () => {
  it('part what may be the same dispatch', () => {
    expect(indexes([{ externalId: 'a' }, { externalId: 'b' }, { externalId: 'a' }])).toEqual([[0, 1], [2]]);
    expect(indexes([{ link: 'https://a.example/x' }, { link: 'https://www.a.example/x?utm_source=y' }])).toEqual([[0], [1]]); // prettier-ignore
    expect(indexes([{ externalId: 'a' }, { externalId: 'b', replaces: 'a' }])).toEqual([[0], [1]]);
    expect(indexes([{ headline: 'Le port' }, { headline: 'CORRECTION : Le port' }])).toEqual([[0], [1]]);
  });

  it('take the earlier written first, whatever the order of the list', () => {
    const [newer, older] = [{ externalId: 'a', publishedAt: '2026-11-22T12:00:00Z' }, { externalId: 'a', publishedAt: '2026-11-22T11:00:00Z' }]; // prettier-ignore
    expect(indexes([newer, older])).toEqual([[1], [0]]);
  });

  it('hold each arrival once, and no more than their size', () => {
    const entries = fc.array(fc.record({ externalId: fc.constantFrom('a', 'b', 'c', 'd', 'e') }), { maxLength: 30 });
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 5 }), (given, size) => {
        const rounds = indexes(given, size);
        expect(rounds.flat().sort((a, b) => a - b)).toEqual(given.map((_, index) => index));
        for (const round of rounds) {
          expect(round.length).toBeLessThanOrEqual(size);
          expect(new Set(round.map((index) => given[index]?.externalId)).size).toBe(round.length);
        }
      }),
    );
  });
});

describe('two headlines', () => {
  it('are the same whatever their case, accents and punctuation', () => {
    expect(headlineKey('« Élections » : le Scrutin')).toBe(headlineKey('elections, le scrutin'));
    expect(headlineKey('Le port ferme')).not.toBe(headlineKey('Le port rouvre'));
  });
});
