import { errorText } from '@app/platform';
import type { z } from 'zod';
import { dispatchErrors } from '../dispatches.errors.js';
import { labelFile, type Label, type LabelFile } from './label.js';

/**
 * Reads the file a newsroom edits.
 *
 * @throws CatalogueError `label.not_json` with the line, `label.invalid` with each field at fault
 */
export function readLabelFile(text: string): LabelFile {
  const checked = labelFile.safeParse(parse(text));
  if (checked.success) return checked.data;
  throw dispatchErrors.error('label.invalid', { issues: checked.error.issues.map(issueOf) });
}

/** The same labels as a file. */
export function labelFileOf(labels: readonly Label[]): Required<LabelFile> {
  const of = (kind: Label['kind']) =>
    labels
      .filter((label) => label.kind === kind)
      .map(({ slug, names, countries, rules }) => ({ slug, names, countries: [...countries], rules }));
  return { regions: of('region'), topics: of('topic') };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's words name the line and column.
    throw dispatchErrors.error('label.not_json', { problem: errorText(error) }, { cause: error });
  }
}

/** `regions[2].countries[0]`, as one would write it to get there. */
function issueOf(issue: z.core.$ZodIssue): { field: string; problem: string } {
  const { path, message } = deepest(issue);
  const field = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return { field: field.replace(/^\./, ''), problem: message };
}

/** Where phrases may be written in two ways, the way that was read furthest is the one that was meant. */
function deepest(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const within = issue.errors.flatMap(([first]) => (first === undefined ? [] : [deepest(first)]));
  const [best] = within.sort((a, b) => b.path.length - a.path.length);
  if (best === undefined || best.path.length === 0)
    return { path: issue.path, message: 'expected a list of phrases, or one list a language' };
  return { path: [...issue.path, ...best.path], message: best.message };
}
