import { z } from 'zod';
import type { ShelfDispatch } from '@app/dispatches';
import { forOutput } from '@app/dispatches';

/**
 * What a revision keeps of a dispatch: everything a mail, a web view and an archive need, so that none of them asks the
 * live tables again. Already cut to what the rights allow in a mail.
 */
export const frozenDispatch = z.object({
  headline: z.string(),
  standfirst: z.string(),
  link: z.string().nullable(),
  isUpdate: z.boolean(),
  isPaid: z.boolean(),
  countries: z.array(z.string()),
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
});
export type FrozenDispatch = z.infer<typeof frozenDispatch>;
/** As it is stored: the date as text. */
export type FrozenDispatchContent = z.input<typeof frozenDispatch>;

export interface FrozenBlock {
  readonly position: number;
  readonly kind: 'dispatch';
  readonly section: string;
  readonly dispatchId: string;
  readonly dispatchVersion: number;
  readonly content: FrozenDispatchContent;
}

/** Named beside the first; a story told by more is told by everybody. */
const MAX_OTHER_SOURCES = 4;

/**
 * Pure. `at` is the instant the edition is due: rights are judged there, for readers who may be anywhere. The first source
 * to tell has its credit line; the others are named after it.
 */
export function freezeDispatch(dispatch: ShelfDispatch, section: string, position: number, at: Date): FrozenBlock {
  const cut = forOutput(dispatch, 'mail', { at });
  const others = dispatch.otherSources.filter((source) => source !== cut.credit).slice(0, MAX_OTHER_SOURCES);
  return {
    position,
    kind: 'dispatch',
    section,
    dispatchId: dispatch.id,
    dispatchVersion: dispatch.version,
    content: {
      headline: cut.headline,
      standfirst: cut.standfirst,
      link: cut.link,
      isUpdate: dispatch.isUpdate,
      isPaid: dispatch.access === 'paid',
      countries: [...dispatch.countries],
      sources: [cut.credit, ...others],
      publishedAt: dispatch.publishedAt.toISOString(),
      picture: pictureWithCopies(cut.picture),
    },
  };
}

/** A picture we have no copy of is left out: readers load nothing from the addresses of others. */
function pictureWithCopies(picture: ShelfDispatch['picture']): FrozenDispatchContent['picture'] {
  if (picture === null || picture.files.length === 0) return null;
  return {
    files: picture.files.map(({ hash, mediaType, width, height }) => ({ hash, mediaType, width, height })),
    alt: picture.alt,
    caption: picture.caption ?? '',
    credit: picture.rights.credit ?? '',
  };
}
