import { z } from 'zod';
import type { WatchedSource } from '@app/dispatches';
import { instant, rights } from './dispatch-answers.js';

/** What the operators' API tells of sources. Nothing of how a feed is asked (validators, tokens) is among it. */

const health = z.object({
  lastPolledAt: instant.nullable(),
  lastSuccessAt: instant.nullable(),
  lastNewAt: instant.nullable(),
  nextPollAt: instant.nullable().describe('null: nobody will poll it.'),
  failingSince: instant.nullable(),
  lastFailure: z.string().nullable(),
  consecutiveFailures: z.int(),
  usualGapSeconds: z.int().nullable().describe('Between two arrivals; null: not known yet.'),
  polls: z.int(),
  failures: z.array(z.object({ reason: z.string(), httpStatus: z.int().nullable(), count: z.int(), lastAt: instant })),
  dispatchesPerDay: z.number(),
  duplicateShare: z.number().nullable().describe('Of the entries seen, 0 to 1; null where none were seen.'),
  damagedShare: z.number().nullable(),
  refused: z.int(),
  isSilent: z.boolean(),
  alarms: z.array(z.string()),
});

export const source = z.object({
  slug: z.string(),
  kind: z.enum(['feed', 'api', 'operator']),
  name: z.string(),
  url: z.string().nullable().describe('null: it pushes.'),
  siteUrl: z.string().nullable(),
  folder: z.string().nullable(),
  language: z.string().nullable(),
  access: z.enum(['free', 'metered', 'paid']),
  rights,
  usageTerms: z.string().nullable(),
  excerptLength: z.int().nullable(),
  fullText: z.boolean(),
  isTrusted: z.boolean(),
  weight: z.int().describe('How much its news sense is trusted: 0 to 10.'),
  state: z.enum(['active', 'paused', 'stopped']),
  stateReason: z.string().nullable().describe('A code; null while it is active.'),
  pollSeconds: z.int(),
  pollMinSeconds: z.int().nullable(),
  pollMaxSeconds: z.int().nullable(),
  version: z.int().describe('Of what operators change. The ETag holds it too.'),
});

export const watchedSource = source.extend({ health: health.describe('Of the last seven days.') });
export const sourceList = z.object({ sources: z.array(watchedSource) });

export const addedSource = source.extend({
  isNew: z.boolean().describe('false: it was there already, and nothing was changed.'),
});

export const changedSource = source.extend({
  dispatches: z.int().describe('Dispatches whose rights changed with it.'),
  pictures: z.int(),
});

export const poll = z.object({
  polledAt: instant,
  outcome: z.enum(['read', 'not_modified', 'failed']),
  httpStatus: z.int().nullable(),
  bytes: z.int(),
  millis: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  duplicate: z.int(),
  refused: z.int(),
  damaged: z.int(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
});
export const pollList = z.object({ polls: z.array(poll).describe('The newest fifty, newest first.') });

export const foundFeed = z.object({
  url: z.string().describe('The feed’s own address: the one asked for, or the best its page names.'),
  title: z.string().optional(),
  language: z.string().optional(),
  siteUrl: z.string().optional(),
  choices: z.array(z.object({ url: z.string(), title: z.string().optional() })).describe('All that the page names.'),
  problem: z.object({ code: z.string(), message: z.string() }).optional().describe('Why it cannot be read now.'),
});

export const importedSources = z.object({
  sources: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      outcome: z.enum(['added', 'known', 'refused']),
      slug: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

export const alarmList = z.object({
  alarms: z.array(
    z.object({
      id: z.uuid(),
      code: z.string(),
      sourceId: z.string().nullable(),
      dispatchId: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
      raisedAt: instant,
    }),
  ),
});

export function flat({ source: one, health: its }: WatchedSource) {
  return { ...one, health: its };
}
