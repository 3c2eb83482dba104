import { z } from 'zod';

/**
 * What an output other than the mail may show of a dispatch, judged when it was frozen. `mayShow`: in full; else, and
 * from `until` on, `excerpt` stands for `standfirst` and no picture is shown.
 */
const outputShare = z.object({
  mayShow: z.boolean(),
  standfirst: z.string(),
  mayShowPicture: z.boolean(),
  /** An instant; the earliest end of a right that is used. null: no end. */
  until: z.iso.datetime().nullable(),
  excerpt: z.string(),
});
export type OutputShare = z.infer<typeof outputShare>;

/** Of what was frozen before outputs were judged apart: nothing but headline and link. */
const NO_SHARE: OutputShare = { mayShow: false, standfirst: '', mayShowPicture: false, until: null, excerpt: '' };

/**
 * What a revision keeps of a dispatch: everything a mail, a web view and an archive need, so that none of them asks the
 * live tables again. Already cut to what the rights allow in a mail.
 */
export const frozenDispatch = z.object({
  headline: z.string(),
  standfirst: z.string(),
  link: z.string().nullable(),
  /** 1 is the edition's most important story; left out: as important as its place says. */
  rank: z.int().exactOptional(),
  isUpdate: z.boolean(),
  isPaid: z.boolean(),
  countries: z.array(z.string()),
  /** Slugs: what a reader's choice is compared with. */
  regions: z.array(z.string()).default([]),
  topics: z.array(z.string()).default([]),
  sources: z.array(z.string()),
  publishedAt: z.iso.datetime().transform((text) => new Date(text)),
  picture: z
    .object({
      /** Our own copies, widest first; which one is shown is for whoever shows it. */
      files: z
        .array(
          z.object({
            hash: z.string().regex(/^[0-9a-f]{64}$/),
            mediaType: z.enum(['image/jpeg', 'image/png']),
            width: z.number(),
            height: z.number(),
          }),
        )
        .min(1),
      alt: z.string(),
      caption: z.string(),
      credit: z.string(),
    })
    .nullable(),
  archive: outputShare.default(NO_SHARE),
  feed: outputShare.default(NO_SHARE),
});
export type FrozenDispatch = z.output<typeof frozenDispatch>;
/** As it is stored: the date as text. */
export type FrozenDispatchContent = z.input<typeof frozenDispatch>;
