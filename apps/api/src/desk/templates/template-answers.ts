import { z } from 'zod';
import { deskLine, wordedLine } from '@app/editions';
import { TEMPLATE_CHARACTERS, TEMPLATE_SLUG_LENGTH, templateSlug } from '@app/mail';

/** What the operators' API tells of templates as things that are kept, and what it takes. */

export const templateKinds = ['digest', 'flash', 'letter', 'correction', 'notice', 'partial'] as const;

/** Bytes: both sources, each character in JSON's longest escape, and what stands around them. */
export const TEMPLATE_BODY_BYTES = 2 * 6 * TEMPLATE_CHARACTERS + 16 * 1024;

/** MJML or plain text, as PostgreSQL can hold it. */
export const templateSource = z
  .string()
  .max(TEMPLATE_CHARACTERS)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'A text cannot hold a NUL or half of a character.');

const source = templateSource;
const name = wordedLine(120);
const note = deskLine(500).default('').describe('What changed and why, in the author’s words.');
/** PostgreSQL's largest integer: a version beyond it is none, and asking for one must not fail the query. */
const LARGEST_VERSION = 2_147_483_647;
/** Of a template, in a body. */
export const versionField = z.int().min(1).max(LARGEST_VERSION);

export const slugField = z.string().regex(templateSlug).max(TEMPLATE_SLUG_LENGTH);

export const newTemplate = z.strictObject({
  slug: slugField.describe('For good. A partial is named by it; a notice’s frame is `notice` or `notice-<kind>`.'),
  name,
  kind: z.enum(templateKinds),
  from: z.uuid().optional().describe('A template of the same kind to begin with; left out: as shipped.'),
});
export type NewTemplateInput = z.infer<typeof newTemplate>;

export const renaming = z.strictObject({ name });

export const draftInput = z.strictObject({
  mjml: source,
  plainText: source,
  baseVersion: versionField.describe('The version it began from.'),
});
export type DraftInput = z.infer<typeof draftInput>;

const override = z
  .strictObject({ reason: wordedLine(1_000) })
  .optional()
  .describe('Publishes although something blocks that may be answered for. No edition leaves by it.');

export const versionInput = z.strictObject({
  mjml: source,
  plainText: source,
  note,
  baseVersion: versionField,
  override,
});
export type VersionInput = z.infer<typeof versionInput>;

export const restoreInput = z.strictObject({ version: versionField, note, override });
export type RestoreInput = z.infer<typeof restoreInput>;

const user = z.object({ kind: z.enum(['newsletter', 'template']), id: z.uuid(), name: z.string() });
const person = z.object({ id: z.uuid(), name: z.string().nullable() });

const listed = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  kind: z.enum(templateKinds),
  version: z.int().describe('The newest one, which the next edition takes.'),
  isShipped: z.boolean().describe('The newest version came with the product; a release may put another after it.'),
  author: person.nullable().describe('null: it came with the product, or from the command line.'),
  note: z.string(),
  updatedAt: z.iso.datetime(),
  usedBy: z.array(user).describe('Newsletters that are mailed with it, and templates that hold it as a partial.'),
  isArchived: z.boolean().describe('Nobody uses it any more; its slug stays taken.'),
});

export const listQuery = z.object({
  archived: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(false)
    .describe('True: those nobody uses any more, instead.'),
});

export const templateList = z.object({
  templates: z.array(listed.extend({ drafts: z.array(person).describe('Who is writing in it.') })),
});
export type ListedTemplate = z.infer<typeof listed>;

const draft = z.object({
  mjml: z.string(),
  plainText: z.string(),
  baseVersion: z.int(),
  revision: z.int().describe('What `If-Match` is to hold, in quotes.'),
  updatedAt: z.iso.datetime(),
});
export const draftAnswer = draft;
export type DraftAnswer = z.infer<typeof draft>;

export const templateAnswer = listed.extend({
  mjml: z.string(),
  plainText: z.string(),
  partials: z.array(z.string()).describe('Names of those this version holds.'),
  drafts: z.array(
    z.object({ operator: person, updatedAt: z.iso.datetime(), baseVersion: z.int() }).describe('The last first.'),
  ),
  draft: draft.nullable().describe('Your own.'),
});
export type TemplateAnswer = z.infer<typeof templateAnswer>;

export const publishedAnswer = z.object({
  id: z.uuid(),
  version: z.int(),
  partials: z.array(z.string()),
  usedBy: z.array(user).describe('Templates that hold it as a partial take it with their next version, not before.'),
});
export type PublishedAnswer = z.infer<typeof publishedAnswer>;

export const historyQuery = z.object({
  after: z.string().max(100).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const history = z.object({
  versions: z
    .array(
      z.object({
        number: z.int(),
        author: person.nullable(),
        isShipped: z.boolean(),
        note: z.string(),
        at: z.iso.datetime(),
      }),
    )
    .describe('Newest first.'),
  next: z.string().nullable(),
});

export const versionAnswer = z.object({
  number: z.int(),
  author: person.nullable(),
  isShipped: z.boolean(),
  note: z.string(),
  at: z.iso.datetime(),
  mjml: z.string(),
  plainText: z.string(),
  partials: z.record(z.string(), z.object({ mjml: z.string(), text: z.string() })),
});

export const versionNumber = z.coerce.number().int().min(1).max(LARGEST_VERSION);
