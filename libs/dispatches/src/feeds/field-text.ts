import type { ElementNames } from './element-names.js';
import { escapeText, wellFormedReferences, wellFormedText } from './xml-references.js';
import type { DeclaredEntities } from './xml-references.js';
import type { Attributes, XmlToken } from './xml-scanner.js';

/** What the pieces of a field say together, as well-formed character data. */

export interface Words {
  /** The document that the pieces are places in. */
  readonly text: string;
  readonly entities: DeclaredEntities;
}

export function charactersOf(pieces: readonly XmlToken[], words: Words): string {
  return pieces.map((piece) => characters(piece, words)).join('');
}

function characters(piece: XmlToken, { text, entities }: Words): string {
  const written = text.slice(piece.start, piece.end);
  if (piece.kind === 'cdata') return escapeText(written);
  return piece.kind === 'text' ? wellFormedText(written, entities) : '';
}

/** Bare markup as HTML, escaped. */
export function markupOf(pieces: readonly XmlToken[], words: Words, names: ElementNames): string {
  return escapeText(pieces.map((piece) => markup(piece, words, names)).join(''));
}

function markup(piece: XmlToken, { text, entities }: Words, names: ElementNames): string {
  const written = text.slice(piece.start, piece.end);
  switch (piece.kind) {
    case 'cdata':
      return escapeText(written);
    case 'text':
      return wellFormedReferences(written, entities).replace(/<(?=[a-z!/?])/gi, '&lt;');
    default: {
      const prefix = /^<\/?([\w.-]{1,50}):/.exec(written)?.[1];
      return prefix === undefined || !names.isXhtml(prefix) ? written : written.replace(`${prefix}:`, '');
    }
  }
}

/** A body in one CDATA section stays in it: to escape and to decode it again would be most of the work. */
export function wholeSection(pieces: readonly XmlToken[], { text }: Words, attributes: Attributes): string | undefined {
  const sections = pieces.filter(({ kind, start, end }) => kind === 'cdata' || /\S/.test(text.slice(start, end)));
  const [only] = sections;
  if (sections.length !== 1 || only?.kind !== 'cdata' || attributes.has('mode')) return undefined;
  return `<![CDATA[${text.slice(only.start, only.end)}]]>`;
}
