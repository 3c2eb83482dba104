import { z } from 'zod';
import type { DigestData } from './digest-data.js';

/**
 * {@link DigestData} for tools: the editor completes from it. That it says the same as the type, no more and no less, the
 * compiler checks below.
 */
const text = (doc = ''): z.ZodString => z.string().describe(doc);
const flag = (doc: string): z.ZodBoolean => z.boolean().describe(doc);

const picture = z
  .object({
    src: text('An https address.'),
    width: z.number().describe('Pixels of the picture itself.'),
    height: z.number().describe('Pixels of the picture itself.'),
    alt: text('What it shows, for those who do not see it.'),
    caption: text(),
    credit: text('Empty: nobody is named.'),
  })
  .readonly();

const link = text('Where it leads.');
const linkLabel = text('Words of the link.');

const dispatch = z
  .object({
    kind: z.literal('dispatch').describe('"dispatch"'),
    anchor: text('Unique in the edition, fit for an id.'),
    countries: text('"Kenya et Ouganda"; may be empty.'),
    isUpdate: flag('Told before, and new now.'),
    headline: text(),
    standfirst: text('Two or three lines; may be empty.'),
    sources: text('"AFP et Reuters"; may be empty.'),
    timeLabel: text('"6 h 40", in the newsletter’s zone.'),
    isPaid: flag('Read by subscribers of the site only.'),
    link,
    linkLabel,
    isLead: flag('The edition’s first story.'),
    picture: picture.nullable().describe('May be missing.'),
  })
  .readonly();

const written = z
  .object({
    kind: z.literal('text').describe('"text"'),
    title: text('May be empty.'),
    html: text('Safe HTML, printed with | raw.'),
    text: text('The same as plain text.'),
    signature: text('May be empty.'),
  })
  .readonly();

const promotion = z
  .object({
    kind: z.literal('promotion').describe('"promotion"'),
    title: text(),
    text: text('May be empty.'),
    link,
    linkLabel,
  })
  .readonly();

const sponsor = z
  .object({
    kind: z.literal('sponsor').describe('"sponsor"'),
    advertiser: text('Who pays.'),
    title: text(),
    text: text('May be empty.'),
    link,
    linkLabel,
  })
  .readonly();

const section = z
  .object({
    key: text('The slug of its region or topic.'),
    name: text('Empty for what stands before the first story.'),
    color: text('#rrggbb; make it readable with | colour.'),
    blocks: z
      .array(z.union([dispatch, written, promotion, sponsor]))
      .readonly()
      .describe('What stands in it, in order; look at kind.'),
  })
  .readonly();

const logo = z
  .object({ src: text('An https address.'), width: z.number(), height: z.number(), alt: text() })
  .readonly();

export const digestSchema = z.object({
  locale: text('"fr", "ar-MA"'),
  dir: z.enum(['ltr', 'rtl']).describe('"ltr" or "rtl"'),
  brand: z
    .object({
      name: text(),
      contactAddress: text('The newsletter’s own, else the brand’s.'),
      legalName: text(),
      postalAddress: text(),
      siteUrl: text(),
    })
    .readonly()
    .describe('Who publishes; partials see it too.'),
  newsletter: z
    .object({
      name: text(),
      promise: text('What it brings and when; may be empty.'),
      accent: text('#rrggbb; make it readable with | colour.'),
      logo: logo.nullable().describe('Stands in the place of the brand’s name; may be missing.'),
    })
    .readonly()
    .describe('Partials see it too.'),
  edition: z
    .object({
      kind: z.enum(['digest', 'flash', 'letter', 'correction']).describe('"digest", "flash", "letter" or "correction"'),
      kindLabel: text('"Flash", "Rectificatif"; empty for a digest and a letter.'),
      date: text('2026-11-22'),
      dateLabel: text('"dimanche 22 novembre 2026"'),
      zoneLabel: text('"heure de Paris"'),
    })
    .readonly(),
  subject: text(),
  preheader: text('What stands beside the subject in the list of mails.'),
  essentials: z
    .array(z.object({ headline: text(), anchor: text('Of the story it leads down to.') }).readonly())
    .readonly()
    .describe('At most three lines.'),
  sections: z.array(section).readonly(),
  links: z
    .object({
      unsubscribe: text('Leaves the newsletter. Print it as it is.'),
      preferences: text('With #pause behind it: where a pause is chosen.'),
      view: text('The edition as a page.'),
      privacy: text(),
    })
    .readonly()
    .describe('Each reader gets their own.'),
});

type Described = Readonly<z.infer<typeof digestSchema>>;
/** Fails to compile where one of the two knows a name or a type that the other does not. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
true satisfies Same<Described, DigestData>;
