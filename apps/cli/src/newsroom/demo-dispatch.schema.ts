import { z } from 'zod';

/** The six regions of the demo newsroom, as the slugs that dispatches and newsletters share. */
export const DEMO_REGIONS = ['afrique', 'ameriques', 'asie-pacifique', 'europe', 'france', 'moyen-orient'] as const;

/** What the demo newsroom files its dispatches under. */
export const DEMO_TOPICS = [
  'politique',
  'economie',
  'climat',
  'sciences',
  'culture',
  'sport',
  'sante',
  'societe',
] as const;

/** The longest headline an agency files: beyond it a phone shows the subject of a message cut. In characters. */
export const HEADLINE_MAX = 120;

/** A standfirst fills two to three lines of a digest on a phone. In characters. */
export const STANDFIRST_LENGTH = { min: 140, max: 260 };

/**
 * One sample dispatch of `dispatches.<language>.json`. `hoursAgo` is relative to the first start, so that the demo
 * always opens on this morning's news; `urgency` follows ninjs (1 is the most urgent, 9 the least).
 */
export const demoDispatchSchema = z.strictObject({
  externalId: z.string().regex(/^(fr|en|ar)-\d{3}$/),
  hoursAgo: z.number().min(0.5).max(44),
  urgency: z.int().min(1).max(9),
  headline: z.string().min(10).max(HEADLINE_MAX),
  standfirst: z.string().min(STANDFIRST_LENGTH.min).max(STANDFIRST_LENGTH.max),
  body: z.array(z.string().min(40)).min(2).max(4),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
  region: z.enum(DEMO_REGIONS),
  topic: z.enum(DEMO_TOPICS),
  dateline: z.string().min(2),
  byline: z.string().min(10).optional(),
  kind: z.enum(['news', 'update']),
  access: z.enum(['free', 'paid']),
  source: z.enum(['agence-colporteur', 'correspondants']),
  link: z.url({ protocol: /^https$/, hostname: /^newsroom\.example$/ }),
  /** `file` stands in apps/cli/demo, drawn for this project; measures in pixels. */
  picture: z
    .strictObject({
      file: z.string().regex(/^[a-z-]+\.png$/),
      width: z.int().positive(),
      height: z.int().positive(),
      alt: z.string().min(20),
      caption: z.string().min(10),
    })
    .optional(),
});

/** A whole file of sample dispatches. */
export const demoDispatchesSchema = z.array(demoDispatchSchema);

export type DemoDispatch = z.infer<typeof demoDispatchSchema>;
