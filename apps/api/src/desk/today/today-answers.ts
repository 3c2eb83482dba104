import { z } from 'zod';
import { editionState } from '../edition-answers.js';

const count = z.int().min(0);
const instant = z.iso.datetime();

const ledgerCounts = z
  .object({
    recipients: count,
    planned: count,
    claimed: count,
    submitting: count,
    submitted: count,
    deferred: count,
    rejected: count,
    skipped: count,
    uncertain: count,
  })
  .describe('Rows of the ledger by state.');

const sending = z.object({
  counts: ledgerCounts,
  waves: z
    .array(
      z.object({
        dueAt: instant,
        isSeed: z.boolean().describe('Staff and seed addresses, before everybody.'),
        size: count,
        openedAt: instant.nullable(),
        counts: ledgerCounts,
      }),
    )
    .describe('Earliest first.'),
  messagesPerMinute: z.number().nullable().describe('Over the last five minutes; null: not for long enough yet.'),
  expectedEnd: instant.nullable().describe('At that rate; null: nothing is owed, or nothing leaves.'),
  target: z
    .object({
      at: instant,
      percent: z.int(),
      expectedPercent: z.number().describe('Of that wave, expected to be done by then.'),
      verdict: z.enum(['behind', 'kept']).nullable().describe('null: nothing was measured yet.'),
    })
    .nullable()
    .describe('Such as 95 % by 07:15, for the wave furthest from it; null: the newsletter names none.'),
});

const todayEdition = z.object({
  id: z.uuid(),
  kind: z.enum(['digest', 'flash', 'letter', 'correction']),
  editionDate: z.iso.date(),
  sequence: z.int(),
  slot: z.string().nullable(),
  state: editionState,
  reason: z.string().nullable(),
  dueAt: instant,
  lastDueAt: instant,
  proposeAt: instant,
  freezesAt: instant.describe('The deadline of an approval.'),
  secondsToFreeze: z.int().describe('By the server’s clock; negative: past.'),
  releaseAt: instant.nullable().describe('Approved, and can be taken back until then.'),
  pausedAt: instant.nullable(),
  sentAt: instant.nullable(),
  proposalVersion: z.int(),
  approvals: z
    .object({
      needed: z.int(),
      missing: z.int(),
      by: z.array(z.object({ operatorId: z.string(), name: z.string().nullable() })),
      isMine: z.boolean().describe('Whoever asks has approved it as it is.'),
    })
    .nullable()
    .describe('null: it leaves without an approval.'),
  blocks: count,
  dispatches: count,
  oddities: z
    .array(z.string())
    .describe(
      'Codes: no_dispatch_in_window, proposal_empty, slow_day, no_lead_picture, section_empty, changed_after_approval, deadline_passed.',
    ),
  emptySections: z.array(z.string()).describe('Slugs of sections that want a dispatch today and have none.'),
  sending: sending.nullable().describe('null: not being sent.'),
  result: z
    .object({ recipients: count, submitted: count, rejected: count, skipped: count, uncertain: count })
    .nullable()
    .describe('Once it was sent; null before.'),
});

const todayNewsletter = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  language: z.string().describe('BCP 47 tag.'),
  direction: z.enum(['ltr', 'rtl']),
  familyId: z.uuid().nullable(),
  familyName: z.string().nullable(),
  timeZone: z.string().describe('IANA name.'),
  approval: z.enum(['automatic', 'desk']),
  unapproved: z.enum(['send', 'send_short', 'hold']).describe('What happens when nobody approves in time.'),
  readers: count.describe('Active subscriptions.'),
  editions: z.array(todayEdition).describe('Open ones, and those of the last hours; first due first.'),
  next: z
    .object({
      dueAt: instant,
      freezesAt: instant,
      editionDate: z.iso.date(),
      dispatches: count.describe('To choose from so far; 200 stands for that many or more.'),
    })
    .nullable()
    .describe('The next that is not claimed yet; null: the calendar has none.'),
});

const need = z.object({
  id: z.string().describe('The same as long as it is the same.'),
  code: z.string().describe('Such as edition.unapproved, source.paused, installation.disarmed.'),
  weight: z.enum(['now', 'soon', 'look']).describe('Whether it waits an hour, a day, or for whoever looks.'),
  since: instant,
  object: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  newsletterId: z.uuid().nullable(),
  editionDate: z.iso.date().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).describe('What its sentence names. No addresses.'),
  settle: z.enum(['desk_alarm', 'dispatch_alarm']).nullable().describe('As whose alarm it may be called looked at.'),
  alarmId: z.uuid().nullable(),
  path: z.string().describe('Where it is settled, within the operators’ application.'),
});

const firstStep = z.object({
  code: z.enum(['newsletter', 'source', 'relay', 'colleague', 'reader']),
  isDone: z.boolean(),
  path: z.string(),
});

export const todayAnswer = z.object({
  now: instant.describe('The server’s clock: countdowns are counted from it.'),
  installation: z.object({
    disarmedSince: instant.nullable().describe('Nothing is submitted since then; null: armed.'),
    cause: z.string().nullable(),
  }),
  readersCountedAt: instant,
  newsletters: z.array(todayNewsletter),
  needs: z.array(need).describe('What needs a person, the most pressing first; a hundred at most.'),
  firstSteps: z.array(firstStep).nullable().describe('Until the first edition was sent; null afterwards.'),
});

export type TodayAnswer = z.infer<typeof todayAnswer>;
export type TodayEditionAnswer = z.infer<typeof todayEdition>;
export type SendingAnswer = z.infer<typeof sending>;
export type Need = z.infer<typeof need>;
export type FirstStep = z.infer<typeof firstStep>;
