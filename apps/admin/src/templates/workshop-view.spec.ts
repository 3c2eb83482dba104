import { describe, expect, it } from '@jest/globals';
import { contentFor, fillerOf, readPane, readWorkshopSearch, readWorkshopView, wishOf } from './workshop-view.js';

const id = '0198c0de-0000-7000-8000-000000000001';

describe('the view of the workshop in the address', () => {
  it('keeps each pane’s settings apart', () => {
    const search = { appearance: 'dark', appearance2: 'forced-gmail', width2: 'tablet', pictures: false, two: true };
    expect(readPane('')(search)).toMatchObject({ appearance: 'dark', width: 'desktop', pictures: false });
    expect(readPane('2')(search)).toMatchObject({ appearance: 'forced-gmail', width: 'tablet', pictures: true });
    expect(readWorkshopView(search)).toEqual({ source: 'mjml', two: true, within: undefined, line: undefined });
  });

  it.each([
    [{ content: 'sample:../../x' }],
    [{ content: 'edition:1', profile: 'reader:a@readers.example' }],
    [{ appearance: '__proto__', language: 'constructor', part: ['html'] }],
  ])('leaves out what it does not know: %j', (search) => {
    expect(readPane('')(search)).toEqual(readPane('')({}));
  });

  it('keeps nothing in the address that is no text, flag or number', () => {
    const search = { content: 'sample:arabic', line: 12, width: ['phone'], appearance: null, other: 'x' };
    expect(readWorkshopSearch(search)).toEqual({ content: 'sample:arabic', line: 12 });
  });

  it('knows a line and a template by their form', () => {
    expect(readWorkshopView({ line: 12, within: id })).toMatchObject({ line: 12, within: id });
    for (const line of [0, -1, 1.5, '12'])
      expect(readWorkshopView({ line, within: '../x' })).toMatchObject({ line: undefined, within: undefined });
  });

  it('fills a notice’s frame with a notice', () => {
    const at = (content: string, kind: string) => contentFor(readPane('')({ content }), kind).content;
    expect(at('sample:arabic', 'notice')).toBe('notice:confirmation');
    expect(at('notice:welcome', 'notice')).toBe('notice:welcome');
    expect(at('sample:arabic', 'digest')).toBe('sample:arabic');
    expect(at('notice:welcome', 'digest')).toBe('sample:ordinary');
  });

  it('asks for a sample under a newsletter’s name, an edition, a reader', () => {
    const template = { id };
    const pane = readPane('')({ content: `edition:${id}`, profile: `reader:${id}`, language: 'ar' });
    expect(wishOf(pane, template, { newsletter: id, language: 'fr' })).toMatchObject({
      content: { edition: id },
      profile: { reader: id },
      language: 'ar',
    });
    expect(wishOf(readPane('')({}), template, { newsletter: id, language: 'fr' }).content).toEqual({
      sample: 'ordinary',
      newsletter: id,
    });
    const nobodys = { newsletter: undefined, language: 'fr' };
    expect(wishOf(readPane('')({}), template, nobodys)).toMatchObject({
      content: { sample: 'ordinary' },
      language: 'fr',
    });
  });

  it('shows a sample under the newsletter that speaks the operator’s language, else under the first', () => {
    const newsletters = ['ar', 'fr-CA', 'en'].map((language) => ({ id: `of-${language}`, language }));
    const usedBy = newsletters.map(({ id: user }) => ({ id: user, kind: 'newsletter' }));
    const own = (locale: string) => fillerOf({ usedBy }, newsletters, locale).newsletter;
    expect([own('fr'), own('en'), own('es')]).toEqual(['of-fr-CA', 'of-en', 'of-ar']);
    expect(fillerOf({ usedBy: [] }, newsletters, 'fr')).toEqual({ newsletter: undefined, language: 'fr' });
  });
});
