import { z } from 'zod';
import { FIELDS, LAYOUTS } from '@app/subscribers';
import { InvalidInput } from '../../api.errors.js';
import { line } from '../texts.js';

const MAX_COHORTS = 1_000;
/** Characters of the words the readers agreed to: a page of them. */
const MAX_WORDING = 2_000;

/** One that has come; {@link assertPast} asks the clock. */
const instant = z.iso.datetime({ offset: true }).or(z.iso.date());
/** Without a control character: what PostgreSQL cannot store is in no header either. */
const columnName = line(200);

export const importOptions = z.object({
  platform: line(100).optional().describe('Where they come from; left out: what the file looks like.'),
  consentDate: instant.optional().describe('When they agreed, for rows without a date.'),
  lastContact: instant.optional().describe('Last sign of them, for rows without one.'),
  wording: line(MAX_WORDING).optional().describe('The words they agreed to.'),
  layout: z.enum(['auto', ...LAYOUTS]).default('auto'),
  map: z
    .partialRecord(z.enum(FIELDS), columnName)
    .default({})
    .transform((map) => Object.fromEntries(Object.entries(map).filter(([, column]) => column !== '')))
    .describe('Which column holds what, where its name does not tell.'),
  charset: z.string().regex(/^[A-Za-z0-9_:.-]{1,40}$/).default('auto'),
  delimiter: z.enum(['auto', ',', ';', '\t', '|']).default('auto'),
  format: z.enum(['auto', 'csv', 'jsonl']).default('auto'),
  cohorts: z.int().min(2).max(MAX_COHORTS).optional().describe('Holds the readers, and lets them in by so many cohorts.'),
}); // prettier-ignore

/** @throws request.invalid where readers would have agreed, or been heard of, on a day that has not come */
export function assertPast(options: z.infer<typeof importOptions>, now: Date): void {
  const ahead = (['consentDate', 'lastContact'] as const).filter((name) => Date.parse(options[name] ?? '') > now.getTime());
  if (ahead.length > 0)
    throw new InvalidInput('body', ahead.map((path) => ({ path, message: 'a day that has come' })));
} // prettier-ignore

const counts = z.object({
  rows: z.int(),
  in: z.int(),
  known: z.int().describe('Subscribed here already, or asked and not confirmed yet.'),
  refused: z.record(z.string(), z.int()),
  suppressed: z.record(z.string(), z.int()),
});

export const importAnswer = z.object({
  id: z.uuid(),
  newsletter: z.string().describe('Slug.'),
  fileName: z.string(),
  bytes: z.int(),
  state: z.enum(['receiving', 'ready', 'waiting', 'running', 'rehearsed', 'done', 'failed', 'cancelled']),
  task: z.enum(['rehearse', 'apply']).nullable(),
  phase: z.string().nullable().describe('Of the task that runs: `reading`, `applying`.'),
  rows: z.int().nullable().describe('So far in this phase.'),
  result: z
    .object({ layout: z.string(), mapping: z.record(z.string(), z.string()), counts })
    .nullable()
    .describe('Of the dry run, then of the import.'),
  error: z.string().nullable().describe('Code of why the last task failed.'),
  stopping: z.boolean().describe('Somebody wants it to stop, and it will after the block in hand.'),
  importId: z.uuid().nullable(),
  cohorts: z.int().nullable(),
  createdAt: z.iso.datetime(),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

export const importList = z.object({ imports: z.array(importAnswer) });

export const previewAnswer = z.object({
  format: z.string(),
  charset: z.string(),
  delimiter: z.string(),
  layout: z.string(),
  columns: z.array(z.string()),
  mapping: z.record(z.string(), z.string()).describe('Our field → the file’s column.'),
  rows: z.array(
    z.object({
      line: z.int(),
      read: z
        .object({
          address: z.string(),
          standing: z.string(),
          locale: z.string().nullable(),
          consentedAt: z.iso.datetime().nullable(),
        })
        .nullable(),
      problem: z.object({ code: z.string(), column: z.string().nullable(), detail: z.string().nullable() }).nullable(),
    }),
  ),
});
