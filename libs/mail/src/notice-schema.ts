import { z } from 'zod';

/** What the template of a notice may name. Which texts there are is its kind's own: see `renderNotice`. */
export const noticeSchema = z.object({
  brand: z
    .object({
      name: z.string(),
      contactAddress: z.string(),
      legalName: z.string(),
      postalAddress: z.string(),
      siteUrl: z.string(),
    })
    .readonly()
    .describe('Who writes; partials see it too.'),
  accent: z.string().describe('#rrggbb; make it readable with | colour.'),
  subject: z.string(),
  preheader: z.string().describe('What stands beside the subject in the list of mails.'),
  title: z.string(),
  paragraphs: z.array(z.string()).readonly().describe('What it is about, a text each.'),
  action: z
    .object({ label: z.string(), url: z.string().describe('Where the button leads.') })
    .readonly()
    .nullable()
    .describe('The button; missing where nothing is to do.'),
  fallbackNote: z.string().nullable().describe('Stands before the address of the button; missing with it.'),
  small: z.array(z.string()).readonly().describe('What happens otherwise, a text each.'),
});
export type NoticeTemplateData = Readonly<z.infer<typeof noticeSchema>>;
