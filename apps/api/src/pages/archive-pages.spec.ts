import { describe, expect, it } from '@jest/globals';
import type { ArchivedEdition, DispatchBlock } from '@app/editions';
import { loadMessages, projectPath, shippedLocales } from '@app/platform';
import { Pages } from './pages.js';

const pages = new Pages(projectPath('apps', 'api', 'pages'), loadMessages(projectPath('apps', 'api', 'locales')));
const words = loadMessages(projectPath('libs', 'editions', 'locales'));
const published = new Date('2026-11-22T06:00:00Z');
const publicUrl = 'https://newsroom.example';

function frame(language: string) {
  const newsletter = { slug: 'matin', name: 'Le Matin', promise: 'Le monde.', language, frequency: '', accent: '#a8321f' };
  return { newsletter, brandName: 'La Gazette', publicUrl };
} // prettier-ignore

function story(n: number, change: Partial<DispatchBlock> = {}): DispatchBlock {
  const picture = { src: `${publicUrl}/media/${n}.jpg`, width: 1_200, height: 800, alt: 'Le port', caption: '', credit: 'A' };
  const words = { headline: `Sujet ${n}`, standfirst: 'Dès midi.', sources: 'Agence', timeLabel: '6 h 40', countries: '', linkLabel: '' };
  const link = `https://gazette.example/${n}?a=1&b=2`;
  return { kind: 'dispatch', anchor: `d${n}`, ...words, link, isUpdate: false, isPaid: false, isLead: n === 0, picture, ...change };
} // prettier-ignore

function sample(locale: (typeof shippedLocales)[number], change: Partial<ArchivedEdition> = {}): ArchivedEdition {
  const translator = words.translator(locale);
  const offer = { title: 'Trois mille atlas', text: 'Entrée libre.', link: 'https://bookshop.example/', linkLabel: 'Voir' };
  const section = (key: string, blocks: ArchivedEdition['data']['sections'][number]['blocks']) => ({ key, name: translator.t(`region.${key}`), color: '#1d4f91', blocks });
  const data: ArchivedEdition['data'] = {
    locale: translator.locale,
    dir: translator.direction,
    brand: { name: 'La Gazette', contactAddress: 'a@gazette.example', legalName: 'La Gazette', postalAddress: 'Brest', siteUrl: 'https://gazette.example' },
    newsletter: { name: 'Le Matin', promise: 'Le monde.', accent: '#a8321f', logo: null },
    edition: { kind: 'digest', kindLabel: '', date: '2026-11-22', dateLabel: 'dimanche', zoneLabel: 'Paris' },
    subject: 'Le Matin · Sujet 0',
    preheader: 'Et aussi',
    essentials: [{ headline: 'Sujet 0', anchor: 'd0' }],
    sections: [
      section('europe', [story(0), story(1)]),
      section('afrique', [
        { kind: 'sponsor', advertiser: 'Librairie', ...offer },
        { kind: 'text', title: 'Un mot', html: '<p>Bonjour.</p>', text: 'Bonjour.', signature: 'La rédaction' },
        { kind: 'promotion', ...offer },
      ]),
    ],
    links: { unsubscribe: '@@unsubscribe@@', preferences: '@@preferences@@', view: '@@view@@', privacy: '' },
  };
  return { kind: 'digest', data, notes: [], words: translator, published, updated: published, until: null, ...change };
} // prettier-ignore

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
    const hostileStory = { ...block, headline: hostile, standfirst: hostile, sources: hostile, link: 'javascript:alert(1)' };
    const data = { ...edition.data, subject: hostile, preheader: hostile, sections: [{ ...section, blocks: [hostileStory] }] };
    for (const html of [pageOf({ ...edition, data }, 'fr'), pages.archive.entry({ ...frame('fr'), edition: { ...edition, data } })]) {
      expect(html).not.toMatch(/<script>|<img src=x|javascript:/);
      expect(html.split('</script>').length).toBeLessThanOrEqual(2);
      expect(html).toContain('&lt;script&gt;alert(1)');
    }
  }); // prettier-ignore
});
