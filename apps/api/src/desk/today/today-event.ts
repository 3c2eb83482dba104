import { z } from 'zod';

const count = z.int().min(0);

/** `today`: something changed, look again. */
export const todayHint = z.object({
  about: z.array(z.enum(['editions', 'needs'])).describe('What is to be read again.'),
});

export const progressEvent = z.object({
  editionId: z.uuid(),
  recipients: count,
  submitted: count,
  rejected: count,
  skipped: count,
  uncertain: count,
  deferred: count,
  at: z.iso.datetime(),
});
export type ProgressEvent = z.infer<typeof progressEvent>;

export type TodayEvent =
  | { readonly type: 'today'; readonly data: z.infer<typeof todayHint> }
  | { readonly type: 'progress'; readonly data: ProgressEvent };

/** As it stands in the stream (WHATWG HTML §9.2.6). JSON has no raw line ends, so one `data` line holds it. */
export function eventText(id: string, { type, data }: TodayEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
