import { z } from 'zod';

export const count = z.int().min(0);
const counts = {
  recipients: count,
  submitted: count.describe('The relay accepted it; says nothing about arrival.'),
  deferred: count.describe('Tried, and told to come again later.'),
  rejected: count,
  skipped: count,
  uncertain: count,
  waiting: count.describe('Not tried yet, or being tried now.'),
};
const seconds = z.int().nullable();

/** What is known as long as the ledger's rows are kept. */
export const reportDetail = z.object({
  totals: z.object(counts),
  ways: z
    .array(
      z.object({
        ...counts,
        transport: z.string().nullable().describe('null: the first try is still to come.'),
        provider: z.string().nullable().describe('Whose mailboxes they are.'),
        attempts: count,
        bounced: count,
        complained: count,
      }),
    )
    .describe('Most recipients first.'),
  waves: z
    .array(
      z.object({
        ...counts,
        dueAt: z.iso.datetime(),
        secondsTo: z
          .object({ half: seconds, most: seconds.describe('95 %'), all: seconds })
          .describe('Seconds after it was due until so much of it was at the relay; null: not yet.'),
      }),
    )
    .describe('Earliest first.'),
  rejections: z
    .array(
      z.object({
        kind: z.enum(['hard', 'soft', 'policy', 'unknown']).describe('About the mailbox (hard, soft) or about us (policy).'),
        smtpCode: z.int().nullable(),
        enhancedCode: z.string().nullable().describe('RFC 3463.'),
        rows: count,
      }),
    )
    .describe('Most frequent first.'),
  skips: z.array(z.object({ cause: z.string(), rows: count })).describe('Most frequent first.'),
  attempts: z.array(z.object({ attempts: count, rows: count })).describe('How many needed so many tries.'),
  bounced: count,
  complained: count,
}); // prettier-ignore
export type ReportDetail = z.infer<typeof reportDetail>;
