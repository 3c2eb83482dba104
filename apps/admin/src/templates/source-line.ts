/** Words of an excerpt that are in every template. */
const COMMON = new Set(['style', 'class', 'table', 'width', 'color', 'align', 'padding', 'border', 'background-color', 'background', 'font-family', 'font-size', 'href', 'https', 'presentation', 'cellpadding', 'cellspacing']); // prettier-ignore
/** Characters an excerpt is read to; findings cut theirs at 160. */
const LONGEST = 400;

/**
 * Where in the source something of the finished mail most likely comes from: the first line that holds the longest word
 * of the excerpt that the source knows (a class, a colour, an address, a text). 1-based; undefined: nowhere to be found.
 */
export function sourceLine(excerpt: string, source: string): number | undefined {
  const tokens = (excerpt.slice(0, LONGEST).match(/#?[\p{L}\p{N}_.:/-]{4,}/gu) ?? []).filter(
    (word) => !COMMON.has(word),
  );
  const lines = source.split('\n');
  for (const token of tokens.toSorted((one, other) => other.length - one.length)) {
    const at = lines.findIndex((line) => line.includes(token));
    if (at >= 0) return at + 1;
  }
  return undefined;
}

export interface SourcePlace {
  line: number;
  /** in whose source; undefined: the template's own */
  partial?: string;
}

/** As {@link sourceLine}, in the template's own source before its partials'. */
export function sourcePlace(
  excerpt: string,
  source: string,
  partials: Readonly<Record<string, { mjml: string }>>,
): SourcePlace | undefined {
  const own = sourceLine(excerpt, source);
  if (own !== undefined) return { line: own };
  for (const [partial, { mjml }] of Object.entries(partials)) {
    const line = sourceLine(excerpt, mjml);
    if (line !== undefined) return { line, partial };
  }
  return undefined;
}
