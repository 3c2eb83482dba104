import { asByline } from '../agency/agency-marks.js';
import { blocksOf } from './article-blocks.js';
import { BYLINE_MARKS, NOT_BYLINE_MARKS } from './page-marks.js';
import { key } from './article-headline.js';
import { closest, elementsOf, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';
import type { Stated } from './stated-facts.js';

/** Who signs, as names and agencies without the words around them. */

const MAX_BYLINE_LENGTH = 300;
const MAX_SHOWN_LENGTH = 160;
const MAX_SIGNED_PARTS = 10;

const SIGNED =
  /^(?:textes? (?:par|de|:)|propos recueillis par|(?:un )?(?:article|reportage|récit|dossier) (?:écrit |rédigé )?(?:par|de)|(?:écrit|publié|rédigé|posté|réalisé) par|par|written by|reported by|reporting by|posted by|published by|story by|words by|by|por|texto(?: de|:)|escrito por|publicado por|redactado por|con información de(?: la agencia| agencias)?|con|avec|with reporting by|with|auteurs?\s*:|author\s*:|autor(?:es)?\s*:|بقلم|كتبت?|من إعداد|إعداد|تحرير)[\s:]+/iu;
/** What follows names on the same line. */
const AFTERWARDS =
  /\s*(?:[|·•]|\s[-–—]\s(?=.{0,40}\d)|(?:,\s*)?(?:le\s+)?(?=\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4})|[,-]?\s*(?:publié|posté|mis à jour|modifié|published|posted|updated|last updated|publicado|actualizado|نشرت?|آخر تحديث)(?=[\s:]|$)).*$/iu;
/** Accounts of content systems are nobody. */
const NOBODY =
  /^(?:admin|administrat(?:or|eur)|webmaster|editor|root|user\d*|superuser|web|wordpress|undefined|null|anonymous|auteur|author|autor)$/i;

/** The names in what a page gives as its author, '' when there are none. */
export function cleanByline(text: string): string {
  let names = text.slice(0, MAX_BYLINE_LENGTH).replace(AFTERWARDS, '').trim();
  for (let labels = 0; labels < 2 && SIGNED.test(names); labels += 1) names = names.replace(SIGNED, '').trim();
  names = names
    .replace(/\S+@\S+\.\S+/g, '')
    .replace(/\s*@\w+/g, '')
    .replace(/[\s,;:|–—-]+$/u, '')
    .trim();
  if (NOBODY.test(names) || /^https?:/i.test(names) || !/\p{L}/u.test(names)) return '';
  return names;
}

/** Agencies in a byline that names persons as well: worth keeping ("avec AFP"). */
const AGENCY =
  /\b(?:AFP|AP|Reuters|EFE|ANSA|dpa|TASS|Xinhua|MAP|APS|UPI|PA Media|Belga|ATS|Europa Press)\b|أ ?ف ?ب|رويترز|وكالات|وكالة/u;

export interface ShownByline {
  readonly names: string;
  /** As it stands on the page, whole and line by line, so that the text can go without it. */
  readonly lines: readonly string[];
}

/** @param found whom a line of the text itself names */
export function bylineOf(stated: Stated, shown: readonly ShownByline[], found: string | undefined): string | null {
  const publisher = key(stated.linked?.publisher ?? stated.metas.publisher ?? '');
  const signed = stated.layers.find((layer) => layer.authors.some((name) => cleanByline(name) !== ''));
  const authors = unique(signed?.authors ?? []);
  const persons = authors.filter((name) => key(name) !== publisher);
  if (persons.length > 0) {
    // The page may add to its names what its data leaves out: an agency.
    const fuller = shown.find(
      ({ names }) => AGENCY.test(names) && persons.every((name) => key(names).includes(key(name))),
    );
    return fuller?.names ?? persons.join(', ');
  }
  const named = [...shown.map(({ names }) => names), cleanByline(found ?? '')];
  return named.find((names) => names !== '' && key(names) !== publisher) ?? authors[0] ?? null;
}

function unique(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names.map(cleanByline)) if (name !== '' && !seen.has(key(name))) seen.set(key(name), name);
  return [...seen.values()];
}

export function shownBylines(root: PageElement): ShownByline[] {
  const found: ShownByline[] = [];
  const taken = new Set<PageElement>();
  for (const element of elementsOf(root, ({ tag }) => tag === 'head')) {
    const isNamed =
      /\bauthor\b/i.test(element.attribute('rel')) ||
      /\bauthor\b/.test(element.attribute('itemprop')) ||
      isAuthorLink(element);
    if (!isNamed && !element.hasMark(BYLINE_MARKS) && !isSignedLine(element)) continue;
    if (closest(element, (at) => taken.has(at)) || isSomethingElse(element)) continue;
    const line = lineOf(element);
    if (line.length > MAX_SHOWN_LENGTH) continue;
    const lines = blocksOf(element, '').map(({ text }) => text);
    // Under a name stands what its owner does; over it, sometimes, only "By".
    const names = lines.map(cleanByline).find((one) => one !== '' && !SIGNED.test(`${one} `)) ?? '';
    if (names === '' || found.some((one) => one.names === names)) continue;
    taken.add(element);
    found.push({ names, lines: [line, ...lines] });
  }
  return found;
}

/** "Par Marie Dupont avec AFP | Publié le …" in an element of any name: only names may follow, so that no sentence is taken. */
function isSignedLine(element: PageElement): boolean {
  if (!['p', 'div', 'span', 'address'].includes(element.tag) || element.children.length > MAX_SIGNED_PARTS)
    return false;
  const line = lineOf(element);
  // Our correspondents' lines name a place too, and are read with the text.
  return (
    line.length <= MAX_SHOWN_LENGTH &&
    SIGNED.test(line) &&
    asByline(line.replace(AFTERWARDS, '').trim(), false)?.author !== undefined
  );
}

/** A name that leads to the page of who bears it: elpais.com/autor/…, theguardian.com/profile/…, rfi.fr/fr/auteur/…. */
function isAuthorLink(element: PageElement): boolean {
  if (element.tag !== 'a' || !AUTHOR_PAGE.test(element.attribute('href').slice(0, MAX_BYLINE_LENGTH))) return false;
  // Within a sentence it may be anybody.
  const line = lineOf(element);
  return (
    PERSON.test(line) && (element.parent === null || lineOf(element.parent).length < line.length + MAX_AROUND_NAME)
  );
}

const AUTHOR_PAGE = /\/(?:authors?|auteurs?|autor|autores|autoren|profile|journalistes?|signatures?|by)(?:\/|$)/i;
const PERSON = /^\p{Lu}[\p{L}\p{M}’'.-]+(?: \p{Lu}?[\p{L}\p{M}’'.-]+){1,4}$/u;
/** Characters that stand around a name in the same element: "Par ", "| 3 min". */
const MAX_AROUND_NAME = 60;

function isSomethingElse(element: PageElement): boolean {
  if (element.tag === 'img' || element.hasMark(NOT_BYLINE_MARKS)) return true;
  const around = closest(
    element,
    (at) => ['aside', 'footer', 'nav', 'figure', 'form', 'li'].includes(at.tag) && at !== element,
  );
  return around !== undefined && around.tag !== 'li'
    ? true
    : closest(element, (at) => at.marks.has('comments') || at.marks.has('related')) !== undefined;
}
