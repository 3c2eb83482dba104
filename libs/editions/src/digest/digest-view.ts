import { pictureAddress } from '@app/dispatches';
import type { Translator } from '@app/platform';
import type { DigestData, DigestPicture, DispatchBlock } from './digest-data.js';
import type { FrozenBlock } from './frozen-block.js';
import { frozenDispatch, type FrozenDispatch } from './frozen-dispatch.js';
import type { Newsletter } from '../newsletters/newsletter.js';

/**
 * Stand for one reader's links until the last moment: the rendering is shared, only these are spliced per reader.
 * They pass through MJML, HTML and plain text unchanged.
 */
export const readerLinks = {
  unsubscribe: '@@unsubscribe@@',
  preferences: '@@preferences@@',
  view: '@@view@@',
} as const;

export interface DigestHead {
  readonly subject: string;
  readonly preheader: string;
}

export interface DigestSource {
  readonly newsletter: Newsletter;
  /** `YYYY-MM-DD`, in the newsletter's zone. */
  readonly editionDate: string;
  readonly dueAt: Date;
  readonly blocks: readonly FrozenBlock[];
  readonly translator: Translator;
  readonly publicUrl: string;
}

/** Headlines of "L'essentiel". */
const ESSENTIALS = 3;

/** LOOK's region colours; a newsletter's own sections fall back to its accent. */
const REGION_COLOURS: Readonly<Record<string, string>> = {
  afrique: '#8a5a00',
  ameriques: '#0b6b57',
  'asie-pacifique': '#9b2c5e',
  europe: '#1d4f91',
  france: '#4a3fa0',
  'moyen-orient': '#7a4a1e',
};

interface Story extends FrozenDispatch {
  readonly anchor: string;
  readonly section: string;
}

/** Subject and preheader: honest, dated, and with the first headline a reader will find inside. Pure. */
export function digestHead(source: DigestSource): DigestHead {
  const { translator, newsletter } = source;
  const [lead, ...others] = stories(source.blocks);
  const date = translator.formatDate(source.dueAt, newsletter.timeZone, 'day');
  const more = others.slice(0, ESSENTIALS - 1).map((story) => story.headline);
  return {
    subject: translator.t('digest.subject', {
      newsletter: newsletter.name,
      date,
      headline: lead?.headline ?? newsletter.promise,
    }),
    preheader:
      more.length === 0
        ? translator.t('digest.preheader_single', { newsletter: newsletter.name, date })
        : translator.t('digest.preheader', { headlines: translator.formatList(more) }),
  };
}

/** The data a digest template is rendered with. Pure; every word comes from the translator. */
export function digestData(source: DigestSource, head: DigestHead): DigestData {
  const { translator, newsletter } = source;
  const all = stories(source.blocks);
  const sections = [...new Set(all.map((story) => story.section))];
  return {
    locale: translator.locale,
    dir: translator.direction,
    brand: newsletter.brand,
    newsletter: { name: newsletter.name, promise: newsletter.promise, accent: newsletter.accent },
    edition: {
      date: source.editionDate,
      dateLabel: translator.formatDate(source.dueAt, newsletter.timeZone, 'full'),
      zoneLabel: translator.zoneLabel(newsletter.timeZone),
    },
    ...head,
    essentials: all.slice(0, ESSENTIALS).map(({ headline, anchor }) => ({ headline, anchor })),
    sections: sections.map((section) => ({
      key: section,
      name: sectionName(section, translator),
      color: REGION_COLOURS[section] ?? newsletter.accent,
      blocks: all
        .filter((story) => story.section === section)
        .map((story) => storyData(story, story === all[0], source)),
    })),
    links: { ...readerLinks, privacy: `${source.publicUrl}/privacy` },
  };
}

/** A section's name in the newsletter's language; a newsletter's own sections are named by themselves. */
export function sectionName(section: string, translator: Translator): string {
  const key = `region.${section}`;
  return translator.has(key) ? translator.t(key) : section;
}

function stories(blocks: readonly FrozenBlock[]): Story[] {
  return blocks
    .filter((block) => block.kind === 'dispatch')
    .sort((a, b) => a.position - b.position)
    .map((block) => ({
      ...withoutTokens(frozenDispatch.parse(block.content)),
      section: block.section,
      anchor: `d${block.position}`,
    }));
}

/**
 * A dispatch may not hold what is replaced by a reader's own links: a headline or a link with `@@unsubscribe@@` in it
 * would hand every reader's way out to strangers.
 */
function withoutTokens(dispatch: FrozenDispatch): FrozenDispatch {
  const text = (value: string): string => value.replaceAll('@@', '@ @');
  const link = (value: string): string => value.replaceAll('@@', '%40%40');
  return {
    ...dispatch,
    headline: text(dispatch.headline),
    standfirst: text(dispatch.standfirst),
    sources: dispatch.sources.map(text),
    link: dispatch.link === null ? null : link(dispatch.link),
    picture:
      dispatch.picture === null
        ? null
        : {
            ...dispatch.picture,
            alt: text(dispatch.picture.alt),
            caption: text(dispatch.picture.caption),
            credit: text(dispatch.picture.credit),
          },
  };
}

function storyData(story: Story, isLead: boolean, source: DigestSource): DispatchBlock {
  const { translator, newsletter } = source;
  const sources = translator.formatList(story.sources);
  return {
    kind: 'dispatch',
    anchor: story.anchor,
    countries: placeLine(story, translator),
    isUpdate: story.isUpdate,
    headline: story.headline,
    standfirst: story.standfirst,
    sources,
    // The masthead and the foot name the zone.
    timeLabel: translator.formatTime(story.publishedAt, newsletter.timeZone),
    isPaid: story.isPaid,
    link: story.link ?? newsletter.brand.siteUrl,
    linkLabel:
      story.sources.length === 1 ? translator.t('digest.read_on', { source: sources }) : translator.t('digest.read'),
    isLead,
    picture: story.picture === null ? null : pictureData(story.picture, isLead, source.publicUrl),
  };
}

/** As wide as the template shows them, in CSS pixels. */
const LEAD_WIDTH = 520;
const SMALL_WIDTH = 120;
/** Most telephones and many screens have two dots for each of them. */
const DENSITY = 2;

/** The smallest of our copies that is sharp where it is shown, else the largest there is. */
function pictureData(
  { files, ...words }: NonNullable<FrozenDispatch['picture']>,
  isLead: boolean,
  publicUrl: string,
): DigestPicture | null {
  const wanted = (isLead ? LEAD_WIDTH : SMALL_WIDTH) * DENSITY;
  const chosen = files.findLast((file) => file.width >= wanted) ?? files[0];
  if (chosen === undefined) return null;
  return { ...words, src: pictureAddress(publicUrl, chosen), width: chosen.width, height: chosen.height };
}

/** The countries above the headline, unless the headline opens with them: « Kenya : le train de banlieue… ». */
function placeLine({ countries, headline }: FrozenDispatch, translator: Translator): string {
  const line = translator.formatList(countryNames(countries, translator.locale));
  return headline.startsWith(line) ? '' : line;
}

/** At most two countries are named; a summit of twenty is a region's news. */
const COUNTRIES_NAMED = 2;

function countryNames(codes: readonly string[], locale: string): string[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
  return codes.slice(0, COUNTRIES_NAMED).map((code) => names.of(code) ?? code);
}
