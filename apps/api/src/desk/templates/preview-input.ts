import { z } from 'zod';
import { sampleNames } from '@app/editions';
import { TEMPLATE_CHARACTERS, noticeKinds } from '@app/mail';
import { preflightFinding } from '../editions/preflight-answers.js';
import { templateSource as source, versionField } from './template-answers.js';

/** BCP 47, as far as newsletters have one. */
export const language = z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/);

export const templateText = z.object({ mjml: source, plainText: source });

/** Bytes: both sources in the longest encoding, and what stands around them. */
export const PREVIEW_BODY_BYTES = 2 * 3 * TEMPLATE_CHARACTERS + 16 * 1024;

export const appearances = ['light', 'dark', 'forced-gmail', 'forced-outlook'] as const;
export type Appearance = (typeof appearances)[number];

export const previewBody = z.object({
  template: z.object({
    id: z.uuid(),
    version: versionField.optional().describe('Left out: the newest.'),
    draft: templateText
      .optional()
      .describe('In the place of what is stored: what its author is typing; asks `design`.'),
    within: z.uuid().optional().describe('Of a partial: the template to see it in; left out, the first that names it.'),
  }),
  content: z.union([
    z.object({
      sample: z.enum(sampleNames),
      newsletter: z.uuid().optional().describe('Under whose name; left out: a made-up one.'),
    }),
    z.object({ newsletter: z.uuid(), edition: z.literal('proposal') }).describe('As it would be assembled now.'),
    z.object({ edition: z.uuid() }),
    z.object({ notice: z.enum(noticeKinds) }).describe('Of a template for notices.'),
  ]),
  language: language.optional().describe('Of the mail’s own words; left out: the newsletter’s.'),
  profile: z
    .union([
      z.enum(['everything', 'two-regions']),
      z.object({ reader: z.uuid() }).describe('What a subscriber chose of the newsletter; asks `subscribers:read`.'),
    ])
    .default('everything'),
  appearance: z.enum(appearances).default('light'),
  pictures: z.boolean().default(true).describe('False: as most programs first show a mail, with words for pictures.'),
});
export type PreviewWish = z.infer<typeof previewBody>;

export const previewAnswer = z.object({
  subject: z.string(),
  preheader: z.string(),
  from: z.string(),
  html: z.string().describe('For a sandboxed frame: the appearance written in, links that lead nowhere.'),
  text: z.string(),
  source: z.string().describe('The very message (RFC 5322), with sample links in the place of a reader’s own.'),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  htmlBytes: z.int().describe('Above 102,400 the edition would not leave.'),
  language: z.string(),
  direction: z.enum(['ltr', 'rtl']),
  blocks: z.int().describe('Stories, texts and advertisements in it.'),
  isCut: z.boolean().describe('False where the profile gets the whole.'),
  reader: z.string().nullable().describe('Masked address, where the profile is a reader’s.'),
  removed: z.array(z.string()).describe('Scripts and event handlers that were taken out.'),
  findings: z.array(preflightFinding),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

export const problem = z.object({
  part: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  partial: z.string().optional().describe('That holds the line; left out: the template itself.'),
  template: z.string().optional().describe('Of a partial: the template that it was tried in and that holds the line.'),
  code: z.string().optional(),
  message: z.string(),
});
export const problemList = z.object({ problems: z.array(problem) });
