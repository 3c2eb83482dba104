import { pictureAddress } from '@app/dispatches';
import type { Translator } from '@app/platform';
import type { DigestBlock, DigestPicture, DispatchBlock } from './digest-data.js';
import type { FrozenBlock, FrozenDispatchBlock, FrozenInsertion } from './frozen-block.js';
import { frozenDispatch, type FrozenDispatch } from './frozen-dispatch.js';
import { linkWithoutTokens, withoutTokens } from './reader-links.js';
import type { Newsletter } from '../newsletters/newsletter.js';

/** A frozen block made ready to be shown: in order, its links final, nothing in it that a reader's links replace. */
export type EditionBlock = Story | Words;

export interface Story extends FrozenDispatch {
  readonly kind: 'dispatch';
  readonly position: number;
  readonly section: string;
  readonly anchor: string;
}

/** A text, a promotion or an advertisement. */
export type Words = { readonly position: number } & Exclude<DigestBlock, DispatchBlock>;

/** What showing a block needs to know of its edition. */
export interface BlockSource {
  readonly newsletter: Newsletter;
  readonly translator: Translator;
  readonly publicUrl: string;
}

type FinalLink = (link: string) => string;

/** In the order of their positions. `finalLink` adds the newsletter's parameters. */
export function readStories(blocks: readonly FrozenBlock[], finalLink: FinalLink): EditionBlock[] {
  return [...blocks]
    .sort((a, b) => a.position - b.position)
    .map((block) => (block.kind === 'dispatch' ? story(block, finalLink) : words(block, finalLink)));
}

function story({ position, section, content }: FrozenDispatchBlock, finalLink: FinalLink): Story {
  const dispatch = frozenDispatch.parse(content);
  const { picture, link } = dispatch;
  return {
    ...dispatch,
    kind: 'dispatch',
    position,
    section,
    anchor: `d${position}`,
    headline: withoutTokens(dispatch.headline),
    standfirst: withoutTokens(dispatch.standfirst),
    sources: dispatch.sources.map(withoutTokens),
    link: link === null ? null : linkWithoutTokens(finalLink(link)),
    picture:
      picture === null
        ? null
        : {
            ...picture,
            alt: withoutTokens(picture.alt),
            caption: withoutTokens(picture.caption),
            credit: withoutTokens(picture.credit),
          },
  };
}

function words(block: FrozenInsertion, finalLink: FinalLink): Words {
  const { position, kind, content } = block;
  if (kind === 'text') {
    const { title, html, text, signature } = content;
    return {
      position,
      kind,
      title: withoutTokens(title),
      // Written so that no token can stand in it.
      html: html.replaceAll('@@', '&#64;&#64;'),
      text: withoutTokens(text),
      signature: withoutTokens(signature),
    };
  }
  const shown = {
    position,
    title: withoutTokens(content.title),
    text: withoutTokens(content.text),
    link: linkWithoutTokens(finalLink(content.link)),
    linkLabel: withoutTokens(content.linkLabel),
  };
  return kind === 'promotion'
    ? { ...shown, kind }
    : { ...shown, kind, advertiser: withoutTokens(block.content.advertiser) };
}

/** As a template is given it: what is written the other way than the newsletter's language, isolated. */
export function digestBlock(block: EditionBlock, isLead: boolean, source: BlockSource): DigestBlock {
  if (block.kind === 'dispatch') return dispatchBlock(block, isLead, source);
  const isolated = (text: string): string => source.translator.isolated(text);
  const title = isolated(block.title);
  // Whole paragraphs find their direction by themselves.
  if (block.kind === 'text') return { ...block, title, signature: isolated(block.signature) };
  const shown = { title, text: isolated(block.text), linkLabel: isolated(block.linkLabel) };
  if (block.kind === 'promotion') return { ...block, ...shown };
  return { ...block, ...shown, advertiser: isolated(block.advertiser) };
}

function dispatchBlock(one: Story, isLead: boolean, { newsletter, translator, publicUrl }: BlockSource): DispatchBlock {
  const sources = translator.formatList(one.sources);
  return {
    kind: 'dispatch',
    anchor: one.anchor,
    countries: placeLine(one, translator),
    isUpdate: one.isUpdate,
    headline: translator.isolated(one.headline),
    standfirst: translator.isolated(one.standfirst),
    sources,
    // The masthead and the foot name the zone.
    timeLabel: translator.formatTime(one.publishedAt, newsletter.timeZone),
    isPaid: one.isPaid,
    link: one.link ?? newsletter.brand.siteUrl,
    linkLabel:
      one.sources.length === 1 ? translator.t('digest.read_on', { source: sources }) : translator.t('digest.read'),
    isLead,
    picture: one.picture === null ? null : pictureData(pictureWords(one.picture, translator), isLead, publicUrl),
  };
}

type Picture = NonNullable<FrozenDispatch['picture']>;

function pictureWords(picture: Picture, translator: Translator): Picture {
  return { ...picture, alt: translator.isolated(picture.alt), caption: translator.isolated(picture.caption) };
}

/** As wide as the template shows them, in CSS pixels. */
const LEAD_WIDTH = 520;
const SMALL_WIDTH = 120;
/** Most telephones and many screens have two dots for each of them. */
const DENSITY = 2;

/** The smallest of our copies that is sharp where it is shown, else the largest there is. */
function pictureData({ files, ...described }: Picture, isLead: boolean, publicUrl: string): DigestPicture | null {
  const wanted = (isLead ? LEAD_WIDTH : SMALL_WIDTH) * DENSITY;
  const chosen = files.findLast((file) => file.width >= wanted) ?? files[0];
  if (chosen === undefined) return null;
  return { ...described, src: pictureAddress(publicUrl, chosen), width: chosen.width, height: chosen.height };
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
