import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

// Figures measured against a broken set would look as good as any. What its README claims is therefore checked here.

const Headline = z.strictObject({
  id: z.string().regex(/^d\d{3}$/),
  language: z.enum(['fr', 'en']),
  event: z.string().regex(/^(?:fr|en)-\d{3}$/),
  source: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
  publishedAt: z.iso.datetime(),
  headline: z.string().trim().min(10).max(120),
  standfirst: z.string().trim().min(10).max(200),
});
type Headline = z.infer<typeof Headline>;
type Language = Headline['language'];

const file = join(import.meta.dirname, '../../bench/same-event.json');
const headlines = z.array(Headline).parse(JSON.parse(readFileSync(file, 'utf8')));

const inLanguage = (language: Language) => headlines.filter((each) => each.language === language);
const membersOf = (language: Language) => [...Map.groupBy(inLanguage(language), ({ event }) => event).values()];

/** Words of three letters or more of a headline, folded; what a reader would call "the same words". */
function words({ headline }: Headline): ReadonlySet<string> {
  return new Set(
    headline
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu),
  );
}

function overlap(a: Headline, b: Headline): number {
  const [left, right] = [words(a), words(b)];
  const common = [...left].filter((word) => right.has(word)).length;
  return common / (left.size + right.size - common);
}

const pairs = headlines.flatMap((a, index) =>
  headlines
    .slice(index + 1)
    .filter((b) => b.language === a.language)
    .map((b) => ({ isSameEvent: a.event === b.event, overlap: overlap(a, b) })),
);

describe('the labelled set', () => {
  it('names each headline once, in order of time', () => {
    expect(new Set(headlines.map(({ id }) => id)).size).toBe(headlines.length);
    const told = headlines.map(({ source, headline, standfirst }) => [source, headline, standfirst].join('\n'));
    expect(new Set(told).size).toBe(headlines.length);
    const instants = headlines.map(({ publishedAt }) => publishedAt);
    expect(instants).toEqual(instants.toSorted());
  });

  it('spans three days', () => {
    const days = new Set(headlines.map(({ publishedAt }) => publishedAt.slice(0, 10)));
    expect([...days]).toEqual(['2026-03-10', '2026-03-11', '2026-03-12']);
  });

  it('keeps a label within its language', () => {
    expect(headlines.filter(({ event, language }) => !event.startsWith(`${language}-`))).toEqual([]);
  });

  it.each([
    { language: 'fr', total: 352, events: 173, single: 113 },
    { language: 'en', total: 247, events: 127, single: 83 },
  ] as const)('holds the counts its README states ($language)', ({ language, total, events, single }) => {
    const members = membersOf(language);
    expect(inLanguage(language)).toHaveLength(total);
    expect(members).toHaveLength(events);
    expect(members.filter((each) => each.length === 1)).toHaveLength(single);
  });

  it.each(['fr', 'en'] as const)('numbers labels by first appearance, without gaps (%s)', (language) => {
    const labels = [...new Set(inLanguage(language).map(({ event }) => event))];
    expect(labels).toEqual(labels.map((_, index) => `${language}-${String(index + 1).padStart(3, '0')}`));
  });

  it.each(['fr', 'en'] as const)(
    'tells a shared event by at most seven headlines of two desks or more (%s)',
    (language) => {
      const shared = membersOf(language).filter((members) => members.length > 1);
      expect(Math.max(...shared.map((members) => members.length))).toBe(7);
      expect(shared.filter((members) => new Set(members.map(({ source }) => source)).size < 2)).toEqual([]);
    },
  );
});

describe('its difficulty', () => {
  const same = pairs.filter(({ isSameEvent }) => isSameEvent);
  const share = (fits: (overlap: number) => boolean) => same.filter((pair) => fits(pair.overlap)).length / same.length;

  it('has same-event pairs with no headline word in common, and with many', () => {
    expect(same).toHaveLength(644);
    expect(share((value) => value === 0)).toBeCloseTo(0.25, 1);
    expect(share((value) => value > 0.2)).toBeCloseTo(0.25, 1);
  });

  it('has near-twins that are different events', () => {
    const twins = pairs.filter(({ isSameEvent, overlap }) => !isSameEvent && overlap >= 0.3);
    expect(twins.length).toBeGreaterThanOrEqual(40);
    expect(twins.some(({ overlap }) => overlap === 1)).toBe(true);
  });
});

describe('French typography', () => {
  const texts = inLanguage('fr').flatMap(({ headline, standfirst }) => [headline, standfirst]);

  it.each([
    ['typewriter apostrophes and quotation marks', /['"]/],
    ['signs of two parts without a no-break space before them', /[^\u00a0\u202f\d][:;!?%»]|\d[;!?%»]/],
    ['opening guillemets without a no-break space after them', /«(?!\u00a0)/],
    ['numbers that could break in two', /\d \d{3}(?!\d)/],
  ])('has no %s', (_, wrong) => {
    expect(texts.filter((text) => wrong.test(text))).toEqual([]);
  });
});
