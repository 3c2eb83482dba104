import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Access, DispatchStatus } from '@app/platform';
import type { CheckedDispatch, StatedRights } from '../dispatch.js';
import { sanitizeDispatchHtml } from '../markup/sanitize.js';
import type { SourceRecord } from '../sources/source.js';

/**
 * What a dispatch's versions keep, as JSON. What the source said, what its article page added and what the desk decided
 * are kept apart, so that none of them undoes another: a poll that brings the same entry again does not take the
 * article's text away, and the desk's decisions are in no version at all.
 */

/** A time as the versions keep it: ISO 8601 in UTC. */
type Instant = string;

export interface ContentPicture {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
  readonly caption: string | null;
  readonly credit: string | null;
}

/** As the source gave it, its HTML sanitised. null and empty: it said nothing. */
export interface GivenContent {
  /** The id it came under: a dispatch that was refiled has several. */
  readonly externalId: string;
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly bodyHtml: string;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly link: string | null;
  readonly related: readonly { readonly title: string; readonly link?: string }[];
  readonly isUpdate: boolean;
  readonly urgency: number;
  /** null: found in the text, as the regions. */
  readonly countries: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly topics: readonly string[];
  readonly categories: readonly string[];
  /** As written, also where another date had to stand in. */
  readonly publishedAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly embargoedUntil: Instant | null;
  readonly access: Access | null;
  readonly picture: (ContentPicture & { readonly rights: KeptRights | null }) | null;
  readonly rights: KeptRights | null;
  readonly usageTerms: string | null;
  readonly status: DispatchStatus;
  readonly sourceVersion: number | null;
  readonly replaces: string | null;
  readonly encodingDamage: boolean;
}

/** Rights that came with the dispatch itself; what is left out is inherited. */
export interface KeptRights {
  readonly mail?: boolean;
  readonly archive?: boolean;
  readonly feed?: boolean;
  readonly until?: Instant | null;
  readonly credit?: string | null;
  readonly territories?: readonly string[] | null;
}

/** What the article page had to add. */
export interface ArticleFacts {
  readonly standfirst: string;
  readonly bodyHtml: string;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly publishedAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly access: Access | null;
  readonly related: readonly { readonly title: string; readonly link?: string }[];
  readonly picture: ContentPicture | null;
}

/** One version. */
export interface DispatchContent extends GivenContent {
  /** SHA-256 of what came in, before anything was done to it: the same again needs no second look. */
  readonly fingerprint: string;
  /** null: the page was not read, or has nothing to add. */
  readonly article: ArticleFacts | null;
}

/** Base for the relative links of a dispatch without an address: they lead nowhere and go. */
const NO_BASE = 'https://invalid.invalid/';

export function fingerprintOf(data: CheckedDispatch): string {
  return hash('sha256', JSON.stringify(data), 'base64');
}

/** Pure. Sanitises the body, which is what storing a dispatch mostly costs. */
export function givenContent(data: CheckedDispatch, source: Pick<SourceRecord, 'url'>): GivenContent {
  const { picture } = data;
  return {
    externalId: data.externalId,
    language: data.language,
    headline: data.headline,
    standfirst: data.standfirst.trim(),
    bodyHtml: data.bodyHtml === '' ? '' : sanitizeDispatchHtml(data.bodyHtml, data.link ?? source.url ?? NO_BASE),
    byline: data.byline ?? null,
    dateline: data.dateline ?? null,
    link: data.link ?? null,
    related: data.related.map(({ title, link }) => ({ title, ...(link !== undefined && { link }) })),
    isUpdate: data.isUpdate,
    urgency: data.urgency,
    countries: data.countries ?? null,
    regions: data.regions ?? null,
    topics: data.topics,
    categories: data.categories,
    publishedAt: isoOrNull(data.publishedAt),
    updatedAt: isoOrNull(data.updatedAt),
    embargoedUntil: isoOrNull(data.embargoedUntil),
    access: data.access ?? null,
    picture: picture === undefined ? null : { ...pictureOf(picture), rights: keptRights(picture.rights) },
    rights: keptRights(data.rights),
    usageTerms: data.usageTerms ?? null,
    status: data.status,
    sourceVersion: data.sourceVersion ?? null,
    replaces: data.replaces ?? null,
    encodingDamage: data.encodingDamage,
  };
}

function pictureOf(picture: NonNullable<CheckedDispatch['picture']>): ContentPicture {
  return {
    url: picture.url,
    width: picture.width ?? null,
    height: picture.height ?? null,
    alt: picture.alt,
    caption: picture.caption ?? null,
    credit: picture.credit ?? null,
  };
}

function keptRights(stated: StatedRights | undefined): KeptRights | null {
  if (stated === undefined) return null;
  const { mail, archive, feed, until, credit, territories } = stated;
  return {
    ...(mail !== undefined && { mail }),
    ...(archive !== undefined && { archive }),
    ...(feed !== undefined && { feed }),
    ...(until !== undefined && { until: until === null ? null : until.toISOString() }),
    ...(credit !== undefined && { credit }),
    ...(territories !== undefined && { territories }),
  };
}

/**
 * Whether the source says the same as in a stored version, whatever the article page added to that. Another date alone
 * says nothing: feeds that write the time of the request would make a version of every entry at every poll. A first
 * date does.
 */
export function saysTheSame(given: GivenContent, stored: DispatchContent): boolean {
  const { fingerprint, article, publishedAt, updatedAt } = stored;
  const dates = publishedAt === null && given.publishedAt !== null ? {} : { publishedAt, updatedAt };
  return isDeepStrictEqual(stored, { ...given, ...dates, fingerprint, article });
}

/**
 * The dispatch as it is shown: what the source left open is filled from the article page. The source's headline and
 * standfirst stay; its body gives way to a longer one, because feeds carry the beginning of an article.
 */
export function shownContent(content: GivenContent & { readonly article?: ArticleFacts | null }): GivenContent {
  // Versions from before articles were read have none.
  const { article = null } = content;
  if (article === null) return content;
  return {
    ...content,
    standfirst: content.standfirst === '' ? article.standfirst : content.standfirst,
    bodyHtml: article.bodyHtml.length > content.bodyHtml.length ? article.bodyHtml : content.bodyHtml,
    byline: content.byline ?? article.byline,
    dateline: content.dateline ?? article.dateline,
    related: content.related.length === 0 ? article.related : content.related,
    publishedAt: content.publishedAt ?? article.publishedAt,
    updatedAt: content.updatedAt ?? article.updatedAt,
    access: content.access ?? article.access,
    picture: shownPicture(content.picture, article.picture),
  };
}

function shownPicture(given: GivenContent['picture'], article: ContentPicture | null): GivenContent['picture'] {
  if (article === null) return given;
  if (given === null) return { ...article, rights: null };
  if (given.url !== article.url) return given;
  return {
    ...given,
    width: given.width ?? article.width,
    height: given.height ?? article.height,
    alt: given.alt === '' ? article.alt : given.alt,
    caption: given.caption ?? article.caption,
    credit: given.credit ?? article.credit,
  };
}

function isoOrNull(date: Date | undefined): Instant | null {
  return date === undefined ? null : date.toISOString();
}
