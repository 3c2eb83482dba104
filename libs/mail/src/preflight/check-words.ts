import type { FindingName } from './finding-rules.js';
import type { FindingPart, RawFinding } from './finding.js';
import { foundAt, foundIn, type Inspection } from './inspection.js';
import { missingTranslations, noteToOneself, placeSigns, sampleText, templatePlaces } from './left-over-words.js';
import { ancestors, UNSEEN, type MailText } from './mail-document.js';
import { missingValuesIn } from './missing-values.js';

/** What nobody wrote for a reader: keys of messages, places of a template, names of missing values, sample texts. */

/** Where our messages' keys begin; `notice.title` in a sentence is one, `lemonde.fr` is none. */
const KEYS = /(?:^|[\s([«“"'>])((?:digest|notice|kind|access|region|topic|alarm|edition|newsletter|template|page|common)\.[a-z][a-z0-9]*(?:[._][a-z0-9]+)*|[a-z][a-z0-9]{1,30}(?:\.[a-z0-9]+)*\.[a-z0-9]+_[a-z0-9_]{1,40})(?=$|[\s)\]»”"'<,;:!?]|\.(?:\s|$))/g; // prettier-ignore
/** What stands in these is quoted. */
const CODE: ReadonlySet<string> = new Set(['code', 'pre', 'kbd', 'samp', 'tt', 'var']);
/** Distinct ones of a mail that are told; a template without its data would say hundreds. */
const MOST_TOLD = 20;
/** Characters of one run or line that are read. */
const LONGEST_RUN = 20_000;

interface LeftOver {
  readonly name: FindingName;
  readonly what: string;
}

export function checkWords(inspection: Inspection): RawFinding[] {
  const { message, text, document } = inspection;
  const language = message.context.language ?? languageOf(inspection);
  const isCode = (node: MailText): boolean => [...ancestors(node)].some(({ name }) => CODE.has(name));
  // The text's twin of it has no marks around it.
  const code = document.texts.filter(isCode).map((node) => node.text).join('\n');
  const told = new Set<string>();
  const fresh = (part: FindingPart, run: string, isQuoted = false): LeftOver[] =>
    leftOversIn(run.slice(0, LONGEST_RUN), language)
      .flatMap(({ name, what }) => (isQuoted || (part === 'text' && code.includes(what)) ? asCode(name, what) : [{ name, what }]))
      .filter(({ name, what }) => {
        const key = `${part} ${name} ${what}`;
        if (told.has(key) || told.size >= MOST_TOLD) return false;
        told.add(key);
        return true;
      });
  return [
    ...fresh('subject', message.subject).map((found) => toldIn(inspection, 'subject', found)),
    ...document.texts.flatMap((node) => {
      const isTitle = node.parent.name === 'title';
      if (UNSEEN.has(node.parent.name) && !isTitle) return [];
      return fresh('html', node.text, isCode(node)).map(({ name, what }) => foundAt(inspection, node, { name, excerpt: node.text, values: { what } }));
    }),
    ...document.elements.flatMap((element) =>
      ['alt', 'title', 'aria-label'].flatMap((attribute) => {
        const value = element.attributes[attribute] ?? '';
        return fresh('html', value).map(({ name, what }) => foundAt(inspection, element, { name, excerpt: `${attribute}="${value}"`, values: { what } }));
      }),
    ),
    ...(text ?? '').split('\n').flatMap((line, index) =>
      fresh('text', line).map((found) => toldIn(inspection, 'text', { ...found, line: index + 1 })),
    ),
  ];
} // prettier-ignore

/** A place of a template in a lesson on templates is told to be sure; a missing value in code is none. */
function asCode(name: FindingName, what: string): LeftOver[] {
  return name === 'untranslated' ? [{ name: 'program_word', what }] : [];
}

function languageOf({ document }: Inspection): string | undefined {
  return document.elements.find(({ attributes }) => (attributes['lang'] ?? '') !== '')?.attributes['lang'];
}

/** Each distinct one once. */
function leftOversIn(run: string, language: string | undefined): LeftOver[] {
  const patterns = placeSigns.test(run) ? [...templatePlaces, ...missingTranslations] : missingTranslations;
  const places = patterns.flatMap((pattern) => [...run.matchAll(pattern)].map(([what]) => what.trim()));
  const keys = keysIn(run).filter(({ what }) => !places.some((place) => place.includes(what)));
  const sample = (sampleText.exec(run) ?? noteToOneself.exec(run))?.[0].trim();
  const found: LeftOver[] = [
    ...places.map((what) => ({ name: 'untranslated' as const, what })),
    ...keys.map(({ what, isAlone }) => ({ name: isAlone ? ('untranslated' as const) : ('program_word' as const), what })),
    ...missingValuesIn(run, language).map(({ what, isSure }) => ({ name: isSure ? ('value_missing' as const) : ('program_word' as const), what })),
    ...(sample === undefined ? [] : [{ name: 'placeholder_text' as const, what: sample }]),
  ];
  return found.filter(({ what }, index) => found.findIndex((one) => one.what === what) === index);
} // prettier-ignore

/** Keys of messages. Alone: no other words stand in the run, so that it is no sentence about a file or a program. */
function keysIn(run: string): { what: string; isAlone: boolean }[] {
  if (!run.includes('.')) return [];
  const keys = [...run.matchAll(KEYS)].map(([, key = '']) => key);
  if (keys.length === 0) return [];
  const others = run.replaceAll(KEYS, ' ').replaceAll(/https?:\S{1,2000}/gi, ' ');
  const isAlone = !/\p{L}/u.test(others);
  return keys.map((what) => ({ what, isAlone }));
}

function toldIn(
  inspection: Inspection,
  part: FindingPart,
  { name, what, line }: { name: FindingName; what: string; line?: number },
): RawFinding {
  return foundIn(inspection, part, { name, values: { what }, excerpt: what, ...(line !== undefined && { line }) });
}
