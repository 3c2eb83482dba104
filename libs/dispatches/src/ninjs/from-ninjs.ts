import type { DispatchStatus } from '@app/platform';
import { incomingDispatch, type IncomingDispatch } from '../dispatch.js';
import { detectLanguage } from '../language.js';
import { lowerCased, ninjsDocument, pathAsSent, type NinjsConcept, type NinjsDocument } from './ninjs-document.js';
import { pageOf, pictureOf, relatedOf, webAddress } from './ninjs-pictures.js';
import { bodyOf, headlineOf, readableText, standfirstOf } from './ninjs-texts.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';

export interface NinjsIssue {
  /** In the document as it was sent, dotted: `headlines.0.value`. */
  readonly field: string;
  readonly problem: string;
}

/** The dispatch, or everything that is wrong with the document. */
export type NinjsReading = { readonly dispatch: IncomingDispatch } | { readonly issues: readonly NinjsIssue[] };

interface Draft {
  readonly dispatch: Record<string, unknown>;
  /** Where in the document a field of the dispatch comes from. */
  readonly origins: Readonly<Record<string, readonly PropertyKey[]>>;
}

const STATUSES: Readonly<Record<'usable' | 'withheld' | 'canceled', DispatchStatus>> = {
  usable: 'usable',
  withheld: 'withheld',
  canceled: 'killed',
};

/** What is meant for a ninjs document: it is known by its `uri`, where our own fields have an `externalId`. */
export function isNinjs(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const names = new Set(Object.keys(body).map((name) => name.toLowerCase()));
  return names.has('uri') && !names.has('externalid');
}

/**
 * A ninjs document as a dispatch to store. Pure; never throws, whatever it is given.
 *
 * @param defaults the source's language, for documents that state none
 */
export function fromNinjs(document: unknown, defaults: { readonly language?: string | null } = {}): NinjsReading {
  const shape = ninjsDocument.safeParse(lowerCased(document));
  if (!shape.success)
    return {
      issues: shape.error.issues.map(({ path, message }) => ({ field: pathAsSent(document, path), problem: message })),
    };
  const { dispatch, origins } = draftOf(shape.data, defaults.language ?? undefined);
  const checked = incomingDispatch.safeParse(dispatch);
  if (checked.success) return { dispatch: checked.data };
  return {
    issues: checked.error.issues.map(({ path: [name = '', ...rest], message }) => {
      const origin = origins[String(name)] ?? [name, ...rest];
      return { field: pathAsSent(document, origin), problem: message };
    }),
  };
}

export interface BareCancellation {
  readonly externalId: string;
  readonly sourceVersion: number | undefined;
}

/** A document that says no more than that its uri is canceled, as agencies send a kill; undefined for any other. */
export function bareCancellation(document: unknown): BareCancellation | undefined {
  const shape = ninjsDocument.safeParse(lowerCased(document));
  if (!shape.success || shape.data.pubstatus !== 'canceled') return undefined;
  if (headlineOf(shape.data) !== undefined || bodyOf(shape.data) !== undefined) return undefined;
  return { externalId: shape.data.uri, sourceVersion: versionOf(shape.data.version) };
}

