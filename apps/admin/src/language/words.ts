import { useLocale } from './locale.js';
import type { Locale } from './moments.js';

/**
 * The words of one room, in both languages. Each room keeps its own in `<room>/words.ts`:
 *
 *     export const words = defineWords({ en: { title: 'Sources' }, fr: { title: 'Sources' } });
 *     const m = useWords(words);
 *
 * The compiler proves that both languages have the same keys and that a sentence with values takes the same ones;
 * words.spec.ts proves the typography of every room.
 */
export type Words<T> = Readonly<Record<Locale, T>>;

/** The same keys: a text, a sentence made of values, or a group of either. */
type Like<T> = {
  [K in keyof T]: T[K] extends (...values: infer A) => string
    ? (...values: A) => string
    : T[K] extends string
      ? string
      : Like<T[K]>;
};

export function defineWords<T>(catalogue: { en: T; fr: Like<NoInfer<T>> }): Words<Like<T>> {
  return catalogue as Words<Like<T>>;
}

export function useWords<T>(words: Words<T>): T {
  return words[useLocale().locale];
}

/** A code of the API in words; one that this version of the application does not know yet is shown as it came. */
export function said(group: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(group, code) ? (group[code] ?? code) : code;
}
