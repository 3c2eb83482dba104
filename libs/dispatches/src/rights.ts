/**
 * What a dispatch or a picture may be used for. Pure, called by every floor that puts it somewhere. Unknown rights mean
 * excerpt and link: no picture, no full text, no archive copy (STANDARDS S10).
 */
export interface Rights {
  readonly mail: boolean;
  readonly archive: boolean;
  readonly feed: boolean;
  /** null: no end. */
  readonly until: Date | null;
  readonly credit: string | null;
}

export type Output = 'mail' | 'archive' | 'feed';

export function mayUse(rights: Rights, output: Output, at: Date): boolean {
  return rights[output] && (rights.until === null || at < rights.until);
}

/** Where a source states no length: about a sentence, which no press law we know of forbids to quote with its link. */
const DEFAULT_EXCERPT_LENGTH = 200;

/** The text where it may be used in full, else an excerpt cut at a word. */
export function usableText(text: string, full: boolean, excerptLength: number | null): string {
  const limit = excerptLength ?? DEFAULT_EXCERPT_LENGTH;
  if (full || text.length <= limit) return text;
  const cut = text.slice(0, limit);
  const lastSpace = cut.search(/\s\S*$/);
  return `${(lastSpace > 0 ? cut.slice(0, lastSpace) : cut).replace(/[\s,;:–-]+$/u, '')}…`;
}
