import { z } from 'zod';
import { ruleOf, type PreflightFinding } from '@app/mail';

/** A finding of preflight as the API says it. */
export const preflightFinding = z.object({
  level: z.enum(['block', 'warn']),
  code: z.string().describe('Stable: preflight.alt_missing'),
  where: z.object({
    part: z.enum(['html', 'text', 'subject', 'headers', 'message', 'template', 'edition']),
    line: z.int().optional().describe('From 1; of a `template`, of the source that its author wrote.'),
    partial: z.string().optional().describe('That holds the line; left out: the template itself.'),
    excerpt: z.string().optional(),
    block: z.string().optional().describe('Of an edition: the dispatch.'),
    variant: z.string().optional(),
  }),
  message: z.string(),
  help: z.string().describe('What to do.'),
  source: z.string().describe('Who demands it.'),
});

/** One of an edition's, which somebody may be able to answer for. */
export const editionFinding = preflightFinding.extend({
  mayOverride: z.boolean().describe('It blocks, and whoever has the right to may let the edition leave all the same.'),
});

export function toEditionFinding(finding: PreflightFinding): z.infer<typeof editionFinding> {
  const mayOverride = finding.level === 'block' && ruleOf(finding.code)?.mayOverride === true;
  return { ...toPreflightFinding(finding), mayOverride };
}

export function toPreflightFinding({ where, ...finding }: PreflightFinding): z.infer<typeof preflightFinding> {
  return { ...finding, where: { ...where } };
}
