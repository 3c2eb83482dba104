import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { renderDiff, textDiff, versionDiff } from './version-diff.js';

describe('the diff of two versions', () => {
  it('names the fields and the words that changed', () => {
    const before = { headline: 'Le port ferme à midi', bodyHtml: '<p>Un blessé. La mer monte.</p>', urgency: 5 };
    const after = { headline: 'Le port rouvre à midi', bodyHtml: '<p>Deux blessés. La mer monte.</p>', urgency: 3 };
    const diff = versionDiff(before, after);
    expect(diff.fields.map(({ field }) => field)).toEqual(['headline', 'body', 'urgency']);
    expect(renderDiff(diff)).toBe(
      'headline: Le port [-ferme-] {+rouvre+} à midi\nbody: [-Un blessé.-] {+Deux blessés.+} La mer monte.\nurgency: 5 → 3',
    );
  });

  it('is empty where nothing a reader sees has changed', () => {
    expect(versionDiff({ headline: 'Un titre' }, { headline: 'Un titre' })).toEqual({ fields: [] });
    expect(textDiff('Un  titre\n', 'Un titre')).toEqual([]);
    expect(versionDiff({ bodyHtml: '<p>a <b>b</b></p>' }, { bodyHtml: '<p>a b</p>' })).toEqual({ fields: [] });
  });

  it('shortens what stays the same', () => {
    const long = Array.from({ length: 50 }, (_, at) => `mot${at}`).join(' ');
    const [kept, added] = textDiff(long, `${long} fin`);
    expect(kept).toEqual({ change: 'kept', text: '… mot44 mot45 mot46 mot47 mot48 mot49 ' });
    expect(added).toEqual({ change: 'added', text: 'fin' });
  });

  it('tells text that came first and text that went', () => {
    expect(textDiff('', 'neuf')).toEqual([{ change: 'added', text: 'neuf' }]);
    expect(textDiff('vieux', '')).toEqual([{ change: 'removed', text: 'vieux' }]);
  });

  it('holds every word that only one of the texts has', () => {
    const words = fc.array(fc.constantFrom('le', 'port', 'ferme', 'rouvre', 'midi.', 'mer\n\n', 'deux'), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (old, now) => {
        const pieces = textDiff(old.join(' '), now.join(' '));
        const inPieces = (change: string) => pieces.filter((piece) => piece.change === change).map(({ text }) => text).join(' ');
        for (const word of now) if (!old.includes(word)) expect(inPieces('added')).toContain(word.trim());
        for (const word of old) if (!now.includes(word)) expect(inPieces('removed')).toContain(word.trim());
      }),
    );
  }); // prettier-ignore

  it('takes no longer than a text deserves, also where two long ones share nothing', () => {
    const text = (seed: string, words: number) => Array.from({ length: words }, (_, at) => `${seed}${at}`).join(' ');
    const compare = (words: number) => textDiff(text('a', words), text('b', words));
    expect(compare(60_000)).toHaveLength(2);
    // Eight times the words; quadratic work would take 64 times as long.
    expect(growth(compare, { small: 7_500, large: 60_000, floorMs: 20, enough: 24 })).toBeLessThan(24);
  });
});
