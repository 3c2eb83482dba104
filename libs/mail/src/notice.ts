import { z } from 'zod';
import { defineJob } from '@app/platform';
import { noticeKinds, type NoticeKind } from './notice-rendering.js';

const mailbox = z.object({ name: z.string(), address: z.string() });

/** What an outbox row holds besides the address: enough to render and send without asking any other table. */
export const noticeContent = z.object({
  from: mailbox,
  replyTo: mailbox.optional(),
  brand: z.object({
    name: z.string(),
    contactAddress: z.string(),
    legalName: z.string(),
    postalAddress: z.string(),
    siteUrl: z.string(),
  }),
  accent: z.string().optional(),
  /** A list is names, which the notice's language joins and puts into its quotation marks. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  actionUrl: z.string().optional(),
});
export type NoticeContent = z.infer<typeof noticeContent>;

export const noticeKind = z.enum(noticeKinds);

/** Somebody waits in front of a screen for these: they leave before everything else. As in the index `notice_urgent`. */
export const urgentKinds: readonly NoticeKind[] = [
  'sign_in',
  'confirmation',
  'personal_link',
  'address_change_old',
  'address_change_new',
];

/** Written to operators, not to readers: an erased reader's address may be an operator's too. */
export const operatorKinds: readonly NoticeKind[] = [
  'sign_in',
  'alarm',
  'alarm_settled',
  'desk_alarms',
  'invitation',
  'password_changed',
  'second_factor_off',
];

export const sendNotice = defineJob({
  queue: 'notices',
  name: 'send-notice',
  payload: z.object({ noticeId: z.uuid() }),
});

/** Seconds until the next try, by how many were made: soon at first, because a reader waits in front of the screen. */
const BACK_OFF_SECONDS = [15, 60, 300, 900, 3_600];

export function noticeBackOff(attempts: number): number {
  return BACK_OFF_SECONDS[Math.min(attempts, BACK_OFF_SECONDS.length) - 1] ?? 15;
}
