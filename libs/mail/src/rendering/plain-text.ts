import { isolatedLines } from '@app/platform';
import { printable } from './unprintable.js';

/** Lines of the plain-text part stay readable on a terminal and in a quoting reply (RFC 5322 §2.1.1 asks for 78). */
export const textColumns = 76;

/**
 * Fills paragraphs to a width, breaking at plain spaces only: an espace insécable keeps « what it holds together, and an
 * address longer than the line stays whole. Line breaks inside a paragraph count as spaces, so that a value cannot
 * forge lines of its own; a blank line separates paragraphs. `indent` goes before every line.
 */
export function fillText(text: string, columns: number = textColumns, indent = ''): string {
  return text
    .split(/\r?\n[ \t]*\r?\n\s*/)
    .map((paragraph) => fillParagraph(paragraph, columns, indent))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function fillParagraph(paragraph: string, columns: number, indent: string): string {
  const lines: string[] = [];
  const room = columns - width(indent);
  let line = '';
  let filled = 0;
  for (const word of paragraph.split(/[ \t\r\n\v\f\u2028\u2029]+/)) {
    if (word === '') continue;
    const wide = width(word);
    if (line !== '' && filled + 1 + wide <= room) {
      line += ` ${word}`;
      filled += 1 + wide;
    } else {
      if (line !== '') lines.push(indent + line);
      line = word;
      filled = wide;
    }
  }
  if (line !== '') lines.push(indent + line);
  return isolatedLines(lines).join('\n');
}

/** A heading on one line with a rule of its own length below it, at most a line long. */
export function underline(text: string, stroke = '-'): string {
  const heading = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join(' ');
  return `${heading}\n${stroke.repeat(Math.min(width(heading), textColumns))}`;
}

/** A subject is one line: nothing is left in it that could begin another header (STANDARDS H7). */
export function singleLine(text: string): string {
  return (text.isWellFormed() ? text : printable(text))
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** Tidies what a template leaves: no spaces at line ends, at most one blank line, one newline at the end. */
export function tidyText(text: string): string {
  const lines = printable(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?<![ \t])[ \t]+$/gm, '');
  return `${lines.replaceAll(/\n{3,}/g, '\n\n').replaceAll(/^\n+|\n+$/g, '')}\n`;
}

const DIRECTION_MARKS = /[\u061c\u200e\u200f\u2066-\u2069]/g;

/** Code points, not UTF-16 units, without the marks that only turn the direction. */
function width(text: string): number {
  return Array.from(text.replace(DIRECTION_MARKS, '')).length;
}
