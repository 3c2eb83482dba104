import { z } from 'zod';

/**
 * News as IPTC's ninjs writes it (https://iptc.org/std/ninjs/), in all three generations: 1.x with one field a text
 * (`headline`, `body_html`, `byline`), 2.x with lists (`headlines`, `bodies`, `by`), and 3.x, which is 2.x in camel case
 * (`pubStatus`). Names are compared without case, so that one description does for all; what a newsletter has no use
 * for may be there and is not looked at.
 */

/** UTF-16 units; the request's limit on bytes is what a longer text meets first. */
const MAX_TEXT_LENGTH = 1_000_000;
/** Of each list; a document with more is no news item but an archive. */
const MAX_PARTS = 100;
/** Levels that are read: pictures in associations have their renditions on the fifth. */
const MAX_DEPTH = 8;

const text = z.string().max(MAX_TEXT_LENGTH);

/** ISO 8601 with seconds or without; without a zone it is UTC, so that no machine's own zone decides. */
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i, 'is no instant')
  .transform((written, context) => {
    const [day = '', time = ''] = written.toUpperCase().split(/[T ]/);
    const zoned = time === '' ? '00:00Z' : /Z$|[+-]\d{2}:?\d{2}$/.test(time) ? time : `${time}Z`;
    const at = new Date(`${day}T${zoned.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')}`);
    // The parser takes the 30th of February for a day in March.
    const midnight = new Date(`${day}T00:00Z`);
    const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
    if (isDay && !Number.isNaN(at.getTime())) return at;
    context.issues.push({ code: 'custom', message: 'is no instant', input: written });
    return z.NEVER;
  });

const part = z.looseObject({
  role: z.string().optional(),
  contenttype: z.string().optional().describe('text/plain or text/html; left out: looked at.'),
  value: text,
});
export type NinjsPart = z.output<typeof part>;

const concept = z.looseObject({
  name: z.string().optional(),
  rel: z.string().optional(),
  uri: z.string().optional(),
  literal: z.string().optional(),
  scheme: z.string().optional(),
  code: z.string().optional(),
});
export type NinjsConcept = z.output<typeof concept>;

const rendition = z.looseObject({
  name: z.string().optional(),
  href: z.string().optional(),
  contenttype: z.string().optional(),
  mimetype: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
});
export type NinjsRendition = z.output<typeof rendition>;

const texts = {
  headline: text.optional(),
  headlines: z.array(part).max(MAX_PARTS).optional(),
  descriptions: z.array(part).max(MAX_PARTS).optional(),
  bodies: z.array(part).max(MAX_PARTS).optional(),
  by: text.optional(),
  byline: text.optional(),
};

const status = z.preprocess(
  (given) => (typeof given === 'string' ? given.toLowerCase().replace('cancelled', 'canceled') : given),
  z.enum(['usable', 'withheld', 'canceled']),
);

const association = z.looseObject({
  ...texts,
  name: z.string().optional(),
  uri: z.string().optional(),
  type: z.string().optional(),
  pubstatus: status.optional(),
  link: z.string().optional(),
  copyrightholder: z.string().optional(),
  renditions: z.array(rendition).max(MAX_PARTS).optional(),
});
export type NinjsAssociation = z.output<typeof association>;

/** Names in lower case, as {@link lowerCased} makes them. */
export const ninjsDocument = z.looseObject({
  ...texts,
  uri: z.string().describe('The source’s own id: the same again is a new version.'),
  type: z
    .preprocess((given) => (typeof given === 'string' ? given.toLowerCase() : given), z.enum(['text', 'composite']))
    .optional(),
  version: z.union([z.string().max(100), z.number()]).optional(),
  pubstatus: status.optional().describe('withheld: a draft.'),
  urgency: z.number().int().min(1).max(9).optional(),
  embargoed: instant.optional(),
  embargoeduntil: instant.optional(),
  firstcreated: instant.optional(),
  versioncreated: instant.optional(),
  language: z.string().optional().describe('BCP 47; left out: the source’s, else found in the text.'),
  located: z.string().optional(),
  link: z.string().optional().describe('Not of ninjs: the page readers are led to.'),
  replaces: z.string().optional().describe('Not of ninjs: uri of the document that this one corrects.'),
  evolvedfrom: z.string().optional(),
  usageterms: text.optional(),
  copyrightnotice: text.optional(),
  subjects: z.array(concept).max(MAX_PARTS).optional(),
  subject: z.array(concept).max(MAX_PARTS).optional(),
  genres: z.array(concept).max(MAX_PARTS).optional(),
  places: z.array(concept).max(MAX_PARTS).optional(),
  place: z.array(concept).max(MAX_PARTS).optional(),
  associations: z.array(association).max(MAX_PARTS).optional(),
  renditions: z.array(rendition).max(MAX_PARTS).optional(),
  altids: z
    .array(z.looseObject({ role: z.string().optional(), value: z.string().optional() }))
    .max(MAX_PARTS)
    .optional(),
});
export type NinjsDocument = z.output<typeof ninjsDocument>;

/** These were objects by name in 1.x, and are lists since. */
const ONCE_BY_NAME: ReadonlySet<string> = new Set(['associations', 'renditions']);

/** The document with its names in lower case, without nulls, with lists where 1.x had objects. Linear; never throws. */
export function lowerCased(given: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(given)) return given.map((one) => lowerCased(one, depth + 1));
  if (typeof given !== 'object' || given === null) return given;
  const made = new Map<string, unknown>();
  for (const [name, value] of entriesOf(given)) {
    const key = name.toLowerCase();
    if (made.has(key)) continue;
    const isByName = ONCE_BY_NAME.has(key) && isPlainObject(value);
    made.set(key, isByName ? listByName(value, depth + 2) : lowerCased(value, depth + 1));
  }
  return Object.fromEntries(made);
}

/** Where in the document as it was sent, for a path in its lower-case form. */
export function pathAsSent(document: unknown, path: readonly PropertyKey[]): string {
  const sent: string[] = [];
  let at: unknown = document;
  for (const segment of path.map(String)) {
    const entries = typeof at === 'object' && at !== null && !Array.isArray(at) ? entriesOf(at) : [];
    const isIndex = /^\d+$/.test(segment);
    const found = isIndex ? entries[Number(segment)] : entries.find(([name]) => name.toLowerCase() === segment);
    sent.push(found?.[0] ?? segment);
    at = found?.[1] ?? (Array.isArray(at) && isIndex ? (at as unknown[])[Number(segment)] : undefined);
  }
  return sent.join('.');
}

function listByName(given: object, depth: number): unknown[] {
  return entriesOf(given).map(([name, value]) => {
    const one = lowerCased(value, depth);
    return isPlainObject(one) ? { name, ...one } : one;
  });
}

/** null is how many programs write that there is nothing. */
function entriesOf(given: object): [string, unknown][] {
  return Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
