import { z } from 'zod';
import type { Approval, ApprovalResult, Edition } from '@app/editions';

/** An edition as the operators' API gives it. */

export const editionState = z.enum([
  'claimed', 'proposed', 'held', 'approved', 'frozen', 'sending', 'sent', 'empty', 'cancelled',
]); // prettier-ignore

const policy = z.enum(['send', 'send_short', 'hold']);

export const editionAnswer = z.object({
  id: z.uuid(),
  newsletterId: z.uuid(),
  kind: z.enum(['digest', 'flash', 'letter', 'correction']),
  editionDate: z.iso.date().describe('The day it is dated, in the newsletter’s zone.'),
  sequence: z.int(),
  slot: z.string().nullable().describe('The calendar’s part of the day; null: made outside the calendar.'),
  state: editionState,
  reason: z.string().nullable().describe('Code: why a human is needed, or why nothing went out.'),
  dueAt: z.iso.datetime().describe('Of the first wave.'),
  lastDueAt: z.iso.datetime().describe('Of the last wave.'),
  usefulUntil: z.iso.datetime().describe('After this it is old news and is not sent.'),
  proposeAt: z.iso.datetime().describe('Assembled from then on.'),
  freezeAt: z.iso.datetime().describe('The deadline: approved until then, or what the newsletter declares happens.'),
  releaseAt: z.iso
    .datetime()
    .nullable()
    .describe('Approved, and frozen from then on; until then it can be taken back.'),
  windowFrom: z.iso.datetime().nullable().describe('Dispatches that came in after this; null until assembled.'),
  cutOff: z.iso.datetime().nullable().describe('… and until this.'),
  pausedAt: z.iso.datetime().nullable(),
  currentRevision: z.int().nullable().describe('Null until frozen.'),
  proposalVersion: z.int().describe('Counts changes of the proposal.'),
  unattended: policy.nullable().describe('What the policy did because nobody approved; null: nothing.'),
  createdBy: z.string().nullable().describe('The operator who made it outside the calendar.'),
});
export type EditionAnswer = z.infer<typeof editionAnswer>;

export function toEditionAnswer(edition: Edition): EditionAnswer {
  const { dueAt, lastDueAt, usefulUntil, proposeAt, freezeAt, releaseAt, windowFrom, cutOff, pausedAt } = edition;
  return {
    ...edition,
    dueAt: dueAt.toISOString(),
    lastDueAt: lastDueAt.toISOString(),
    usefulUntil: usefulUntil.toISOString(),
    proposeAt: proposeAt.toISOString(),
    freezeAt: freezeAt.toISOString(),
    releaseAt: releaseAt?.toISOString() ?? null,
    windowFrom: windowFrom?.toISOString() ?? null,
    cutOff: cutOff?.toISOString() ?? null,
    pausedAt: pausedAt?.toISOString() ?? null,
  };
}

export const approvalList = z
  .array(z.object({ operatorId: z.string(), approvedAt: z.iso.datetime() }))
  .describe('Of the proposal as it is, oldest first.');

export function toApprovals(approvals: readonly Approval[]): z.infer<typeof approvalList> {
  return approvals.map(({ operatorId, approvedAt }) => ({ operatorId, approvedAt: approvedAt.toISOString() }));
}

export const approvalAnswer = z.object({
  editionId: z.uuid(),
  state: editionState,
  version: z.int(),
  approvals: z.int().describe('Distinct people who have approved this version.'),
  approvalsNeeded: z.int(),
  releaseAt: z.iso.datetime().nullable().describe('Until then it can be taken back.'),
});

export function toApprovalAnswer(result: ApprovalResult): z.infer<typeof approvalAnswer> {
  return { ...result, releaseAt: result.releaseAt?.toISOString() ?? null };
}
