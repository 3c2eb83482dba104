import { describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath } from '@app/platform';
import { DigestView, type DigestHead, type DigestSource } from './digest-view.js';
import type { FrozenDispatchContent } from './frozen-dispatch.js';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';

const messages = loadMessages(projectPath('libs', 'editions', 'locales'));
const dueAt = new Date('2026-03-10T06:00:00Z');

const newsletter = sampleNewsletter();

const content: FrozenDispatchContent = {
  headline: 'Un titre',
  standfirst: 'Un chapô.',
  link: 'https://gazette.example/1',
  isUpdate: false,
  isPaid: false,
  countries: [],
  sources: ['La Gazette'],
  publishedAt: '2026-03-10T05:00:00.000Z',
  picture: null,
};

function sourceWith(...dispatches: Partial<FrozenDispatchContent>[]): DigestSource {
  return {
    newsletter,
    editionDate: '2026-03-10',
    dueAt,
    translator: messages.translator('fr'),
    publicUrl: 'https://news.example',
    blocks: dispatches.map((change, position) => ({
      position,
      kind: 'dispatch',
      section: 'afrique',
      dispatchId: String(position),
      dispatchVersion: 1,
      pictureId: null,
      content: { ...content, ...change },
    })),
  };
}

const headOf = (source: DigestSource): DigestHead => new DigestView(source).head();
const dataOf = (source: DigestSource, head: DigestHead) => new DigestView(source).data(head);

function countriesOver(headline: string, countries: string[]): string | undefined {
  const source = sourceWith({ headline, countries });
  const block = dataOf(source, headOf(source)).sections[0]?.blocks[0];
  return block?.kind === 'dispatch' ? block.countries : undefined;
}

describe('the line above a headline', () => {
  it.each([
    ['Dakar ouvre ses archives sonores', ['SN'], 'Sénégal'],
    ['Cacao : un calendrier commun', ['CI', 'GH'], 'Côte d’Ivoire et Ghana'],
    ['Un sommet de vingt pays', ['KE', 'UG', 'TZ'], 'Kenya et Ouganda'],
    ['Kenya : le train passe à l’électrique', ['KE'], ''],
    ['Kenya : un accord avec l’Ouganda', ['KE', 'UG'], 'Kenya et Ouganda'],
    ['Partout à la fois', [], ''],
  ])('over « %s » with %j is « %s »', (headline, countries, line) => {
    expect(countriesOver(headline, countries)).toBe(line);
  });
});

describe('what is written the other way than the newsletter', () => {
  const source: DigestSource = {
    ...sourceWith({ headline: 'Tide turns (again)', sources: ['The Harbour Post', 'Agence du port'] }),
    translator: messages.translator('ar'),
  };
  const apart = (text: string): string => `\u2066${text}\u2069`;

  it('stands apart from it in the subject, above and below the story', () => {
    const { subject, essentials, sections } = dataOf(source, headOf(source));
    expect(subject).toContain(apart('Tide turns (again)'));
    expect(essentials).toEqual([]);
    expect(sections[0]?.blocks[0]).toMatchObject({
      headline: apart('Tide turns (again)'),
      sources: `${apart('The Harbour Post')} و${apart('Agence du port')}`,
    });
  });
});

describe('what an edition speaks of first', () => {
  const told = (
    ...dispatches: Partial<FrozenDispatchContent>[]
  ): { subject: string; essentials: string[]; first: string } => {
    const source = sourceWith(...dispatches);
    const { subject, essentials, sections } = dataOf(source, headOf(source));
    const [block] = sections[0]?.blocks ?? [];
    return {
      subject,
      essentials: essentials.map(({ headline }) => headline),
      first: block?.kind === 'dispatch' ? block.headline : '',
    };
  };

  it('are the stories with the highest rank, wherever their sections stand', () => {
    const { subject, essentials, first } = told(
      { headline: 'Un marché rouvre', rank: 3 },
      { headline: 'Un pont ferme', rank: 4 },
      { headline: 'Un cessez-le-feu', rank: 1 },
      { headline: 'Un sommet', rank: 2 },
    );
    expect(subject).toContain('Un cessez-le-feu');
    expect(essentials).toEqual(['Un cessez-le-feu', 'Un sommet', 'Un marché rouvre']);
    expect(first).toBe('Un marché rouvre');
  });

  it('begins with what the desk put at its head, and goes by the order where nothing is ranked', () => {
    expect(
      told({ headline: 'Du desk' }, { headline: 'Un', rank: 2 }, { headline: 'Deux', rank: 1 }).essentials,
    ).toEqual(['Du desk', 'Deux', 'Un']);
    expect(told({ headline: 'A' }, { headline: 'B' }, { headline: 'C' }).essentials).toEqual(['A', 'B', 'C']);
  });
});

describe('a picture', () => {
  const file = (width: number) => ({
    hash: String(width).padStart(64, '0'),
    mediaType: 'image/jpeg' as const,
    width,
    height: width / 2,
  });
  const words = { alt: 'Le port', caption: 'À l’aube', credit: 'Agence' };

  /** What the lead and the one below it show, of copies of these widths. */
  function shown(...widths: number[]): (string | undefined)[] {
    const picture = { files: widths.map(file), ...words };
    const source = sourceWith({ picture }, { picture });
    const blocks = dataOf(source, headOf(source)).sections[0]?.blocks ?? [];
    return blocks.map((block) => (block.kind === 'dispatch' ? block.picture?.src : undefined));
  }
  const address = (width: number): string => `https://news.example/media/${file(width).hash}.jpg`;

  it('is our own copy, sharp on a dense screen and no larger', () => {
    expect(shown(1_200, 600, 240)).toEqual([address(1_200), address(240)]);
    expect(shown(800, 600, 240)).toEqual([address(800), address(240)]);
    expect(shown(200)).toEqual([address(200), address(200)]);
  });

  it('comes with the measures of that copy and with its words', () => {
    const source = sourceWith({ picture: { files: [file(1_200), file(600)], ...words } });
    const block = dataOf(source, headOf(source)).sections[0]?.blocks[0];
    expect(block).toMatchObject({ picture: { ...words, width: 1_200, height: 600 } });
  });
});

describe('the date', () => {
  it('is the edition’s, also where its first readers are due the evening before by the newsletter’s clocks', () => {
    const source = { ...sourceWith({}), editionDate: '2026-03-11', dueAt: new Date('2026-03-10T17:00:00Z') };
    const head = headOf(source);
    expect(head.subject).toContain('mercredi 11 mars');
    expect(dataOf(source, head).edition.dateLabel).toBe('mercredi 11 mars 2026');
  });
});
