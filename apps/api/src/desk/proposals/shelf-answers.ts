import { z } from 'zod';
import { pictureAddress, type ShelfDispatch } from '@app/dispatches';
import type { OnShelf } from '@app/editions';

/** The shelf beside a proposal, as a desk has it before it. */

const reason = z
  .looseObject({ code: z.string(), text: z.string().describe('For people, in English.') })
  .describe('A stable code with its numbers.');

/** Pixels: the copy nearest to it is small and still sharp on a screen with two pixels for one. */
const THUMBNAIL_WIDTH = 320;

export const thumbnail = z
  .object({ url: z.string(), alt: z.string(), mayMail: z.boolean() })
  .nullable()
  .describe('Our own copy of its picture; null: none.');

/** The copy to show beside a headline, at a path of this very host. */
export function toThumbnail(picture: ShelfDispatch['picture']): z.infer<typeof thumbnail> {
  if (picture === null) return null;
  const file = picture.files.toSorted((a, b) => distance(a.width) - distance(b.width))[0];
  return file === undefined
    ? null
    : { url: pictureAddress('', file), alt: picture.alt, mayMail: picture.rights.mail };
} // prettier-ignore

function distance(width: number): number {
  return Math.abs(width - THUMBNAIL_WIDTH);
}

export const shelfAnswer = z.object({
  dispatches: z
    .array(
      z.object({
        id: z.uuid(),
        status: z.enum(['usable', 'withheld', 'killed']),
        headline: z.string(),
        standfirst: z.string(),
        source: z.string(),
        otherSources: z.array(z.string()),
        regions: z.array(z.string()),
        countries: z.array(z.string()),
        urgency: z.int().nullable().describe('IPTC: 1 most urgent … 9 least; null: no longer usable.'),
        access: z.string().nullable().describe('`free`, `metered` or `paid`; null: no longer usable.'),
        publishedAt: z.iso.datetime(),
        firstSeenAt: z.iso.datetime(),
        embargoedUntil: z.iso.datetime().nullable(),
        picture: thumbnail,
        section: z.string().describe('Slug: where it would stand.'),
        score: z.number().nullable().describe('The machine’s points; null: it was not weighed against others.'),
        reasons: z.array(reason).describe('Why it is not in the edition, the weightiest first.'),
        cause: z
          .enum(['unusable', 'embargoed', 'rights_ended', 'other_language'])
          .nullable()
          .describe('Why it cannot be taken in; null: it can.'),
      }),
    )
    .describe('What the desk left out, then by the machine’s points, then the newest.'),
  total: z.int().min(0).describe('Of all pages.'),
  next: z.string().nullable().describe('`after` of the next page.'),
});

export function toShelfDispatch(one: OnShelf): z.infer<typeof shelfAnswer>['dispatches'][number] {
  const { dispatch, publishedAt, firstSeenAt, sourceName, reasons, ...plain } = one;
  return {
    ...plain,
    source: sourceName,
    standfirst: dispatch?.standfirst ?? '',
    otherSources: [...(dispatch?.otherSources ?? [])],
    regions: [...(dispatch?.regions ?? [])],
    countries: [...(dispatch?.countries ?? [])],
    urgency: dispatch?.urgency ?? null,
    access: dispatch?.access ?? null,
    publishedAt: publishedAt.toISOString(),
    firstSeenAt: firstSeenAt.toISOString(),
    embargoedUntil: dispatch?.embargoedUntil?.toISOString() ?? null,
    picture: toThumbnail(dispatch?.picture ?? null),
    reasons: reasons.map((given) => ({ ...given })),
  };
}
