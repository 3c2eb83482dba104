import type { GivenContent } from '../store/dispatch-content.js';
import { htmlToText } from '../markup/sanitize.js';

/**
 * What changed from one version to the next, for somebody who has to decide whether it matters. Texts are compared by
 * paragraphs, then sentences, then words, each only where the larger unit differs, so that time stays near the texts'
 * length. Pure.
 */
export interface VersionDiff {
  readonly fields: readonly FieldDiff[];
}

export type FieldDiff =
  | { readonly field: string; readonly kind: 'text'; readonly pieces: readonly DiffPiece[] }
  | { readonly field: string; readonly kind: 'value'; readonly before: unknown; readonly after: unknown };

/** `kept` pieces between changes are shortened: the words next to a change are what makes it readable. */
export interface DiffPiece {
  readonly change: 'kept' | 'removed' | 'added';
  readonly text: string;
}

/** Prose, in the order in which a reader meets it. */
const TEXTS = ['headline', 'standfirst', 'bodyHtml', 'byline', 'dateline'] as const;
const VALUES = [
  'status', 'link', 'publishedAt', 'updatedAt', 'embargoedUntil', 'isUpdate', 'urgency', 'access', 'language',
  'countries', 'regions', 'topics', 'categories', 'related', 'picture', 'rights', 'usageTerms', 'replaces',
] as const; // prettier-ignore

/** Units compared with each other at once; the square of it bounds the work, and what is longer is shown as replaced. */
const MAX_COMPARED = 400;
/** Words shown on each side of a change. */
const CONTEXT_WORDS = 6;

export function versionDiff(before: Partial<GivenContent>, after: Partial<GivenContent>): VersionDiff {
  const fields: FieldDiff[] = [];
  for (const field of TEXTS) {
    const pieces = textDiff(proseOf(field, before), proseOf(field, after));
    if (pieces.length > 0) fields.push({ field: field === 'bodyHtml' ? 'body' : field, kind: 'text', pieces });
  }
  for (const field of VALUES) {
    const [old, now] = [before[field] ?? null, after[field] ?? null];
    if (JSON.stringify(old) !== JSON.stringify(now)) fields.push({ field, kind: 'value', before: old, after: now });
  }
  return { fields };
}

function proseOf(field: (typeof TEXTS)[number], content: Partial<GivenContent>): string {
  const text = content[field] ?? '';
  return field === 'bodyHtml' ? htmlToText(text) : text;
}

/** Empty where nothing changed. */
export function textDiff(before: string, after: string): DiffPiece[] {
  if (before === after) return [];
  return withContext(joined(diffBy(LEVELS, before, after)));
}

/** A line for each field: `headline: Le port [-ferme-] {+rouvre+} à midi`, as `git diff --word-diff` writes it. */
export function renderDiff({ fields }: VersionDiff): string {
  return fields
    .map((field) => `${field.field}: ${field.kind === 'text' ? renderPieces(field.pieces) : renderValues(field)}`)
    .join('\n');
}

function renderPieces(pieces: readonly DiffPiece[]): string {
  const written = { kept: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
  return pieces
    .map(({ change, text }) => `${written[change][0]}${text.trim()}${written[change][1]}`)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function renderValues({ before, after }: Extract<FieldDiff, { kind: 'value' }>): string {
  return `${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

/** How a text is cut; the pieces put together again are the text. */
type Cut = (text: string) => string[];
const LEVELS: readonly Cut[] = [
  (text) => text.split(/(?<=\n)/),
  (text) => text.split(/(?<=[.!?…؟。] )/),
  (text) => text.split(/(?<=\s)(?=\S)/),
];

function diffBy(levels: readonly Cut[], before: string, after: string): DiffPiece[] {
  const [cut, ...finer] = levels;
  if (cut === undefined || before === '' || after === '') return replaced(before, after);
  const pieces: DiffPiece[] = [];
  let [removed, added] = ['', ''];
  const settle = (): void => {
    pieces.push(...(removed === '' && added === '' ? [] : diffBy(finer, removed, added)));
    [removed, added] = ['', ''];
  };
  for (const { change, text } of diffUnits(cut(before), cut(after))) {
    if (change === 'removed') removed += text;
    else if (change === 'added') added += text;
    else {
      settle();
      pieces.push({ change, text });
    }
  }
  settle();
  return pieces;
}

function replaced(before: string, after: string): DiffPiece[] {
  const pieces: DiffPiece[] = [
    { change: 'removed', text: before },
    { change: 'added', text: after },
  ];
  return pieces.filter(({ text }) => text !== '');
}

/** What both begin and end with is kept; the rest by its longest common subsequence, where it is short enough to ask. */
function diffUnits(before: readonly string[], after: readonly string[]): DiffPiece[] {
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && same(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const middle =
    old.length > MAX_COMPARED || now.length > MAX_COMPARED ? replaced(old.join(''), now.join('')) : common(old, now);
  return [...kept(after.slice(0, start)), ...middle, ...kept(end === 0 ? [] : after.slice(-end))];
}

function kept(units: readonly string[]): DiffPiece[] {
  return units.map((text) => ({ change: 'kept', text }));
}

/** White space around a word is no change a reader sees. */
function same(one: string | undefined, other: string | undefined): boolean {
  return one?.trim() === other?.trim();
}

/** Longest common subsequence by the textbook's table; at most MAX_COMPARED² comparisons. */
function common(before: readonly string[], after: readonly string[]): DiffPiece[] {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] = same(before[row], after[column])
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pieces: DiffPiece[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && same(before[row], after[column])) {
      pieces.push({ change: 'kept', text: after[column] ?? '' });
      [row, column] = [row + 1, column + 1];
    } else if (column === after.length || (row < before.length && at(row + 1, column) >= at(row, column + 1))) {
      pieces.push({ change: 'removed', text: before[row] ?? '' });
      row += 1;
    } else {
      pieces.push({ change: 'added', text: after[column] ?? '' });
      column += 1;
    }
  }
  return pieces;
}

/** Neighbours of one kind become one piece, the removed before the added. */
function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const out: DiffPiece[] = [];
  let [removed, added] = ['', ''];
  const settle = (): void => {
    out.push(...replaced(removed, added));
    [removed, added] = ['', ''];
  };
  for (const { change, text } of pieces) {
    if (change === 'removed') removed += text;
    else if (change === 'added') added += text;
    else {
      settle();
      const last = out.at(-1);
      if (last?.change === 'kept') out[out.length - 1] = { change, text: last.text + text };
      else out.push({ change, text });
    }
  }
  settle();
  return out;
}

function withContext(pieces: readonly DiffPiece[]): DiffPiece[] {
  if (pieces.every(({ change }) => change === 'kept')) return [];
  return pieces.map((piece, index) => {
    if (piece.change !== 'kept') return piece;
    const words = piece.text.split(/(?<=\s)(?=\S)/);
    const [head, tail] = [index > 0 ? CONTEXT_WORDS : 0, index < pieces.length - 1 ? CONTEXT_WORDS : 0];
    if (words.length <= head + tail + 1) return piece;
    const beginning = words.slice(0, head).join('');
    const ending = tail === 0 ? '' : words.slice(-tail).join('');
    return { change: 'kept', text: `${beginning}… ${ending}` };
  });
}
