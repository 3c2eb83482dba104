import { z } from 'zod';
import { line } from './texts.js';

/** What the operators' API tells of dispatches. */

const status = z.enum(['usable', 'withheld', 'killed']);
export const instant = z.date().transform((at) => at.toISOString()).pipe(z.iso.datetime()); // prettier-ignore

export const rights = z.object({
  mail: z.boolean(),
  archive: z.boolean(),
  feed: z.boolean(),
  until: instant.nullable().describe('null: no end.'),
  credit: z.string().nullable(),
  territories: z.array(z.string()).nullable().describe('ISO 3166-1 alpha-2; null: everywhere.'),
});

/** A change of rights; what is left out stays as it is. */
export const rightsChange = z.object({
  mail: z.boolean().optional(),
  archive: z.boolean().optional(),
  feed: z.boolean().optional(),
  until: z.coerce.date().min(new Date('1900-01-01')).max(new Date('2200-01-01')).nullable().optional(),
  credit: line(500).nullable().optional(),
  territories: z.array(z.string().regex(/^[A-Z]{2}$/)).max(250).nullable().optional(),
}); // prettier-ignore

export const stored = z.object({
  id: z.uuid(),
  version: z.int(),
  outcome: z
    .enum(['created', 'updated', 'unchanged', 'duplicate'])
    .describe('duplicate: another source told us of this link first.'),
  isLate: z
    .literal(true)
    .optional()
    .describe('Unchanged because a higher version of the source’s own count is stored already.'),
});

export const batchAnswer = z.object({
  results: z
    .array(
      z.object({
        status: z.int().describe('As it would be for the document alone: 201, 200, 403, 404, 422 …'),
        ...stored.partial().shape,
        code: z.string().optional().describe('Why it was not stored.'),
        detail: z.string().optional(),
        issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      }),
    )
    .describe('One for each document, in their order.'),
});

export const changed = z.object({
  changed: z.boolean().describe('false: it was so already, and nothing was written.'),
});

const picture = z.object({
  id: z.uuid(),
  url: z.string(),
  isLead: z.boolean(),
  credit: z.string().nullable(),
  caption: z.string().nullable(),
  state: z.string(),
  killedAt: instant.nullable(),
  rights,
});

const detail = z.record(z.string(), z.unknown());

const fieldDiff = z.discriminatedUnion('kind', [
  z.object({
    field: z.string(),
    kind: z.literal('text'),
    pieces: z.array(z.object({ change: z.enum(['kept', 'removed', 'added']), text: z.string() })),
  }),
  z.object({ field: z.string(), kind: z.literal('value'), before: z.unknown(), after: z.unknown() }),
]);

/** One dispatch with all that is known of it. */
export const dispatchHistory = z.object({
  id: z.uuid(),
  source: z.object({ slug: z.string(), name: z.string(), kind: z.enum(['feed', 'api', 'operator']) }),
  externalId: z.string(),
  version: z.int(),
  status,
  statusReason: z.string().nullable().describe('A code; null while usable.'),
  language: z.string(),
  headline: z.string(),
  standfirst: z.string(),
  bodyHtml: z.string(),
  byline: z.string().nullable(),
  dateline: z.string().nullable(),
  link: z.string().nullable(),
  canonicalLink: z.string().nullable(),
  publishedAt: instant,
  publishedIsFirstSeen: z.boolean(),
  firstSeenAt: instant,
  isBackCatalogue: z.boolean(),
  embargoedUntil: instant.nullable(),
  access: z.enum(['free', 'metered', 'paid']),
  rights: rights.extend({ byDesk: z.boolean(), usageTerms: z.string().nullable() }),
  labels: z.object({
    countries: z.array(z.string()),
    regions: z.array(z.string()),
    topics: z.array(z.string()),
    reasons: z.array(z.object({ label: z.string(), kind: z.string(), because: z.string() })),
  }),
  clusterId: z.string().nullable().describe('The event it belongs to; null: not clustered.'),
  replacesId: z.string().nullable(),
  pictures: z.array(picture),
  provenances: z.array(
    z.object({ source: z.string(), externalId: z.string(), link: z.string().nullable(), firstSeenAt: instant }),
  ),
  events: z.array(
    z.object({
      at: instant,
      kind: z.string(),
      actor: z.enum(['machine', 'source', 'operator']),
      operatorId: z.string().nullable(),
      reason: z.string().nullable(),
      detail,
    }),
  ),
  alarms: z.array(z.object({ code: z.string(), raisedAt: instant })),
  versions: z
    .array(
      z.object({
        version: z.int(),
        receivedAt: instant,
        diff: z
          .object({ fields: z.array(fieldDiff) })
          .nullable()
          .describe('null: the first, or the one before is not kept any more.'),
        changes: z.string().describe('What it changed of the one before, in plain text; empty for the first.'),
      }),
    )
    .describe('Newest first.'),
});
