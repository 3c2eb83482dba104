/** Blocks in blocks of one source; the shipped templates go six deep. A parser calls itself for each. */
export const MOST_NESTED = 100;

const BLOCK = /\{%-?\s*(end)?(if|unless|for|case|capture|tablerow|comment|raw)\b/g;

/** Blocks whose content is nobody's block. */
const VERBATIM: ReadonlySet<string> = new Set(['comment', 'raw']);

/** Where a source goes too deep, in its own lines. */
export class TooDeeplyNested extends Error {
  constructor(
    readonly line: number,
    readonly column: number,
    readonly partial: string | undefined,
  ) {
    super(`Blocks stand in one another more than ${MOST_NESTED} deep.`);
  }
}

/** @throws TooDeeplyNested */
export function checkNesting(source: string, partial?: string): void {
  let depth = 0;
  let verbatim: string | undefined;
  for (const { 1: end, 2: name = '', index } of source.matchAll(BLOCK)) {
    if (verbatim !== undefined) {
      if (end !== undefined && name === verbatim) verbatim = undefined;
    } else if (end !== undefined) depth = Math.max(0, depth - 1);
    else if (VERBATIM.has(name)) verbatim = name;
    else if (++depth > MOST_NESTED) {
      const { line, column } = placeOf(source, index);
      throw new TooDeeplyNested(line, column, partial);
    }
  }
}

/** The line of MJML at which its tags stand more than {@link MOST_NESTED} deep in one another; undefined: nowhere. */
export function deepLine(mjml: string): number | undefined {
  let depth = 0;
  for (const { 0: tag, index } of mjml.matchAll(/<\/?[a-z][a-z0-9-]*|\/>/gi)) {
    depth += tag.startsWith('</') || tag === '/>' ? -1 : 1;
    if (depth > MOST_NESTED) return placeOf(mjml, index).line;
  }
  return undefined;
}

function placeOf(source: string, at: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
