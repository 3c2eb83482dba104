import { describe, expect, it } from '@jest/globals';
import type { ArchivedEdition } from '@app/editions';
import { loadMessages, projectPath, shippedLocales } from '@app/platform';
import { sampleDigest } from '../../../../libs/editions/src/digest/sample-digest.fixture.js';
import { Pages } from './pages.js';

const pages = new Pages(projectPath('apps', 'api', 'pages'), loadMessages(projectPath('apps', 'api', 'locales')));
const words = loadMessages(projectPath('libs', 'editions', 'locales'));
const published = new Date('2026-11-22T06:00:00Z');
const publicUrl = 'https://newsroom.example';

function frame(language: string) {
  const newsletter = { slug: 'matin', name: 'Le Matin', promise: 'Le monde.', language, frequency: '', accent: '#a8321f' };
  return { newsletter, brandName: 'La Gazette', publicUrl };
} // prettier-ignore

function sample(locale: (typeof shippedLocales)[number], change: Partial<ArchivedEdition> = {}): ArchivedEdition {
  const translator = words.translator(locale);
  const data = sampleDigest(locale, translator);
  const dates = { published, updated: published, until: null };
  return { kind: 'digest', data, notes: [], words: translator, ...dates, ...change };
}

function pageOf(edition: ArchivedEdition, language: string): string {
  const name = { date: '2026-11-22', kind: edition.kind, sequence: 1 };
  return pages.archive.edition({ ...frame(language), edition, name, previous: null, next: null });
}

describe.each(shippedLocales)('an edition’s page in %s', (locale) => {
  const html = pageOf(sample(locale), locale);

  it('speaks the newsletter’s language, with a headline under each headline', () => {
    const translator = words.translator(locale);
    expect(html).toContain(`<html lang="${locale}" dir="${translator.direction}">`);
    const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
    expect([levels[0], levels.filter((level) => level === 1)]).toEqual([1, [1]]);
    expect(levels.every((level, at) => at === 0 || level - (levels[at - 1] ?? 0) <= 1)).toBe(true);
    expect(html).not.toMatch(/[>"]archive\.[a-z]|undefined|\[object|NaN/);
  });

  it('labels what is paid for, and describes and measures its pictures', () => {
    expect(html).toContain(`<p class="offered-label">${words.translator(locale).t('digest.sponsor_label')} · `);
    expect(html).toContain('rel="sponsored noopener"');
    const pictures = html.match(/<img\b[^>]*>/g) ?? [];
    expect(pictures).toHaveLength(2);
    for (const picture of pictures)
      expect(picture).toMatch(/src="\/media\/[^"]+" width="\d+" height="\d+" alt="[^"]+"/);
  });
});

describe('an edition’s page', () => {
  it('says what was taken out where it stood, and above all where nothing is left of the section', () => {
    const notes = [
      { section: 'europe', text: 'Retirée ici.' },
      { section: 'nulle-part', text: 'Retirée ailleurs.' },
    ];
    const html = pageOf(sample('fr', { notes }), 'fr');
    const [above, europe, below] = ['Retirée ailleurs.', 'data-region="europe"', 'Retirée ici.'].map((text) => html.indexOf(text));
    expect([above, europe, below].toSorted((one = 0, other = 0) => one - other)).toEqual([above, europe, below]);
    expect(above).toBeGreaterThan(0);
  }); // prettier-ignore

  it('lets a hostile dispatch say anything and do nothing', () => {
    const hostile = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)> {{ brandName }}';
    const edition = sample('fr');
    const [section] = edition.data.sections;
    const block = section?.blocks[0];
    if (section === undefined || block?.kind !== 'dispatch') throw new Error('the sample has no story');
    const story = { ...block, headline: hostile, standfirst: hostile, sources: hostile, link: 'javascript:alert(1)' };
    const data = { ...edition.data, subject: hostile, preheader: hostile, sections: [{ ...section, blocks: [story] }] };
    for (const html of [pageOf({ ...edition, data }, 'fr'), pages.archive.entry({ ...frame('fr'), edition: { ...edition, data } })]) {
      expect(html).not.toMatch(/<script>|<img src=x|javascript:/);
      expect(html.split('</script>').length).toBeLessThanOrEqual(2);
      expect(html).toContain('&lt;script&gt;alert(1)');
    }
  }); // prettier-ignore
});
