import { z } from 'zod';
import { changeFields } from '@app/editions';
import { judgeAddress } from '@app/subscribers';

/** What the operators' API tells of a newsletter's settings, and what it takes. */

const settings = z.object({
  name: z.string(),
  promise: z.string(),
  timeZone: z.string().describe('IANA name.'),
  senderName: z.string(),
  senderAddress: z.string(),
  replyTo: z.string().nullable().describe('null: the sender.'),
  contactAddress: z.string().nullable().describe('null: the brand’s.'),
  template: z.string().describe('Slug of a template.'),
  accent: z.string().nullable().describe('null: the brand’s.'),
  logo: z.object({ url: z.string(), width: z.int(), height: z.int(), alt: z.string() }).nullable(),
  sections: z.array(
    z.object({
      label: z.enum(['region', 'topic', 'rest']),
      slug: z.string(),
      min: z.int(),
      max: z.int().nullable(),
      weekdays: z.array(z.int()).nullable().describe('ISO 8601; null: every day.'),
    }),
  ),
  calendar: z.record(z.string(), z.string()).describe('Local time by ISO weekday, 1 Monday … 7 Sunday.'),
  breaks: z.array(z.object({ firstDay: z.iso.date(), lastDay: z.iso.date(), reason: z.string() })),
  slots: z.array(z.object({ name: z.string(), zones: z.array(z.string()) })),
  approval: z.enum(['automatic', 'desk']),
  unapproved: z.enum(['send', 'send_short', 'hold']),
  approvalsNeeded: z.int(),
  approvalDelayMinutes: z.int(),
  proposalLeadMinutes: z.int(),
  freezeLeadMinutes: z.int(),
  seedLeadMinutes: z.int().nullable().describe('null: with everyone.'),
  usefulHours: z.int(),
  windowHours: z.int(),
  maxDispatches: z.int(),
  shortDispatches: z.int(),
  slowDayMin: z.int(),
  slowDay: z.enum(['send', 'skip', 'hold']),
  toldDays: z.int(),
  cutMin: z.int(),
  flashPerDay: z.int(),
  targetPercent: z.int().describe('So many percent of a wave are to be submitted in time.'),
  targetMinutes: z.int().nullable().describe('After the readers’ hour; null: a wave starts at its hour.'),
  uncertainPolicy: z.enum(['hold', 'resend', 'leave']).describe('Of copies nobody knows the end of.'),
  archive: z.enum(['public', 'none']),
  linkParameters: z.record(z.string(), z.string()),
  isPublic: z.boolean(),
  allowedOrigins: z.array(z.string()),
  offers: z.object({
    regions: z.boolean(),
    topics: z.boolean(),
    timeZone: z.boolean(),
    deliveryTimes: z.array(z.string()),
  }),
  inactivityMonths: z.int().nullable().describe('null: never.'),
});

export const newsletterSettings = z.object({
  id: z.uuid(),
  slug: z.string().describe('Stays, as language and list id do: mails already sent hold them.'),
  language: z.string(),
  listId: z.string(),
  family: z.string().nullable(),
  brand: z.string(),
  version: z.int().describe('The ETag holds it too.'),
  settings: settings.describe('What PATCH takes, in the same form.'),
});
export type NewsletterSettingsAnswer = z.infer<typeof newsletterSettings>;

export const changedSettings = newsletterSettings.extend({
  changes: z
    .array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
    .describe('Empty: it was so already.'),
});

/** What never changes, and is asked for by name because it stands in the same answer. */
const IDENTITY: ReadonlySet<string> = new Set(['id', 'slug', 'language', 'listId', 'family', 'brand', 'version']);
const WHY_IDENTITY =
  'stays: links, filters and feeds in mails already sent hold slug, language and list id. Make another newsletter';

export const settingsChange = z
  .strictObject(
    changeFields((text) => judgeAddress(text).verdict === 'accept'),
    { error: identityWords },
  )
  .describe('What is left out stays; lists and maps take the place of those before, of `offers` only what is named.');
export type SettingsChangeInput = z.infer<typeof settingsChange>;

function identityWords(issue: { code?: string; keys?: unknown }): string | undefined {
  if (issue.code !== 'unrecognized_keys' || !Array.isArray(issue.keys)) return undefined;
  const kept = issue.keys.map(String).filter((key) => IDENTITY.has(key));
  return kept.length > 0 ? `"${kept.join('", "')}" ${WHY_IDENTITY}.` : undefined;
}
