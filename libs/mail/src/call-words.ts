import { loadNoticeMessages } from './notice-rendering.js';
import { singleLine } from './rendering/plain-text.js';

/** What the sentence of a call of the desk may name. */
export interface DeskCallWords {
  /** Of the alarm, such as `edition.unapproved`. */
  readonly code: string;
  readonly newsletter: string | null;
  /** `YYYY-MM-DD`, the edition's. */
  readonly editionDate: string | null;
  readonly source: string | null;
}

/** Characters: one of several in a mail. */
const MAX_LENGTH = 200;

const messages = loadNoticeMessages();

/**
 * One alarm of the desk in one line and one language, by the key `call.<code>`, the code's dots written as underscores. A
 * code without a text is told by itself.
 */
export function callWords({ code, newsletter, editionDate, source }: DeskCallWords, locale: string): string {
  const translator = messages.translator(locale);
  const date = editionDate === null ? '' : translator.formatDate(new Date(`${editionDate}T12:00:00Z`), 'UTC', 'long');
  const key = `call.${code.replaceAll('.', '_')}`;
  const values = { code, newsletter: newsletter ?? '', date, source: source ?? '' };
  return singleLine(translator.t(translator.has(key) ? key : 'call.other', values)).slice(0, MAX_LENGTH);
}
