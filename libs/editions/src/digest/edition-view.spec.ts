import { describe, expect, it } from '@jest/globals';
import { OpenTemplate, renderTemplate, shippedTemplates } from '@app/mail';
import { loadMessages, projectPath } from '@app/platform';
import fc from 'fast-check';
import { DigestView, type DigestSource } from './digest-view.js';
import type { FrozenBlock } from './frozen-block.js';
import { sampleBlock, sampleSponsor, sampleText } from './frozen-block.fixture.js';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';

const translator = loadMessages(projectPath('libs', 'editions', 'locales')).translator('fr');
const template = shippedTemplates().find(({ slug }) => slug === 'digest');
if (template === undefined) throw new Error('no digest is shipped');
const { mjml, plainText: text, partials } = template;

function sourceOf(blocks: readonly FrozenBlock[], change: Partial<DigestSource> = {}): DigestSource {
  const dueAt = new Date('2026-11-23T06:00:00Z');
  const place = { editionDate: '2026-11-23', dueAt, translator, publicUrl: 'https://news.example' };
  return { newsletter: sampleNewsletter(), ...place, blocks, ...change };
}

async function rendered(source: DigestSource) {
  const view = new DigestView(source);
  const head = view.head();
  return { head, ...(await renderTemplate({ mjml, text, partials, translator, data: { ...view.data(head) } })) };
}

const digest = [
  sampleBlock(0, 'afrique', { standfirst: 'Un <b>hostile</b> & « cité ».', countries: ['KE'] }),
  sampleBlock(1, 'afrique', { access: 'paid', isUpdate: true }),
  sampleSponsor(2, 'afrique'),
  sampleBlock(3, 'europe', { link: null, otherSources: ['Écho'] }),
  sampleText(4, 'europe'),
  sampleBlock(5, 'europe'),
  sampleBlock(6, 'commune-de-brest', { regions: [] }),
];

describe('an edition put together', () => {
  it('has in every cut the bytes that its template would have been compiled to', async () => {
    const view = new DigestView(sourceOf(digest));
    const open = new OpenTemplate({ mjml, text, partials, translator });
    await open.render({ ...view.data(view.head()) });
    expect(open.isFast).toBe(true);
    const positions = fc.subarray(digest.map((block) => block.position));
    await fc.assert(
      fc.asyncProperty(positions, async (chosen) => {
        const kept = new Set(chosen);
        const head = view.head(kept);
        const cut = new DigestView(sourceOf(digest.filter((block) => kept.has(block.position))));
        expect(cut.head()).toEqual(head);
        const data = { ...cut.data(head) };
        expect(await open.render({ ...view.data(head, kept) })).toEqual(
          await renderTemplate({ mjml, text, partials, translator, data }),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('leaves no section with an advertisement alone, and opens with what stands before the first story', () => {
    const sections = (kept?: number[]) => {
      const view = new DigestView(sourceOf([sampleText(7, 'monde'), ...digest]));
      const data = view.data(view.head(), kept && new Set(kept));
      return data.sections.map(({ name, blocks }) => [name, ...blocks.map(({ kind }) => kind)]);
    };
    expect(sections([2, 3, 4])).toEqual([
      ['', 'sponsor'],
      ['Europe', 'dispatch', 'text'],
    ]);
    expect(sections([0, 2, 4])).toEqual([['Afrique', 'dispatch', 'sponsor', 'text']]);
    expect(sections()[2]).toEqual(['commune-de-brest', 'dispatch', 'text']);
  });

  it('calls regions and topics as the newsroom does', () => {
    const labels = new Map([
      ['commune-de-brest', 'Brest'],
      ['europe', 'Notre Europe'],
    ]);
    const view = new DigestView(sourceOf(digest, { labels }));
    expect(view.data(view.head()).sections.map(({ name }) => name)).toEqual(['Afrique', 'Notre Europe', 'Brest']);
  });

  it('labels advertising in both parts, in words nobody can write', async () => {
    const { html, text: plain } = await rendered(sourceOf(digest));
    for (const part of [html, plain]) expect(part).toContain('Publicité');
  });

  it('adds the link parameters to links of the house alone, and lets no text hold a token of a reader’s link', async () => {
    const newsletter = sampleNewsletter({ linkParameters: { utm_source: '{newsletter}' } });
    const brand = { ...newsletter.brand, ownHosts: ['gazette.example'] };
    const hostile = '@@unsubscribe@@ @@@view@@@';
    const given = sampleText(4, 'europe').content;
    const blocks = [
      sampleBlock(0, 'afrique', {
        headline: hostile,
        standfirst: hostile,
        link: 'https://gazette.example/@@unsubscribe@@',
      }),
      sampleBlock(1, 'afrique'),
      sampleSponsor(2, 'afrique'),
      { ...sampleText(4, 'europe'), content: { ...given, title: hostile, html: `<p>${hostile}</p>`, text: hostile } },
    ];
    const source = sourceOf(blocks, { newsletter: { ...newsletter, brand } });
    const { html, text: plain } = await rendered(source);
    expect(plain).toContain('https://gazette.example/1?utm_source=matin');
    expect(html).toContain('href="https://bookshop.example/atlas"');
    expect(html.split('@@unsubscribe@@')).toHaveLength(2);
    expect(plain.split('@@unsubscribe@@')).toHaveLength(2);
    expect(html.split('@@view@@')).toHaveLength(2);
  });
});

describe('an edition that is no digest', () => {
  it('is a letter of words alone, whose subject is its title', async () => {
    const { head, html, text: plain } = await rendered(sourceOf([sampleText(0, 'monde')], { kind: 'letter' }));
    expect(head.subject).toBe('Un mot');
    expect(html).toMatch(/<h2[^>]*>Un mot<\/h2>/);
    expect(html).not.toContain('>L’essentiel<');
    expect(html).not.toMatch(/<h2[^>]*><\/h2>/);
    expect(plain).toContain('La rédaction');
  });

  it.each([
    ['flash', 'Flash · Le Matin · Sujet numéro 1', 'Flash'],
    ['correction', 'Rectificatif · Le Matin · Sujet numéro 1', 'Rectificatif'],
  ] as const)('says in subject and text that it is a %s', async (kind, subject, label) => {
    const {
      head,
      html,
      text: plain,
    } = await rendered(sourceOf([sampleText(0, 'europe'), sampleBlock(1, 'europe')], { kind }));
    expect(head.subject).toBe(subject);
    expect(html).toContain(`>${label}</p>`);
    expect(plain).toContain(`${label.toUpperCase()}\n`);
  });

  it('shows the newsletter’s logo with its measures and words, and writes to its own address', async () => {
    const logo = { url: 'https://gazette.example/logo.png', width: 200, height: 50, alt: 'La Gazette' };
    const newsletter = sampleNewsletter({ logo, contactAddress: 'matin@gazette.example' });
    const { html } = await rendered(sourceOf(digest, { newsletter }));
    expect(html).toContain('<img src="https://gazette.example/logo.png" alt="La Gazette" width="200" height="50"');
    expect(html).toContain('mailto:matin@gazette.example');
    expect(html).not.toContain('class="stamp"');
  });
});
