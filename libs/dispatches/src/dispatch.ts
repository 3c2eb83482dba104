import { z } from 'zod';
import type { Access } from '@app/platform';
import type { Rights } from './rights.js';

/** PostgreSQL's text holds no NUL, its JSON no half of a surrogate pair; neither means anything in a text. */
const text = z.string().overwrite((given) => given.toWellFormed().replaceAll('\0', ''));
/** One line: a headline becomes a mail's subject, where a line break would begin a header of its own (STANDARDS H7). */
const line = z.string().overwrite((given) =>
  given
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim(),
);
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((given) => !/\p{Cc}/u.test(given), 'holds a control character');

/** A dispatch as it comes in, whatever the way: normalised, not yet stored. */
export const incomingDispatch = z.object({
  /** The source's own id for it: the same id again is a new version. */
  externalId: line.min(1).max(500),
  language: z.string().regex(/^[a-z]{2,3}$/),
  headline: line.min(1).max(500),
  standfirst: text.max(5_000).default(''),
  /** Sanitised again on the way in. */
  bodyHtml: text.max(500_000).default(''),
  byline: line.max(500).optional(),
  dateline: line.max(200).optional(),
  link: webAddress.optional(),
  related: z
    .array(z.object({ title: line.min(1).max(500), link: line.max(2_000).optional() }))
    .max(50)
    .default([]),
  isUpdate: z.boolean().default(false),
  /** IPTC ninjs: 1 most urgent … 9 least. */
  urgency: z.number().int().min(1).max(9).default(5),
  /** ISO 3166-1 alpha-2. Left out: found in the text. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .max(30)
    .optional(),
  regions: z
    .array(z.string().regex(/^[a-z][a-z-]*$/))
    .max(10)
    .optional(),
  topics: z
    .array(z.string().regex(/^[a-z][a-z-]*$/))
    .max(10)
    .default([]),
  /** Left out: the instant we first saw it stands in, and the dispatch says so. */
  publishedAt: z.coerce.date().optional(),
  embargoedUntil: z.coerce.date().optional(),
  access: z.enum(['free', 'metered', 'paid']).optional(),
  picture: z
    .object({
      url: webAddress,
      width: z.number().int().positive().max(20_000).optional(),
      height: z.number().int().positive().max(20_000).optional(),
      alt: line.max(1_000).default(''),
      caption: text.max(2_000).optional(),
      credit: line.max(500).optional(),
    })
    .optional(),
});
export type IncomingDispatch = z.input<typeof incomingDispatch>;

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
  readonly publishedAt: Date;
  readonly embargoedUntil: Date | null;
  readonly access: Access;
  readonly sourceName: string;
  readonly rights: Rights;
  readonly excerptLength: number | null;
  readonly picture: ShelfPicture | null;
}

export interface ShelfPicture {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
  readonly caption: string | null;
  readonly rights: Rights;
}

export interface SourceRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly url: string | null;
  readonly language: string | null;
  readonly access: Access;
  readonly rights: Rights;
  readonly excerptLength: number | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly pollSeconds: number;
}
