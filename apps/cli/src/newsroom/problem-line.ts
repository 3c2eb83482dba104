import type { z } from 'zod';

/** Characters of a value that are shown: enough to find it in the file. */
const MAX_SHOWN = 60;
/** Problems of a list are told by their path; its whole text helps nobody. */
const TOLD_BY_PATH: ReadonlySet<string> = new Set(['unrecognized_keys', 'invalid_key']);

/** `newsletters.0.accent: given "red"; expected: a colour such as #a8321f` */
export function problemLine(issue: z.core.$ZodIssue, file: unknown): string {
  const { code, path, message } = furthest(issue);
  const place = path.map(String).join('.') || 'file';
  const expected = /^(?:Invalid|Too|Unrecognized)/.test(message) ? message : `expected: ${message}`;
  if (TOLD_BY_PATH.has(code)) return `${place}: ${expected}`;
  const given = 'input' in issue && code === 'custom' ? issue.input : valueAt(file, path);
  return `${place}: given ${shown(given)}; ${expected}`;
}

/** Where something may be written in two ways, the way that was read furthest is the one that was meant. */
function furthest(issue: z.core.$ZodIssue): { code: string; path: PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return { code: issue.code, path: issue.path, message: issue.message };
  const within = issue.errors.flatMap(([first]) => (first === undefined ? [] : [furthest(first)]));
  const [best] = within.sort((a, b) => b.path.length - a.path.length);
  if (best === undefined) return { code: issue.code, path: issue.path, message: issue.message };
  const { code, message, path } = best;
  return { code, message, path: [...issue.path, ...path] };
}

function valueAt(file: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((place, step) => {
    if (typeof place !== 'object' || place === null) return undefined;
    return new Map<string, unknown>(Object.entries(place)).get(String(step));
  }, file);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
