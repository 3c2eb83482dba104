import type { FrozenDispatchContent } from '../digest/frozen-dispatch.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { sampleTexts, type SampleStory, type SampleTexts } from './sample-texts.js';

/** Made-up editions to look at a template with: an ordinary day, and what breaks templates that were made for one. */
export const sampleNames = [
  'ordinary',
  'one-story',
  'sixty-stories',
  'long-headline',
  'no-picture',
  'sponsor',
  'arabic',
] as const;
export type SampleName = (typeof sampleNames)[number];

/** The languages the samples are written in. */
export const sampleLanguages = ['fr', 'en', 'es', 'ar'] as const;
export type SampleLanguage = (typeof sampleLanguages)[number];

/** Stands for a picture's file; nothing is stored under it. */
export const SAMPLE_PICTURE = '5a'.repeat(32);

/** Nothing moves in a sample: the same today and in a year, so that pictures of it can be compared. */
export const SAMPLE_DAY = { editionDate: '2026-11-22', dueAt: new Date('2026-11-22T06:00:00Z') } as const;

/** Characters; what a source once really sent as a headline. */
const LONG_HEADLINE = 200;

/** The language a sample is shown in unless another is wished: one of those it is written in. */
export function sampleLanguage(name: SampleName, wished: string): SampleLanguage {
  if (name === 'arabic') return 'ar';
  const base = wished.split('-')[0];
  return sampleLanguages.find((language) => language === base) ?? 'en';
}

/** As a revision would keep it, in the order of the positions; goes through the same view as a real edition. */
export function sampleBlocks(name: SampleName, language: SampleLanguage): FrozenBlock[] {
  const texts = sampleTexts[name === 'arabic' ? 'ar' : language];
  const blocks = [...storiesFor(name, texts), ...wordsFor(name, texts)];
  return blocks.map((block, position) => ({ ...block, position }));
}

function storiesFor(name: SampleName, texts: SampleTexts): FrozenBlock[] {
  const all = texts.stories;
  const withPicture = (index: number): boolean => name !== 'no-picture' && index % 2 === 0;
  const told = (stories: readonly SampleStory[]): FrozenBlock[] =>
    byRegion(stories).map((story, index) => storyBlock(story, { index, texts, hasPicture: withPicture(index) }));
  switch (name) {
    case 'one-story':
      return told(all.slice(0, 1));
    case 'sixty-stories':
      return told(Array.from({ length: 60 }, (_, n) => repeated(all, n)).flat());
    case 'long-headline':
      return told(all.map((story, index) => (index === 0 ? { ...story, headline: long(all) } : story)));
    default:
      return told(all);
  }
}

function wordsFor(name: SampleName, texts: SampleTexts): FrozenBlock[] {
  if (name === 'one-story') return [];
  const section = texts.stories.at(-1)?.region ?? '';
  const place = { position: 0, section };
  const [promotionTitle, promotionText, promotionLabel] = texts.promotion;
  const [advertiser, title, text, linkLabel] = texts.sponsor;
  const sponsor: FrozenBlock = {
    ...place,
    kind: 'sponsor',
    content: { advertiser, title, text, link: 'https://bookshop.example/atlas', linkLabel },
  };
  const letter: FrozenBlock = {
    ...place,
    kind: 'text',
    content: { title: texts.letterTitle, markdown: texts.letter, html: `<p>${texts.letter}</p>`, text: texts.letter, signature: texts.signature },
  }; // prettier-ignore
  const promotion: FrozenBlock = {
    ...place,
    kind: 'promotion',
    content: { title: promotionTitle, text: promotionText, link: 'https://newsroom.example/series', linkLabel: promotionLabel },
  }; // prettier-ignore
  return name === 'sponsor' ? [sponsor, letter, sponsor, promotion] : [sponsor, letter, promotion];
}

/** A section's stories stand together, in the order in which the sections first appear. */
function byRegion(stories: readonly SampleStory[]): SampleStory[] {
  const regions = [...new Set(stories.map(({ region }) => region))];
  return regions.flatMap((region) => stories.filter((story) => story.region === region));
}

function repeated(all: readonly SampleStory[], n: number): SampleStory[] {
  const story = all[n % all.length];
  if (story === undefined) return [];
  return [n < all.length ? story : { ...story, headline: `${story.headline} (${n + 1})` }];
}

function long(all: readonly SampleStory[]): string {
  const headlines = all.map(({ headline }) => headline).join(' — ');
  return headlines.slice(0, LONG_HEADLINE);
}

function storyBlock(
  story: SampleStory,
  { index, texts, hasPicture }: { readonly index: number; readonly texts: SampleTexts; readonly hasPicture: boolean },
): FrozenBlock {
  const share = { mayShow: true, standfirst: story.standfirst, mayShowPicture: true, until: null, excerpt: '' };
  const files = [{ hash: SAMPLE_PICTURE, mediaType: 'image/jpeg' as const, width: 1200, height: 800 }];
  const content: FrozenDispatchContent = {
    headline: story.headline,
    standfirst: story.standfirst,
    link: `https://newsroom.example/story/${index + 1}?a=1&b=2`,
    isUpdate: story.isUpdate,
    isPaid: story.isPaid,
    countries: [...story.countries],
    regions: [story.region],
    topics: [],
    sources: [...story.sources],
    publishedAt: new Date(SAMPLE_DAY.dueAt.getTime() - (index + 1) * 1_200_000).toISOString(),
    picture: hasPicture ? { files, alt: texts.alt, caption: texts.caption, credit: texts.brand } : null,
    archive: share,
    feed: share,
  };
  const dispatchId = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  return { kind: 'dispatch', position: index, section: story.region, dispatchId, dispatchVersion: 1, pictureId: null, content };
} // prettier-ignore
