import { z } from 'zod';
import { dispatchErrors } from '../dispatches.errors.js';
import { detectLanguage } from '../language.js';
import { clusterDecision, type ClusterDecision } from './cluster-book.js';
import type { ClusterItem } from './cluster-item.js';
import { clusterSettings, type ClusterSettings } from './cluster-settings.js';

/** More than a month of a busy newsroom; the log of as many decisions is some 70 MB. */
const MAX_ITEMS = 100_000;
/** Faults named in an error; the rest are of the same kind. */
const MAX_FAULTS = 10;

const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '');
const item = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  language: z.string().nullish(),
  headline: z.string(),
  standfirst: text,
  body: text,
  publishedAt: z.iso
    .datetime({ offset: true, local: true })
    .transform((given) => new Date(/(?:[Zz]|[+-]\d\d:?\d\d)$/.test(given) ? given : `${given}Z`))
    .nullish(),
  source: text,
});
const items = z.array(item).max(MAX_ITEMS);
const itemsFile = z.union([items, z.object({ items }).transform((given) => given.items)]);

/**
 * Reads dispatches from a file: a JSON list of `{id, language, headline, standfirst, publishedAt, source}`, or an object
 * with such a list as `items`, or one such object a line. A language left out is that of the texts that have none, taken
 * together: one headline is too short to tell. An instant without a zone is UTC; one left out is the latest of the file.
 *
 * @throws `cluster.items_invalid` with the entries at fault
 */
export function readClusterItems(content: string): ClusterItem[] {
  const read = parsed(content, itemsFile, 'cluster.items_invalid');
  const seen = new Set<string>();
  for (const { id } of read) {
    if (seen.has(id)) throw dispatchErrors.error('cluster.items_invalid', { faults: [`${id}: this id stands twice`] });
    seen.add(id);
  }
  const latest = read.reduce((last, { publishedAt }) => Math.max(last, publishedAt?.getTime() ?? 0), 0);
  const unnamed = read.filter(({ language }) => language === null || language === undefined);
  const common = detectLanguage(unnamed.map(({ headline, standfirst }) => `${headline}\n${standfirst}`).join('\n'));
  return read.map((given) => ({
    ...given,
    language: given.language ?? common,
    publishedAt: given.publishedAt ?? new Date(latest),
  }));
}

/** Settings to try: what is left out stays at its default. */
export function readClusterSettings(content: string): ClusterSettings {
  return parsed(content, clusterSettings, 'cluster.settings_invalid');
}

/** The `decisions` of `dispatch cluster --explain --json`, alone or in the document they were printed in. */
export function readClusterLog(content: string): ClusterDecision[] {
  const log = z.array(clusterDecision);
  const file = z.union([log, z.object({ decisions: log }).transform(({ decisions }) => decisions)]);
  return parsed(content, file, 'cluster.log_invalid');
}

type Code = 'cluster.items_invalid' | 'cluster.settings_invalid' | 'cluster.log_invalid';

function parsed<Output>(content: string, schema: z.ZodType<Output>, code: Code): Output {
  const result = schema.safeParse(fromJson(content, code));
  if (result.success) return result.data;
  throw dispatchErrors.error(code, { faults: faultsOf(result.error.issues).slice(0, MAX_FAULTS) });
}

/** Of a union the faults of the form that came nearest: the one that failed deepest inside. */
function faultsOf(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [`${issue.path.join('.')}: ${issue.message}`];
    const forms = issue.errors.map((form) => ({ form, depth: Math.max(0, ...form.map(({ path }) => path.length)) }));
    const nearest = forms.sort((a, b) => b.depth - a.depth)[0];
    const path = issue.path.length === 0 ? '' : `${issue.path.join('.')}.`;
    return nearest === undefined ? [] : faultsOf(nearest.form).map((fault) => path + fault);
  });
}

function fromJson(content: string, code: Code): unknown {
  const plain = content.replace(/^\uFEFF/, '').trim();
  try {
    return JSON.parse(plain);
  } catch (cause) {
    const lines = plain.split(/\r?\n/);
    // A single line that is not JSON is no list of lines either.
    if (lines.length < 2 || !plain.startsWith('{'))
      throw dispatchErrors.error(code, { faults: ['not JSON'] }, { cause });
    return lines.flatMap((line, at) => (line.trim() === '' ? [] : [lineOf(line, at, code)]));
  }
}

function lineOf(line: string, at: number, code: Code): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw dispatchErrors.error(code, { faults: [`line ${at + 1}: not JSON`] }, { cause });
  }
}
