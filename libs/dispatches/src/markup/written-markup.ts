import type { Markup } from './read-markup.js';

/**
 * What was written lately. A feed's reader writes an entry's HTML, the store reads it once more because it trusts nobody,
 * and labels and standfirsts ask for its text: three more readings, whose result is known. Reading what was written
 * gives the same again, against any base, so that nothing but time depends on what is remembered here.
 */

/** Characters of HTML and text after which a generation is old; the one before it is still remembered. */
const MAX_GENERATION_LENGTH = 2_000_000;

export class WrittenMarkup {
  #recent = new Map<string, Markup>();
  #older: ReadonlyMap<string, Markup> = new Map();
  #length = 0;

  /** Returns what it was given. */
  remember(markup: Markup): Markup {
    const { html, text } = markup;
    if (this.#recent.has(html)) return markup;
    if (this.#length > MAX_GENERATION_LENGTH) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#length = 0;
    }
    this.#recent.set(html, markup);
    this.#length += html.length + text.length;
    return markup;
  }

  /** Undefined: it was not written by us, or too long ago. */
  find(html: string): Markup | undefined {
    return this.#recent.get(html) ?? this.#older.get(html);
  }
}
