import { SAMPLE_PICTURE } from '@app/editions';
import { forceDark, inScheme, withoutPictures } from '@app/mail';
import type { Appearance } from './preview-input.js';

/** Stands where a sample's picture would be: nothing is stored under its address. Drawn, so that nobody is asked for it. */
const DRAWING = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"><rect width="1200" height="800" fill="#9fb4c7"/><circle cx="930" cy="230" r="90" fill="#f2e3c6"/><path d="M0 560 260 330l190 170 210-250 330 330 210-120v340H0z" fill="#5b7186"/><path d="M0 690q300-90 600 0t600 0v110H0z" fill="#34495c"/></svg>',
)}`;

/** The bytes as one kind of client shows them, for a frame. */
export function shownMail(html: string, appearance: Appearance, hasPictures: boolean): string {
  const drawn = html.replaceAll(new RegExp(`https?://[^"'\\s<>]{1,300}/media/${SAMPLE_PICTURE}\\.jpg`, 'g'), DRAWING);
  const pictured = hasPictures ? drawn : withoutPictures(drawn);
  switch (appearance) {
    case 'light':
    case 'dark':
      return inScheme(pictured, appearance);
    case 'forced-gmail':
      return forceDark(pictured, 'gmail');
    case 'forced-outlook':
      return forceDark(pictured, 'outlook');
  }
}

/** The header fields of a message as they stand in it, folded lines made one (RFC 5322 §2.2.3). */
export function headerFields(source: string): { name: string; value: string }[] {
  const end = source.indexOf('\r\n\r\n');
  const head = end < 0 ? source : source.slice(0, end);
  return head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
    });
}
