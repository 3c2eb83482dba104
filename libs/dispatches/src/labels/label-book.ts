import type { LabelKind } from '@app/platform';
import { categoryKeys } from './categories.js';
import { fold, wordsOf } from '../folding.js';
import { languagesOf, phrasesFor, type Label } from './label.js';
import { PhraseIndex } from './phrase-index.js';
import { buildPlaceIndex, placeLanguage, type PlaceIndex } from './place-index.js';
import { Vocabulary } from './vocabulary.js';

/** What a phrase of a label's rule does when it is found. */
export interface LabelMeaning {
  /** Where the label stands in the book. */
  readonly label: number;
  /** The number of an `all` phrase within its rule, else which list it is of. */
  readonly part: 'any' | 'none' | number;
}

/** The phrases for texts of one language: places and labels over one vocabulary, so that a text is read once. */
export interface LanguageBook {
  readonly vocabulary: Vocabulary;
  readonly places: PlaceIndex;
  readonly phrases: PhraseIndex<LabelMeaning>;
  /** By label: how many phrases must all be there. */
  readonly required: readonly number[];
}

export interface BookLabel {
  readonly kind: LabelKind;
  readonly slug: string;
  readonly minScore: number;
}

/** Any mention will do. */
const DEFAULT_MIN_SCORE = 1;

/**
 * An installation's labels, made ready for many texts. A language's phrases are compiled at its first text (some 20 ms)
 * and kept; there are never more than the languages that the catalogues and the labels themselves know.
 */
export class LabelBook {
  readonly labels: readonly BookLabel[];
  /** Country, category key, source slug → where the labels that list it stand in the book. */
  readonly ofCountry: ReadonlyMap<string, readonly number[]>;
  readonly ofCategory: ReadonlyMap<string, readonly number[]>;
  readonly ofSource: ReadonlyMap<string, readonly number[]>;
  readonly #given: readonly Label[];
  readonly #languages: ReadonlySet<string>;
  readonly #books = new Map<string, LanguageBook>();

  constructor(labels: readonly Label[]) {
    this.#given = labels;
    this.#languages = new Set(labels.flatMap(languagesOf));
    this.labels = labels.map(({ kind, slug, rules }) => ({
      kind,
      slug,
      minScore: rules.minScore ?? DEFAULT_MIN_SCORE,
    }));
    this.ofCountry = whereListed(labels, ({ countries }) => countries);
    this.ofCategory = whereListed(labels, ({ rules }) => (rules.categories ?? []).flatMap(categoryKeys));
    this.ofSource = whereListed(labels, ({ rules }) => rules.sources ?? []);
  }

  /** @param language BCP 47 tag of the text; one that neither catalogue nor labels know is read as English */
  forLanguage(language: string): LanguageBook {
    const base = language.toLowerCase().split(/[-_]/, 1)[0] ?? '';
    const known = this.#languages.has(base) ? base : placeLanguage(base);
    const ready = this.#books.get(known);
    if (ready !== undefined) return ready;
    const built = this.#build(known);
    this.#books.set(known, built);
    return built;
  }

  #build(language: string): LanguageBook {
    const vocabulary = new Vocabulary();
    const places = buildPlaceIndex(placeLanguage(language), vocabulary);
    const phrases = new PhraseIndex<LabelMeaning>(vocabulary);
    const required = this.#given.map(({ rules }, label) => {
      const add = (list: readonly string[], part: LabelMeaning['part']): void => {
        for (const text of list.flatMap(withArticle)) phrases.add(text, { label, part });
      };
      add(phrasesFor(rules.any, language), 'any');
      add(phrasesFor(rules.none, language), 'none');
      const all = phrasesFor(rules.all, language);
      for (const [at, text] of all.entries()) add([text], at);
      // A rule that requires words of other languages only cannot be met in this one.
      return rules.all !== undefined && all.length === 0 ? Number.POSITIVE_INFINITY : all.length;
    });
    return { vocabulary, places, phrases, required };
  }
}

function whereListed(labels: readonly Label[], keys: (label: Label) => readonly string[]): Map<string, number[]> {
  const where = new Map<string, number[]>();
  for (const [at, label] of labels.entries()) {
    for (const key of new Set(keys(label))) where.set(key, [...(where.get(key) ?? []), at]);
  }
  return where;
}

/** Arabic writes the article onto the word: a phrase of one word is also looked for with it. */
function withArticle(text: string): string[] {
  const [word, ...more] = wordsOf(text);
  const isBare =
    word !== undefined && more.length === 0 && /^\p{Script=Arabic}/u.test(word) && !fold(word).startsWith('ال');
  return isBare ? [text, `ال${word}`] : [text];
}
