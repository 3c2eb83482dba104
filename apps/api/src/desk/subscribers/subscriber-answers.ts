import { z } from 'zod';
import { timelineKinds } from '@app/subscribers';

const instant = z.iso.datetime().nullable();

export const subscriptionState = z.enum(['pending', 'active', 'paused', 'ended']);
export const endedBy = z.enum([
  'reader', 'one_click', 'operator', 'suppression', 'erasure', 'inactivity', 'moved',
]); // prettier-ignore
export const suppressionCause = z.enum(['hard_bounce', 'complaint', 'operator', 'erased', 'imported']);

const address = z
  .string()
  .nullable()
  .describe('In full for those who may export it, else masked (`m•••@example.org`); null: erased.');

export const subscriptionList = z.object({
  subscriptions: z.array(
    z.object({
      id: z.uuid(),
      subscriberId: z.uuid(),
      address,
      newsletter: z.string().describe('Slug.'),
      state: subscriptionState,
      locale: z.string(),
      requestedAt: z.iso.datetime(),
      activatedAt: instant,
      endedAt: instant,
      endedBy: endedBy.nullable(),
      importId: z.uuid().nullable(),
      suppressed: z.boolean(),
    }),
  ),
  next: z
    .string()
    .nullable()
    .describe('For `after`. A page may be short and another follow: where nothing helps to look, a stretch is looked at.'),
}); // prettier-ignore

export const foundSubscribers = z.object({
  subscribers: z.array(
    z.object({
      id: z.uuid(),
      address,
      locale: z.string(),
      since: z.iso.datetime(),
      suppressed: z.boolean(),
      subscriptions: z.array(z.object({ id: z.uuid(), newsletter: z.string(), state: subscriptionState })),
    }),
  ),
  next: z.string().nullable(),
});

export const subscriberDetail = z.object({
  id: z.uuid(),
  address,
  locale: z.string(),
  timeZone: z.string().nullable().describe('IANA name; null: the newsletter’s.'),
  since: z.iso.datetime(),
  lastContactAt: z.iso.datetime(),
  erasedAt: instant,
  addressChange: z
    .object({
      newAddress: z.string().describe('Masked as the address is.'),
      askedAt: z.iso.datetime(),
      confirmedByOld: z.boolean(),
      confirmedByNew: z.boolean(),
      endsAt: z.iso.datetime(),
    })
    .nullable(),
  suppressions: z.array(
    z.object({ cause: suppressionCause, since: z.iso.datetime(), explanation: z.string(), liftable: z.boolean() }),
  ),
  subscriptions: z.array(
    z.object({
      id: z.uuid(),
      newsletter: z.object({ slug: z.string(), name: z.string(), language: z.string() }),
      state: subscriptionState,
      standing: z.string().describe('`eligible`, or why not mailed now.'),
      explanation: z.string().describe('In a sentence.'),
      requestedAt: z.iso.datetime(),
      activatedAt: instant,
      pausedUntil: instant,
      held: z.boolean(),
      endedAt: instant,
      endedBy: endedBy.nullable(),
      endedEditionId: z.uuid().nullable(),
      leaveReason: z.string().nullable(),
      importId: z.uuid().nullable(),
      choices: z.object({
        regions: z.array(z.string()).nullable(),
        topics: z.array(z.string()).nullable(),
        deliveryTime: z.string().nullable(),
      }),
    }),
  ),
});

export const subscriberStory = z.object({
  events: z.array(
    z.object({
      key: z.string(),
      at: z.iso.datetime(),
      kind: z.enum(timelineKinds),
      newsletter: z.string().nullable().describe('Slug; null: about the reader, whatever they receive.'),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
  next: z.string().nullable(),
});

export const count = z.int().min(0);

export const readershipAnswer = z.object({
  newsletter: z.string().nullable(),
  timeZone: z.string().nullable().describe('Whose days these are; null: each newsletter’s own.'),
  from: z.iso.date(),
  to: z.iso.date(),
  step: z.enum(['day', 'week', 'month']),
  countedAt: instant.describe('null: nothing was counted yet.'),
  periods: z.array(
    z.object({
      begins: z.iso.date(),
      signedUp: count,
      confirmed: count,
      brought: count.describe('Imported or attested.'),
      returned: count.describe('By an undo, or from a sister newsletter.'),
      ended: count,
      readers: z.int().describe('Who had agreed and not withdrawn at its end; paused ones are among them.'),
    }),
  ),
  causes: z.record(z.string(), count).describe('Of what ended in the range.'),
  placements: z.array(
    z.object({
      page: z.string(),
      placement: z.string().describe('Both are empty for what is counted together.'),
      signedUp: count,
      confirmed: count,
    }),
  ),
  editions: z.array(
    z.object({
      editionId: z.uuid(),
      editionDate: z.iso.date(),
      newsletter: z.string(),
      ended: count.describe('Who left by its link and has not come back since.'),
    }),
  ),
});
