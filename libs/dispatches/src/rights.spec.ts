import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forOutput, mayUse, usableText, type Output, type Rights, type Use } from './rights.js';

const all: Rights = { mail: true, archive: true, feed: true, until: null, credit: null, territories: null };
const none: Rights = { ...all, mail: false, archive: false, feed: false };
const noon = new Date('2026-11-22T12:00:00Z');
const later = new Date('2026-11-22T12:00:01Z');

describe('mayUse', () => {
  it.each<[string, Partial<Rights>, Output, Use, boolean]>([
    ['everything', {}, 'mail', { at: noon }, true],
    ['nothing', none, 'mail', { at: noon }, false],
    ['another output', { archive: false }, 'archive', { at: noon }, false],
    ['this output of several', { archive: false }, 'mail', { at: noon }, true],
    ['an end to come', { until: later }, 'mail', { at: noon }, true],
    ['the instant of the end', { until: noon }, 'mail', { at: noon }, false],
    ['a territory, its own', { territories: ['FR', 'BE'] }, 'mail', { at: noon, territory: 'BE' }, true],
    ['a territory, another', { territories: ['FR', 'BE'] }, 'mail', { at: noon, territory: 'CH' }, false],
    ['a territory, readers anywhere', { territories: ['FR'] }, 'mail', { at: noon }, false],
    ['no territory at all', { territories: [] }, 'mail', { at: noon, territory: 'FR' }, false],
    ['everywhere, readers somewhere', {}, 'mail', { at: noon, territory: 'FR' }, true],
  ])('%s', (_case, rights, output, use, expected) => {
    expect(mayUse({ ...all, ...rights }, output, use)).toBe(expected);
  });
});

describe('usableText', () => {
  const text = 'Un texte long, que la source ne laisse pas reprendre en entier.';

  it('gives the whole text where it may be used', () => {
    expect(usableText(text, true, 10)).toBe(text);
  });

  it('cuts an excerpt at a word, without a dangling comma', () => {
    expect(usableText(text, false, 17)).toBe('Un texte long…');
  });

  it('leaves a text shorter than the excerpt as it is, and gives none where none is allowed', () => {
    expect(usableText('Court.', false, null)).toBe('Court.');
    expect(usableText('Court.', false, 0)).toBe('');
  });
});

const rights = fc.record({
  mail: fc.boolean(),
  archive: fc.boolean(),
  feed: fc.boolean(),
  until: fc.option(fc.date({ noInvalidDate: true })),
  credit: fc.option(fc.string()),
  territories: fc.option(fc.array(fc.constantFrom('FR', 'BE', 'CH'), { maxLength: 2 })),
});
const dispatches = fc.record({
  headline: fc.string(),
  standfirst: fc.string({ unit: 'grapheme', maxLength: 400 }),
  bodyHtml: fc.string(),
  link: fc.option(fc.webUrl()),
  sourceName: fc.string(),
  rights,
  excerptLength: fc.option(fc.integer({ min: 0, max: 300 })),
  picture: fc.option(fc.record({ url: fc.webUrl(), rights })),
});
const outputs = fc.constantFrom<Output>('mail', 'archive', 'feed');
const uses = fc.record({
  at: fc.date({ noInvalidDate: true }),
  territory: fc.option(fc.constantFrom('FR', 'CH'), { nil: undefined }),
});

describe('forOutput', () => {
  const dispatch = {
    headline: 'Le port rouvre', standfirst: 'Dès midi. '.repeat(50), bodyHtml: '<p>Tout.</p>', link: 'https://gazette.example/port',
    sourceName: 'Agence', rights: all, excerptLength: null, picture: { url: 'https://gazette.example/p.jpg', rights: all },
  }; // prettier-ignore

  it('gives everything where everything is allowed', () => {
    expect(forOutput(dispatch, 'mail', { at: noon })).toEqual({
      headline: dispatch.headline, standfirst: dispatch.standfirst, bodyHtml: dispatch.bodyHtml, picture: dispatch.picture,
      credit: 'Agence', link: dispatch.link, excerpted: false,
    }); // prettier-ignore
  });

  it('without rights gives excerpt and link: no picture, no full text', () => {
    const cut = forOutput({ ...dispatch, rights: none }, 'mail', { at: noon });
    expect(cut).toMatchObject({ bodyHtml: null, picture: null, link: dispatch.link, excerpted: true });
    expect(cut.standfirst.length).toBeLessThanOrEqual(200);
  });

  it('asks a picture’s own rights, and names who has to be named', () => {
    const bound = { ...dispatch, picture: { ...dispatch.picture, rights: none }, rights: { ...all, credit: 'AFP' } };
    expect(forOutput(bound, 'mail', { at: noon })).toMatchObject({ bodyHtml: '<p>Tout.</p>', picture: null, credit: 'AFP' }); // prettier-ignore
  });

  it('never gives more than the rights', () => {
    fc.assert(
      fc.property(dispatches, outputs, uses, (given, output, use) => {
        const made = forOutput(given, output, use);
        const full = mayUse(given.rights, output, use);
        if (!full) {
          expect([made.bodyHtml, made.picture]).toEqual([null, null]);
          expect(made.standfirst.length).toBeLessThanOrEqual(given.excerptLength ?? 200);
          if (made.standfirst !== given.standfirst)
            expect(given.standfirst.startsWith(made.standfirst.replace(/…$/u, ''))).toBe(true);
        }
        if (made.picture !== null) expect(mayUse(made.picture.rights, output, use)).toBe(true);
        expect(made.link).toBe(given.link);
      }),
    );
  });

  it('gives no more when a right is taken away', () => {
    fc.assert(
      fc.property(dispatches, outputs, uses, (given, output, use) => {
        const made = forOutput({ ...given, rights: { ...given.rights, [output]: false } }, output, use);
        expect(made.excerpted).toBe(true);
        expect(made.picture).toBeNull();
      }),
    );
  });
});
