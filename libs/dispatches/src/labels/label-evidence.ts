import type { LabelKind } from '@app/platform';
import { categoryKeys } from './categories.js';
import type { LabelBook, LanguageBook } from './label-book.js';
import type { ReadText } from './phrase-index.js';
import { WORD_WEIGHT } from './place-index.js';
import { MAX_REASONS, Tally, type CountryFound } from './place-mentions.js';

export const GIVEN_BY_SOURCE = 'given by the source';

/** A label weaker than this share of the strongest of its kind is a passing mention and is not given. */
const MIN_LABEL_SHARE = 0.2;

/** What speaks for a label. */
interface Support {
  readonly words: Tally;
  /** Which of the phrases that must all be there were found. */
  readonly required: Set<number>;
  countryScore: number;
  readonly countries: string[];
  /** Who gave it outright. */
  given?: string;
}

/** All that speaks for and against the labels of a book, in one dispatch. */
export class LabelEvidence {
  /** By where the label stands in the book. */
  readonly #supports = new Map<number, Support>();
  readonly #forbidden = new Set<number>();

  constructor(
    private readonly book: LabelBook,
    private readonly language: LanguageBook,
  ) {}

  addText(read: ReadText, factor: number): void {
    for (let at = 0; at < read.words.length; at += 1) {
      const phrases = this.language.phrases.at(read, at);
      if (phrases.length === 0) continue;
      const counted = new Set<number>();
      for (const { numbers, meaning } of phrases) {
        if (meaning.part === 'none') {
          this.#forbidden.add(meaning.label);
          continue;
        }
        const support = this.#support(meaning.label);
        if (meaning.part !== 'any') support.required.add(meaning.part);
        // Of "Plougastel" and "Plougastel-Daoulas" at one word the longer one counts.
        if (counted.has(meaning.label)) continue;
        counted.add(meaning.label);
        const surface = read.text.slice(read.words[at]?.start, read.words[at + numbers.length - 1]?.end);
        support.words.add(surface, WORD_WEIGHT * factor);
      }
    }
  }

  addCountry({ code, score, because }: CountryFound): void {
    for (const label of this.book.ofCountry.get(code) ?? []) {
      const support = this.#support(label);
      support.countryScore += score;
      support.countries.push(because === GIVEN_BY_SOURCE ? `${code} ${because}` : because);
    }
  }

  addSource(slug: string | null, categories: readonly string[]): void {
    for (const category of categories) {
      for (const key of categoryKeys(category)) {
        for (const label of this.book.ofCategory.get(key) ?? []) {
          this.#support(label).given ??= `${GIVEN_BY_SOURCE}: ${category}`;
        }
      }
    }
    for (const label of slug === null ? [] : (this.book.ofSource.get(slug) ?? [])) {
      this.#support(label).given ??= `the source ${slug ?? ''}`;
    }
  }

  /** The labels of a kind that it is enough for: given ones first, then by score, then in the book's order. */
  decide(kind: LabelKind): { label: string; kind: LabelKind; because: string }[] {
    const candidates = [...this.#supports]
      .sort(([a], [b]) => a - b)
      .flatMap(([at, support]) => this.#candidate(at, support, kind));
    const best = Math.max(0, ...candidates.map(({ score }) => score));
    return candidates
      .filter(({ score, isGiven }) => isGiven || score >= best * MIN_LABEL_SHARE)
      .sort((a, b) => Number(b.isGiven) - Number(a.isGiven) || b.score - a.score)
      .map(({ label, because }) => ({ label, kind, because }));
  }

  #candidate(
    at: number,
    support: Support,
    kind: LabelKind,
  ): { label: string; score: number; isGiven: boolean; because: string }[] {
    const label = this.book.labels[at];
    if (label?.kind !== kind || this.#forbidden.has(at)) return [];
    const isWhole = support.required.size >= (this.language.required[at] ?? 0);
    const score = (isWhole ? support.words.score : 0) + support.countryScore;
    const isGiven = support.given !== undefined;
    if (!isGiven && score < label.minScore) return [];
    const words = isWhole ? support.words.because() : '';
    const because = [support.given ?? '', ...support.countries, words].filter((part) => part !== '');
    return [{ label: label.slug, score, isGiven, because: because.slice(0, MAX_REASONS).join(', ') }];
  }

  #support(label: number): Support {
    const known = this.#supports.get(label);
    if (known !== undefined) return known;
    const support: Support = { words: new Tally(), required: new Set(), countryScore: 0, countries: [] };
    this.#supports.set(label, support);
    return support;
  }
}
