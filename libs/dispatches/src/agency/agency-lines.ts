/** From pasted text to paragraphs: line ends, hard-wrapped lines, nothing about what a paragraph means. */

/** Typewriter and mail habits wrap between these lengths; a shorter line ends on purpose, a longer one is not wrapped. */
const WRAP = { min: 45, max: 100 };

/** Control and zero-width characters that no article means; tab and line ends stay. */
// eslint-disable-next-line no-control-regex -- they are what is removed
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\ufeff\u200b\u2060]/g;

/** The lines of a text, trimmed; inside a line everything stays as written, but for halves of surrogate pairs. */
export function linesOf(text: string): string[] {
  return text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .map((line) => line.trim());
}

/** The paragraphs of trimmed lines. A blank line separates; so does a line end, unless the block looks hard-wrapped. */
export function paragraphs(lines: readonly string[]): string[] {
  const found: string[] = [];
  let block: string[] = [];
  const close = (): void => {
    if (isHardWrapped(block)) found.push(block.join(' '));
    else for (const line of block) found.push(line);
    block = [];
  };
  for (const line of lines) {
    if (line === '') close();
    else block.push(line);
  }
  close();
  return found;
}

function isHardWrapped(block: readonly string[]): boolean {
  const last = block.at(-1);
  if (block.length < 2 || last === undefined || last.length > WRAP.max) return false;
  return block.slice(0, -1).every((line) => line.length >= WRAP.min && line.length <= WRAP.max);
}
