import { z } from 'zod';
import type { FoundPage } from '@app/dispatches';
import { instant } from '../dispatch-answers.js';

const parts = z
  .array(z.object({ text: z.string(), hit: z.boolean() }))
  .describe('The text in pieces, what was looked for marked. Plain text.');

const found = z.object({
  id: z.uuid(),
  sourceSlug: z.string(),
  sourceName: z.string(),
  language: z.string().describe('BCP 47 tag.'),
  status: z.enum(['usable', 'withheld', 'killed']),
  statusReason: z.string().nullable().describe('A code; null while usable.'),
  access: z.enum(['free', 'metered', 'paid']),
  isUpdate: z.boolean(),
  headline: z.string(),
  headlineParts: parts,
  standfirstParts: parts,
  regions: z.array(z.string()),
  topics: z.array(z.string()),
  urgency: z.int().describe('IPTC ninjs: 1 most urgent … 9 least.'),
  publishedAt: instant,
  firstSeenAt: instant,
  embargoedUntil: instant.nullable(),
  clusterId: z.uuid().nullable().describe('The event it belongs to; null: not clustered.'),
  hasPicture: z.boolean(),
});

export const foundDispatches = z.object({
  dispatches: z.array(found),
  next: z.string().nullable().describe('`after` of the next page; null: this is the last.'),
});

export function toFound({ dispatches, next }: FoundPage): z.input<typeof foundDispatches> {
  return {
    dispatches: dispatches.map((one) => ({
      ...one,
      regions: [...one.regions],
      topics: [...one.topics],
      headlineParts: [...one.headlineParts],
      standfirstParts: [...one.standfirstParts],
    })),
    next,
  };
}
