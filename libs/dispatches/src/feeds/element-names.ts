import { knownName, vocabularyOf, vocabularyOfPrefix } from './feed-namespaces.js';
import type { Vocabulary } from './feed-namespaces.js';
import type { FeedFormat } from './feed-sniffing.js';
import type { Attributes } from './xml-scanner.js';

/**
 * Under which name feedsmith knows an element, by the namespaces that the document declares on its way. The first
 * declaration of a prefix counts for the whole of it.
 */
export class ElementNames {
  readonly #prefixes = new Map<string, Vocabulary | undefined>();
  readonly #xhtmlPrefixes = new Set(['xhtml', 'html']);

  constructor(readonly format: Exclude<FeedFormat, 'json'>) {}

  /**
   * Undefined for an element of no vocabulary that is read here.
   *
   * @param around the vocabulary of names without a prefix where the element stands; undefined for the root
   */
  nameOf(
    element: { readonly name: string; readonly attributes: Attributes },
    around: Vocabulary | undefined,
  ): { name: string | undefined; ownVocabulary: Vocabulary } {
    this.declare(element.attributes);
    const colon = element.name.indexOf(':');
    const local = element.name.slice(colon + 1);
    const prefix = element.name.slice(0, Math.max(colon, 0));
    const declared = element.attributes.get('xmlns');
    // The root's own vocabulary is the format's, whatever it is called there.
    const ownVocabulary = around === undefined ? '' : declared === undefined ? around : (vocabularyOf(declared) ?? '');
    const vocabulary = colon === -1 ? ownVocabulary : (this.#prefixes.get(prefix) ?? vocabularyOfPrefix(prefix));
    if (around === undefined) {
      // What the root is called, its feed is made of.
      if (vocabulary === undefined) this.#prefixes.set(prefix, '');
      return { name: local, ownVocabulary };
    }
    return { name: vocabulary === undefined ? undefined : knownName(vocabulary, local, this.format), ownVocabulary };
  }

  declare(attributes: Attributes): void {
    for (const [name, value] of attributes) {
      if (!name.startsWith('xmlns:')) continue;
      const prefix = name.slice(6);
      const vocabulary = vocabularyOf(value);
      if (vocabulary === 'xhtml') this.#xhtmlPrefixes.add(prefix);
      if (!this.#prefixes.has(prefix)) this.#prefixes.set(prefix, vocabulary);
    }
  }

  isXhtml(prefix: string): boolean {
    return this.#xhtmlPrefixes.has(prefix.toLowerCase());
  }
}
