import type { FindingName } from './finding-rules.js';
import type { FindingPart, RawFinding } from './finding.js';
import { foundAt, foundIn, type Inspection } from './inspection.js';
import {
  endsTheValue,
  leadsToTheWord,
  missingAlone,
  missingValue,
  noteToOneself,
  nullLanguages,
  placeSigns,
  printedValues,
  sampleText,
  templatePlaces,
  undefinedLanguages,
} from './left-over-words.js';
import { UNSEEN } from './mail-document.js';

/** What nobody wrote for a reader: keys of messages, places of a template, names of missing values, sample texts. */

/** Where our messages' keys begin; `notice.title` in a sentence is one, `lemonde.fr` is none. */
const KEY = /(?:^|[\s([«“"'>])((?:digest|notice|kind|access|region|topic|alarm|edition|newsletter|template|page|common)\.[a-z][a-z0-9]*(?:[._][a-z0-9]+)*|[a-z][a-z0-9]{1,30}(?:\.[a-z0-9]+)*\.[a-z0-9]+_[a-z0-9_]{1,40})(?=$|[\s)\]»”"'<,;:!?]|\.(?:\s|$))/; // prettier-ignore
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
  const told = new Set<string>();
  const fresh = (part: FindingPart, run: string): LeftOver[] =>
    leftOversIn(run.slice(0, LONGEST_RUN), language).filter(({ name, what }) => {
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
      return fresh('html', node.text).map(({ name, what }) => foundAt(inspection, node, { name, excerpt: node.text, values: { what } }));
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

function languageOf({ document }: Inspection): string | undefined {
  return document.elements.find(({ attributes }) => (attributes['lang'] ?? '') !== '')?.attributes['lang'];
}

/** Each distinct one once. */
function leftOversIn(run: string, language: string | undefined): LeftOver[] {
  const patterns = placeSigns.test(run) ? templatePlaces : [];
  const places = patterns.flatMap((pattern) => [...run.matchAll(pattern)].map(([what]) => what.trim()));
  const keys = KEY.exec(run)?.[1];
  const values = printedValues.flatMap((pattern) => [...run.matchAll(pattern)].map(([what]) => what));
  const sample = (sampleText.exec(run) ?? noteToOneself.exec(run))?.[0].trim();
  const found: LeftOver[] = [
    ...[...places, ...(keys === undefined ? [] : [keys])].map((what) => ({ name: 'untranslated' as const, what })),
    ...[...values, ...missingIn(run, language)].map((what) => ({ name: 'value_missing' as const, what })),
    ...(sample === undefined ? [] : [{ name: 'placeholder_text' as const, what: sample }]),
  ];
  return found.filter(({ what }, index) => found.findIndex((one) => one.what === what) === index);
}

/** `undefined` and `null`, where they are no words of the language or stand where a value should. */
function missingIn(run: string, language: string | undefined): string[] {
  if (missingAlone.test(run)) return [run.trim().slice(0, 60)];
  return [...run.matchAll(missingValue)].flatMap(({ 1: what = '', index }) => {
    const isWord = (what === 'null' ? nullLanguages : undefinedLanguages).test(language ?? 'en');
    const [before, after] = [run.slice(Math.max(0, index - 40), index), run.slice(index + what.length)];
    // Also in a mail of another language: it may quote.
    if (leadsToTheWord.test(before)) return [];
    if (!isWord) return [what];
    const isFirst = before.trim() === '' && index < 40;
    return isFirst || endsTheValue.test(after.slice(0, 10)) ? [what] : [];
  });
}

function toldIn(
  inspection: Inspection,
  part: FindingPart,
  { name, what, line }: { name: FindingName; what: string; line?: number },
): RawFinding {
  return foundIn(inspection, part, { name, values: { what }, excerpt: what, ...(line !== undefined && { line }) });
}
