import type { ShippedLocale, Translator } from '@app/platform';
import type { DigestBlock, DigestData, DigestSection } from './digest-data.js';
import { sampleTexts } from '../workshop/sample-texts.js';
import type { SampleStory, SampleTexts } from '../workshop/sample-texts.js';

/** Region colours as drawn for white paper. */
const colours: Readonly<Record<string, string>> = {
  afrique: '#8a5a00',
  ameriques: '#0b6b57',
  'asie-pacifique': '#9b2c5e',
  europe: '#1d4f91',
  france: '#4a3fa0',
  'moyen-orient': '#7a4a1e',
};

const sampleDay = new Date('2026-11-22T06:00:00Z');
const zone = 'Europe/Paris';

/**
 * A digest with one of everything, for looking at a template and for checking it before any dispatch is stored.
 * `translator` speaks the words of `libs/editions/locales`.
 */
export function sampleDigest(locale: ShippedLocale, translator: Translator): DigestData {
  const texts = sampleTexts[locale];
  const headlines = texts.stories.map((story) => story.headline);
  return {
    locale: translator.locale,
    dir: translator.direction,
    brand: {
      name: texts.brand,
      contactAddress: 'redaction@newsroom.example',
      legalName: texts.brand,
      postalAddress: '12 rue des Presses, 75002 Paris',
      siteUrl: 'https://newsroom.example',
    },
    newsletter: { name: texts.name, promise: texts.promise, accent: '#a8321f', logo: null },
    edition: {
      kind: 'digest',
      kindLabel: '',
      date: '2026-11-22',
      dateLabel: translator.formatDate(sampleDay, zone),
      zoneLabel: translator.zoneLabel(zone),
    },
    subject: translator.t('digest.subject', {
      newsletter: texts.name,
      date: translator.formatDate(sampleDay, zone, 'long'),
      headline: headlines[0] ?? '',
    }),
    preheader: translator.t('digest.preheader', { headlines: translator.formatList(headlines.slice(1, 3)) }),
    essentials: headlines.slice(0, 3).map((headline, index) => ({ headline, anchor: anchorOf(index) })),
    sections: sectionsOf(texts, translator),
    links: {
      unsubscribe: '@@unsubscribe@@',
      preferences: '@@preferences@@',
      view: '@@view@@',
      privacy: 'https://newsroom.example/privacy',
    },
  };
}

function sectionsOf(texts: SampleTexts, translator: Translator): DigestSection[] {
  const regions = [...new Set(texts.stories.map((story) => story.region))];
  const sections = regions.map((region) => ({
    key: region,
    name: translator.t(`region.${region}`),
    color: colours[region] ?? '#1d4f91',
    blocks: texts.stories.flatMap((story, index) =>
      story.region === region ? [dispatchBlock(story, index, texts, translator)] : [],
    ),
  }));
  return sections.map((section, index) =>
    index === sections.length - 1 ? { ...section, blocks: [...section.blocks, ...otherBlocks(texts)] } : section,
  );
}

function dispatchBlock(story: SampleStory, index: number, texts: SampleTexts, translator: Translator): DigestBlock {
  const picture = {
    src: `https://newsroom.example/media/picture-${index}.jpg`,
    width: 1200,
    height: 800,
    alt: texts.alt,
    caption: texts.caption,
    credit: texts.brand,
  };
  return {
    kind: 'dispatch',
    anchor: anchorOf(index),
    countries: translator.formatList(story.countries.map((code) => regionName(code, translator.locale))),
    isUpdate: story.isUpdate,
    headline: story.headline,
    standfirst: story.standfirst,
    sources: translator.formatList(story.sources),
    timeLabel: story.time,
    isPaid: story.isPaid,
    link: `https://newsroom.example/${translator.locale}/${anchorOf(index)}?a=1&b=2`,
    linkLabel: texts.read,
    isLead: index === 0,
    picture: index === 0 || index === 2 ? picture : null,
  };
}

function otherBlocks(texts: SampleTexts): DigestBlock[] {
  const [promotionTitle, promotionText, promotionLabel] = texts.promotion;
  const [advertiser, sponsorTitle, sponsorText, sponsorLabel] = texts.sponsor;
  return [
    {
      kind: 'sponsor',
      advertiser,
      title: sponsorTitle,
      text: sponsorText,
      link: 'https://bookshop.example/atlas',
      linkLabel: sponsorLabel,
    },
    {
      kind: 'text',
      title: texts.letterTitle,
      html: `<p>${texts.letter}</p>`,
      text: texts.letter,
      signature: texts.signature,
    },
    {
      kind: 'promotion',
      title: promotionTitle,
      text: promotionText,
      link: 'https://newsroom.example/series',
      linkLabel: promotionLabel,
    },
  ];
}

function anchorOf(index: number): string {
  return `story-${index + 1}`;
}

function regionName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;
}
