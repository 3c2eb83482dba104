import { pairsOf, searchText } from './search-text.js';

/** A piece of a text, and whether it is what was looked for. Never HTML: whoever shows it writes it as text. */
export interface Fragment {
  readonly text: string;
  readonly hit: boolean;
}

/** What of a text is marked. Words are folded. */
export interface Marked {
  readonly isHit: (word: string) => boolean;
  /** Runs of signs as they were looked for. */
  readonly runs: readonly string[];
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The words of a text as they are written. */
export function writtenWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Pure. The pieces in order; together they are the text. */
export function fragments(text: string, { isHit, runs }: Marked): Fragment[] {
  const spans = [...text.matchAll(WORD)].flatMap((match) => {
    const [word] = match;
    const inside = runs.flatMap((run) => occurrences(word, run)).map(([from, to]) => [match.index + from, match.index + to] as const);
    if (inside.length > 0) return inside;
    return pairsOf(word, { ends: true }).length === 0 && isHit(searchText(word))
      ? [[match.index, match.index + word.length] as const]
      : [];
  }); // prettier-ignore
  const pieces: Fragment[] = [];
  let done = 0;
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    if (to <= done) continue;
    const begin = Math.max(from, done);
    if (begin > done) pieces.push({ text: text.slice(done, begin), hit: false });
    pieces.push({ text: text.slice(begin, to), hit: true });
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false });
  return pieces;
}

function occurrences(word: string, run: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let at = word.indexOf(run); at >= 0; at = word.indexOf(run, at + run.length)) found.push([at, at + run.length]);
  return found;
}
