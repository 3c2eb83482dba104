import { z } from 'zod';
import type { Access } from '@app/platform';
import { legiblePlainText } from './markup/characters.js';
import { absoluteLink } from './markup/links.js';
import type { PictureFile } from './pictures/picture-address.js';
import type { Rights } from './rights.js';
import { DISPATCH_LIMITS } from './dispatch-limits.js';

/** PostgreSQL's text holds no NUL, its JSON no half of a surrogate pair; neither means anything in a text. */
const markup = z.string().overwrite((given) => given.toWellFormed().replaceAll('\0', ''));
/** Lines of what a reader can see: nothing a terminal obeys, nothing that turns the direction of other texts. */
const text = z
  .string()
  .overwrite((given) => legiblePlainText(given.toWellFormed().replace(/\r\n?|[\f\u0085\u2028\u2029]/g, '\n')));
/** One line: a headline becomes a mail's subject, where a line break would begin a header of its own (STANDARDS H7). */
const line = z.string().overwrite((given) =>
  legiblePlainText(given.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' '))
    .replace(/ {2,}/g, ' ')
    .trim(),
);
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(DISPATCH_LIMITS.link)
  .refine((given) => !/\p{Cc}/u.test(given), 'holds a control character');

function hasNoCredentials(address: string): boolean {
  const url = URL.parse(address);
  return url === null || (url.username === '' && url.password === '');
}

const { earliest: EARLIEST, latest: LATEST } = DISPATCH_LIMITS;
/** An instant as JSON writes it, or a Date. */
const instant = z.coerce.date().min(EARLIEST).max(LATEST);
/** What programs write that know no date, such as the year 1, is no date; it is no reason to refuse the news. */
const plausibleInstant = z.coerce
  .date()
  .optional()
  .transform((given) => (given !== undefined && given >= EARLIEST && given <= LATEST ? given : undefined));
/** The sender's own statement about one dispatch or picture; what it leaves out is inherited from the source. */
const statedRights = z.object({
  mail: z.boolean().optional(),
  archive: z.boolean().optional(),
  feed: z.boolean().optional(),
  /** null: no end. */
  until: instant.nullable().optional(),
  credit: line.max(DISPATCH_LIMITS.line).nullable().optional(),
  /** ISO 3166-1 alpha-2; null: everywhere. */
  territories: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .max(250)
    .nullable()
    .optional(),
});
export type StatedRights = z.output<typeof statedRights>;

/** A dispatch as it comes in, whatever the way: normalised, not yet stored. */
export const incomingDispatch = z.object({
  /** The source's own id for it: the same id again is a new version. */
  externalId: line.min(1).max(DISPATCH_LIMITS.id),
  language: z.string().regex(/^[a-z]{2,3}$/),
  headline: line.min(1).max(DISPATCH_LIMITS.line),
  standfirst: text.max(DISPATCH_LIMITS.standfirst).default(''),
  /** Sanitised again on the way in. */
  bodyHtml: markup.max(DISPATCH_LIMITS.body).default(''),
  byline: line.max(DISPATCH_LIMITS.line).optional(),
  dateline: line.max(DISPATCH_LIMITS.dateline).optional(),
  link: webAddress.refine(hasNoCredentials, 'holds a user name or a password').optional(),
  related: z
    .array(
      z.object({
        title: line.min(1).max(DISPATCH_LIMITS.line),
        /** What is no absolute web address is left out; the title stays. */
        link: line
          .max(DISPATCH_LIMITS.link)
          .transform((given) => absoluteLink(given, ''))
          .optional(),
      }),
    )
    .max(DISPATCH_LIMITS.related)
    .default([]),
  isUpdate: z.boolean().default(false),
  /** IPTC ninjs: 1 most urgent … 9 least. */
  urgency: z.number().int().min(1).max(9).default(5),
  /** ISO 3166-1 alpha-2. Left out: found in the text. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .max(DISPATCH_LIMITS.countries)
    .optional(),
  regions: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
    .max(10)
    .optional(),
  topics: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
    .max(10)
    .default([]),
  /** Left out: the instant we first saw it stands in, and the dispatch says so. */
  publishedAt: plausibleInstant,
  /** When the source last touched it, by its own account. */
  updatedAt: plausibleInstant,
  embargoedUntil: instant.optional(),
  access: z.enum(['free', 'metered', 'paid']).optional(),
  picture: z
    .object({
      url: webAddress,
      width: z.number().int().positive().max(DISPATCH_LIMITS.pixels).optional(),
      height: z.number().int().positive().max(DISPATCH_LIMITS.pixels).optional(),
      alt: line.max(DISPATCH_LIMITS.alt).default(''),
      caption: text.max(DISPATCH_LIMITS.caption).optional(),
      credit: line.max(DISPATCH_LIMITS.line).optional(),
      /** As below, for the picture alone; left out: as the dispatch's. */
      rights: statedRights.optional(),
    })
    .optional(),
  /** As the feed names them: `Politique`, a subject's code. What labels are made of, not labels. */
  categories: z.array(line.min(1).max(DISPATCH_LIMITS.category)).max(DISPATCH_LIMITS.categories).default([]),
  /** Only from sources that push (API client, operator): a feed's rights are what the newsroom agreed with it. */
  rights: statedRights.optional(),
  /** In the source's words, shown to the desk. Left out: the source's. */
  usageTerms: line.max(DISPATCH_LIMITS.usageTerms).optional(),
  /** What the source says of its life (ninjs `pubstatus`); only a trusted source's word kills by itself. */
  status: z.enum(['usable', 'withheld', 'killed']).default('usable'),
  /** The source's own count of versions: one that is lower than the stored one arrives late and changes nothing. */
  sourceVersion: z.number().int().min(0).max(2_000_000_000).optional(),
  /** External id of the same source's dispatch that this one corrects. */
  replaces: line.min(1).max(DISPATCH_LIMITS.id).optional(),
  /** It came with replacement characters or text decoded twice. */
  encodingDamage: z.boolean().default(false),
});
export type IncomingDispatch = z.input<typeof incomingDispatch>;
/** Validated, with its defaults. */
export type CheckedDispatch = z.output<typeof incomingDispatch>;

/** A dispatch as it lies on the shelf for an edition. */
export interface ShelfDispatch {
  readonly id: string;
  readonly version: number;
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly link: string | null;
  readonly isUpdate: boolean;
  readonly urgency: number;
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly publishedAt: Date;
  /** When it came to us; a source's own date may lie in the future, this one cannot. */
  readonly firstSeenAt: Date;
  readonly embargoedUntil: Date | null;
  readonly access: Access;
  readonly sourceId: string;
  readonly sourceName: string;
  /** How much the newsroom trusts its news sense: 0 … 10, 5 where nobody said. */
  readonly sourceWeight: number;
  /** Names of the other sources that told us of it, first to tell first. */
  readonly otherSources: readonly string[];
  /** The event it belongs to; null: not clustered. */
  readonly clusterId: string | null;
  readonly rights: Rights;
  readonly excerptLength: number | null;
  readonly picture: ShelfPicture | null;
}

export interface ShelfPicture {
  readonly id: string;
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
  readonly caption: string | null;
  readonly rights: Rights;
  /** Our own copies, widest first; none until it was fetched. Only these are ever shown. */
  readonly files: readonly PictureFile[];
}
