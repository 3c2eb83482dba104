import type { FindingName } from './finding-rules.js';
import type { FindingPart, RawFinding } from './finding.js';
import { foundAt, foundIn, type Inspection } from './inspection.js';
import { UNSEEN } from './mail-document.js';

/** What nobody wrote for a reader: keys of messages, places of a template, names of missing values, sample texts. */

/** Liquid, Handlebars, Mailchimp, Salesforce, our own marks. */
const LEFT_OVER = /\{\{[^{}\n]{0,120}\}\}|\{%[^%\n]{0,120}%\}|\{\{|%\}|\*\|[A-Z0-9_:]{1,60}\|\*|%%[A-Za-z0-9_ ]{1,60}%%|@@[\w-]{1,60}@@|\[object [A-Z][A-Za-z]{1,20}\]/; // prettier-ignore
/** Where our messages' keys begin; `notice.title` in a sentence is one, `lemonde.fr` is none. */
const KEY = /(?:^|[\s([«“"'>])((?:digest|notice|kind|access|region|topic|alarm|edition|newsletter|template|page|common)\.[a-z][a-z0-9]*(?:[._][a-z0-9]+)*|[a-z][a-z0-9]{1,30}(?:\.[a-z0-9]+)*\.[a-z0-9]+_[a-z0-9_]{1,40})(?=$|[\s)\]»”"'<,;:!?]|\.(?:\s|$))/; // prettier-ignore
/** NaN is a bread in no language of newsrooms that writes it so. */
const NOT_A_NUMBER = /(?:^|[^\p{L}\p{N}])NaN(?![\p{L}\p{N}])/u;
/** `undefined` is also an English word: it is told where it stands alone or where a name should be. */
const MISSING =
  /^\s*(?:undefined|null|none|None|nil)\s*$|(?:^|[^\p{L}\p{N}])undefined\s*(?=[,;:!?]|$)|^\s*undefined\s/u;
const SAMPLE = /\blorem ipsum\b|\bdolor sit amet\b|\byour (?:text|title|headline) here\b|\bvotre texte ici\b/i; // prettier-ignore
/** « Todo » is a Spanish word, and headings are in capitals: a note to oneself stands alone, in brackets or before a colon. */
const NOTE = /\bFIXME\b|\bTODO:|\[TODO\b|^\s*TODO\s*$/;

export function checkWords(inspection: Inspection): RawFinding[] {
  const { message, text } = inspection;
  return [
    ...ofSubject(inspection, message.subject),
    ...ofHtml(inspection),
    ...(text ?? '').split('\n').flatMap((line, index) => {
      const found = faultIn(line);
      return found === undefined ? [] : [toldIn(inspection, 'text', { ...found, line: index + 1 })];
    }),
  ];
}

function ofSubject(inspection: Inspection, subject: string): RawFinding[] {
  const found = faultIn(subject);
  return found === undefined ? [] : [toldIn(inspection, 'subject', found)];
}

function ofHtml(inspection: Inspection): RawFinding[] {
  const { document } = inspection;
  const texts = document.texts.flatMap((node) => {
    const isTitle = node.parent.name === 'title';
    if (UNSEEN.has(node.parent.name) && !isTitle) return [];
    const found = faultIn(node.text);
    return found === undefined ? [] : [foundAt(inspection, node, { name: found.name, excerpt: node.text, values: { what: found.what } })];
  });
  const attributes = document.elements.flatMap((element) =>
    ['alt', 'title', 'aria-label'].flatMap((name) => {
      const value = element.attributes[name];
      const found = value === undefined ? undefined : faultIn(value);
      if (found === undefined) return [];
      return [foundAt(inspection, element, { name: found.name, excerpt: `${name}="${value ?? ''}"`, values: { what: found.what } })];
    }),
  );
  return [...texts, ...attributes];
} // prettier-ignore

function faultIn(text: string): { name: FindingName; what: string } | undefined {
  const left = LEFT_OVER.exec(text)?.[0] ?? KEY.exec(text)?.[1] ?? (NOT_A_NUMBER.test(text) ? 'NaN' : undefined);
  if (left !== undefined) return { name: 'untranslated', what: left };
  if (MISSING.test(text)) return { name: 'value_missing', what: text.trim().slice(0, 60) };
  const sample = (SAMPLE.exec(text) ?? NOTE.exec(text))?.[0].trim();
  return sample === undefined ? undefined : { name: 'placeholder_text', what: sample };
}

function toldIn(
  inspection: Inspection,
  part: FindingPart,
  { name, what, line }: { name: FindingName; what: string; line?: number },
): RawFinding {
  return foundIn(inspection, part, { name, values: { what }, excerpt: what, ...(line !== undefined && { line }) });
}
