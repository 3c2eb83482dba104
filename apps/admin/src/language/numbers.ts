/** Numbers and lists as each language writes them. Intl only: no plural and no list is put together by hand. */
import { localeTag } from './moments.js';
import type { Locale } from './moments.js';

const numbers: Record<Locale, Intl.NumberFormat> = {
  en: new Intl.NumberFormat(localeTag('en')),
  fr: new Intl.NumberFormat(localeTag('fr')),
};

const plurals: Record<Locale, Intl.PluralRules> = {
  en: new Intl.PluralRules(localeTag('en')),
  fr: new Intl.PluralRules(localeTag('fr')),
};

export function formatNumber(n: number, locale: Locale): string {
  return numbers[locale].format(n);
}

/** `1,204 readers`. */
export function countEn(n: number, one: string, other: string): string {
  return `${numbers.en.format(n)} ${plurals.en.select(n) === 'one' ? one : other}`;
}

/** `0 lecteur`, `1 204 lecteurs`, `2 000 000 de lecteurs`; no-break before the noun. */
export function countFr(n: number, one: string, other: string): string {
  const form = plurals.fr.select(n);
  const many = /^[aeiouyhâàéèêëîïôùû]/iu.test(other) ? `d’${other}` : `de\u00a0${other}`;
  return `${numbers.fr.format(n)}\u00a0${form === 'one' ? one : form === 'many' ? many : other}`;
}

/** `share` from 0 to 1: `4.2%`, `4,2 %`. */
export function formatPercent(share: number, locale: Locale): string {
  return new Intl.NumberFormat(localeTag(locale), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

const kibi = 1024;
const units = {
  en: ['bytes', 'KB', 'MB', 'GB', 'TB'],
  fr: ['octets', 'Ko', 'Mo', 'Go', 'To'],
} as const satisfies Record<Locale, readonly string[]>;

/** `96.4 KB`, `96,4 Ko`: steps of 1024, as mail clients count. */
export function formatBytes(bytes: number, locale: Locale): string {
  const names = units[locale];
  const step = bytes < kibi ? 0 : Math.min(names.length - 1, Math.floor(Math.log(bytes) / Math.log(kibi)));
  const value = new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: step === 0 ? 0 : 1 });
  return `${value.format(bytes / kibi ** step)}\u00a0${names[step] ?? ''}`;
}

/** `a, b and c`, `a, b et c`. */
export function formatList(items: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(localeTag(locale), { type: 'conjunction' }).format(items);
}
