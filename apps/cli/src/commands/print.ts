/** Human output on a terminal, one JSON document for scripts. */
export function print(options: { json?: boolean | undefined }, data: unknown, human: () => string): void {
  process.stdout.write(options.json === true ? `${terminalJson(data)}\n` : `${terminalText(human())}\n`);
}

/* eslint-disable no-control-regex -- they are what is looked for */

/**
 * Without what a terminal obeys instead of showing it: much of what is printed was written by somebody else, at a desk,
 * in a feed or in a program that calls the API.
 */
export function terminalText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

/** JSON escapes C0 by itself; the C1 controls are one-character escape sequences, and mean the same when escaped. */
export function terminalJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

/* eslint-enable no-control-regex */

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