function draftOf(document: NinjsDocument, sourceLanguage: string | undefined): Draft {
  const [headline, standfirst, body] = [headlineOf(document), standfirstOf(document), bodyOf(document)];
  const link = linkOf(document);
  const dispatch = {
    externalId: document.uri,
    language: languageOf(document.language, sourceLanguage, () => readableText(headline, standfirst, body)),
    headline: headline?.value,
    standfirst: standfirst?.value,
    bodyHtml: body?.value,
    byline: document.by ?? document.byline,
    dateline: document.located,
    link: link?.href,
    related: relatedOf(document),
    urgency: document.urgency,
    countries: countriesOf([...(document.places ?? []), ...(document.place ?? [])]),
    publishedAt: document.firstcreated ?? document.versioncreated,
    updatedAt: document.versioncreated,
    embargoedUntil: document.embargoeduntil ?? document.embargoed,
    picture: pictureOf(document),
    categories: categoriesOf([...(document.subjects ?? []), ...(document.subject ?? []), ...(document.genres ?? [])]),
    usageTerms: (document.usageterms ?? document.copyrightnotice)?.slice(0, DISPATCH_LIMITS.usageTerms),
    status: STATUSES[document.pubstatus ?? 'usable'],
    sourceVersion: versionOf(document.version),
    replaces: document.replaces ?? document.evolvedfrom,
  };
  const origins = {
    externalId: ['uri'],
    headline: headline?.at ?? ['headlines'],
    standfirst: standfirst?.at ?? ['descriptions'],
    bodyHtml: body?.at ?? ['bodies'],
    byline: [document.by === undefined ? 'byline' : 'by'],
    dateline: ['located'],
    link: link?.at ?? ['link'],
    related: ['associations'],
    picture: ['associations'],
    embargoedUntil: [document.embargoeduntil === undefined ? 'embargoed' : 'embargoeduntil'],
    replaces: [document.replaces === undefined ? 'evolvedfrom' : 'replaces'],
    sourceVersion: ['version'],
  };
  return { dispatch: Object.fromEntries(Object.entries(dispatch).filter(([, value]) => value !== undefined)), origins };
}

/**
 * What is stated counts, well-formed or not: a tag that is none is refused, never guessed. undefined where nobody knows,
 * which is refused too.
 */
function languageOf(stated: string | undefined, ofSource: string | undefined, texts: () => string): string | undefined {
  const tag = stated?.trim() ?? '';
  if (tag !== '' && !/^(?:und|mul|zxx)(?:-|$)/i.test(tag)) {
    const subtag = /^([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*$/i.exec(tag)?.[1];
    return subtag?.toLowerCase() ?? tag;
  }
  if (ofSource !== undefined) return ofSource;
  const found = detectLanguage(texts());
  return found === 'und' ? undefined : found;
}

/**
 * Where readers are led. What the document says outright must be an address; a page among its renditions and other ids
 * is taken where it is one. The `uri` identifies, and often nobody but the agency's clients may open it.
 */
function linkOf(document: NinjsDocument): { href: string; at: readonly PropertyKey[] } | undefined {
  if (document.link !== undefined) return { href: document.link, at: ['link'] };
  const page = pageOf(document.renditions);
  if (page !== undefined) return { href: page, at: ['renditions'] };
  const other = document.altids?.map(({ value }) => webAddress(value)).find((href) => href !== undefined);
  return other === undefined ? undefined : { href: other, at: ['altids'] };
}

/** Only a whole number has an order: "2.1" and "final" are names. */
function versionOf(version: string | number | undefined): number | undefined {
  if (version === undefined || !/^\d{1,9}$/.test(String(version).trim())) return undefined;
  return Number(version);
}

/** By the address of the IPTC's or ISO's own list; a country that is only mentioned is not what the news is about. */
const COUNTRY = /(?:^|[/:])iso3166-1a2[/:]+([a-z]{2})$/i;

function countriesOf(places: readonly NinjsConcept[]): string[] | undefined {
  const codes = places
    .filter(({ rel }) => rel !== 'mentions')
    .map(({ uri, scheme, code }) => COUNTRY.exec(uri ?? `${scheme ?? ''}${/[/:]$/.test(scheme ?? '') ? '' : '/'}${code ?? ''}`)?.[1])
    .flatMap((code) => code?.toUpperCase() ?? []);
  return codes.length === 0 ? undefined : [...new Set(codes)].slice(0, DISPATCH_LIMITS.countries);
} // prettier-ignore

/** Names and codes alike: the newsroom's rules may know either. */
function categoriesOf(concepts: readonly NinjsConcept[]): string[] {
  const given = concepts.flatMap(({ name, uri, literal, scheme, code }) => [
    name,
    uri,
    literal,
    code !== undefined && scheme !== undefined && /^\d{8}$/.test(code) ? `${scheme.replace(/[/:]+$/, '')}/${code}` : code,
  ]);
  const lines = given.flatMap((category) => {
    const line = category?.trim() ?? '';
    return line === '' || line.length > DISPATCH_LIMITS.category ? [] : [line];
  });
  return [...new Set(lines)].slice(0, DISPATCH_LIMITS.categories);
} // prettier-ignore
