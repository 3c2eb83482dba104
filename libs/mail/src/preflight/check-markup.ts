import { declaresDark, styleSheets } from './cascade.js';
import type { RawFinding } from './finding.js';
import { foundAt, foundIn, tagOf, type Inspection } from './inspection.js';
import { isElement, type MailDocument, type MailElement } from './mail-document.js';
import { joinedCss, readStyleSheet } from './style-sheet.js';

/** Mail programs remove them, and filters distrust whoever sends them. */
const FORBIDDEN = new Set(['script', 'iframe', 'frame', 'frameset', 'form', 'object', 'embed', 'applet', 'base', 'input', 'textarea', 'select', 'portal']); // prettier-ignore
/** Subtags of languages written from right to left. */
const RIGHT_TO_LEFT = /^(?:ar|fa|he|iw|ur|ps|sd|ug|yi|dv|ckb|ku-arab|syr)(?:-|$)/i;

/** What is wrong with the markup itself, and what assistive programs need of it. */
export function checkMarkup(inspection: Inspection): RawFinding[] {
  return [
    ...nothing(inspection),
    ...forbidden(inspection),
    ...tagFaults(inspection),
    ...repeatedIds(inspection),
    ...language(inspection),
    ...tables(inspection),
    ...brokenTables(inspection),
  ];
}

function forbidden(inspection: Inspection): RawFinding[] {
  const { document } = inspection;
  return forbiddenIn(document).map(({ at, what }) =>
    foundAt(inspection, at, { name: 'element_forbidden', excerpt: tagOf(document, at), values: { what } }),
  );
}

/** What may stand in no mail, nor in what of it only Outlook reads. */
export function forbiddenIn(document: MailDocument): { at: { readonly offset: number }; what: string }[] {
  const elements = document.elements.flatMap((element) => {
    const what = forbiddenOf(element);
    return what === undefined ? [] : [{ at: element, what }];
  });
  const sheets = styleSheets(document).flatMap(({ css, offset }) => {
    const isImporting = /@import/i.test(css) && readStyleSheet(css).atRules.some(({ name }) => name === 'import');
    const script = scriptIn(css);
    return [...(isImporting ? ['@import'] : []), ...(script === undefined ? [] : [script])].map((what) => ({ at: { offset }, what }));
  });
  return [...elements, ...sheets];
} // prettier-ignore

function forbiddenOf({ name, attributes }: MailElement): string | undefined {
  if (FORBIDDEN.has(name)) return `<${name}>`;
  if (name === 'link' && /stylesheet|import|preload/i.test(attributes['rel'] ?? '')) return '<link>';
  if (name === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? '')) return 'meta refresh';
  const handler = Object.keys(attributes).find((attribute) => /^on[a-z]{3,30}$/.test(attribute));
  return handler ?? scriptIn(attributes['style'] ?? '');
}

/** What old browsers run out of a style sheet: Internet Explorer's `expression()` and `behavior`, Mozilla's XBL. */
function scriptIn(css: string): string | undefined {
  if (!/\\|\/\*|expression|behavior|binding/i.test(css)) return undefined;
  const found = /(?<![\w-])(?:(expression)\s{0,20}\(|(behavior|-moz-binding)\s{0,20}:)/i.exec(joinedCss(css));
  return found?.[1] === undefined ? found?.[2]?.toLowerCase() : 'expression()';
}

function tagFaults(inspection: Inspection): RawFinding[] {
  const { document } = inspection;
  return document.faults.map(({ kind, name, offset }) => {
    const values = kind === 'repeated' ? { attribute: name } : { element: name };
    return foundAt(inspection, { offset }, { name: FAULTS[kind], excerpt: tagOf(document, { offset }), values });
  });
}

const FAULTS = { unclosed: 'html_unclosed', stray: 'html_stray_end', nested: 'link_nested', repeated: 'attribute_repeated' } as const; // prettier-ignore

/** A part that shows neither words nor a picture: an empty file, a comment, a forgotten body. */
function nothing(inspection: Inspection): RawFinding[] {
  const { shown } = inspection;
  const isThere = [...shown.seen()].some((node) =>
    isElement(node) ? node.name === 'img' : /[\p{L}\p{N}\p{S}]/u.test(node.text),
  );
  return isThere ? [] : [foundIn(inspection, 'html', { name: 'html_missing' })];
}

/** What may stand right in these (HTML Living Standard §4.9); a browser puts everything else before the table. */
const IN_TABLES: Readonly<Record<string, RegExp>> = {
  table: /^(?:caption|colgroup|col|thead|tbody|tfoot|tr|style|script|template)$/,
  thead: /^(?:tr|style|script|template)$/,
  tbody: /^(?:tr|style|script|template)$/,
  tfoot: /^(?:tr|style|script|template)$/,
  tr: /^(?:td|th|style|script|template)$/,
};
const IN_ROWS = /^(?:td|th)$/;
const IN_BODIES = /^(?:table|thead|tbody|tfoot)$/;

function brokenTables(inspection: Inspection): RawFinding[] {
  const { document } = inspection;
  return document.elements.flatMap((element) => {
    const { name, parent } = element;
    const around = parent?.name ?? '';
    const isMisplaced =
      IN_TABLES[around]?.test(name) === false ||
      (IN_ROWS.test(name) && around !== 'tr') ||
      (name === 'tr' && !IN_BODIES.test(around));
    if (!isMisplaced) return [];
    return [foundAt(inspection, element, { name: 'table_broken', excerpt: tagOf(document, element), values: { element: name } })];
  });
} // prettier-ignore

function repeatedIds(inspection: Inspection): RawFinding[] {
  const seen = new Set<string>();
  return inspection.document.elements.flatMap((element) => {
    const { id } = element.attributes;
    if (id === undefined || id === '') return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const excerpt = tagOf(inspection.document, element);
    return [foundAt(inspection, element, { name: 'id_repeated', excerpt, values: { id } })];
  });
}

function language(inspection: Inspection): RawFinding[] {
  const { document, message } = inspection;
  const root = document.elements.find(({ name }) => name === 'html');
  const body = document.elements.find(({ name }) => name === 'body');
  const own = (name: string): string => (root?.attributes[name] ?? body?.attributes[name] ?? '').trim();
  const findings: RawFinding[] = [];
  const lang = own('lang');
  if (lang === '') findings.push(foundIn(inspection, 'html', { name: 'lang_missing', line: 1 }));
  const isRightToLeft = RIGHT_TO_LEFT.test(message.context.language ?? lang) || isWrittenRightToLeft(inspection);
  const dir = own('dir').toLowerCase();
  if (isRightToLeft && dir !== 'rtl' && !wrapperIs(document.elements, 'rtl'))
    findings.push(foundIn(inspection, 'html', { name: 'dir_wrong', line: 1, values: { lang: lang === '' ? '?' : lang } }));
  else if (dir === '' && !wrapperIs(document.elements, 'ltr') && !wrapperIs(document.elements, 'rtl'))
    findings.push(foundIn(inspection, 'html', { name: 'dir_missing', line: 1 }));
  const title = document.texts.find(({ parent, text }) => parent.name === 'title' && text.trim() !== '');
  if (title === undefined) findings.push(foundIn(inspection, 'html', { name: 'title_missing', line: 1 }));
  const says = /(?:^|[;{\s])color-scheme\s*:/i.test(styleSheets(document).map(({ css }) => css).join('\n'));
  const names = document.elements.some(({ name, attributes }) => name === 'meta' && /color-scheme/i.test(attributes['name'] ?? ''));
  if (!declaresDark(document) && !says && !names) findings.push(foundIn(inspection, 'html', { name: 'colour_scheme_missing', line: 1 }));
  return findings;
} // prettier-ignore

/** STANDARDS: the direction stands on a wrapper too, for Gmail keeps neither `html` nor `body`. */
function wrapperIs(elements: readonly MailElement[], dir: string): boolean {
  return elements.slice(0, 200).some(({ name, attributes }) => {
    return (name === 'div' || name === 'table' || name === 'td' || name === 'center') && attributes['dir'] === dir;
  });
}

/** More than half of the letters are of a script that is written from right to left. */
function isWrittenRightToLeft({ document, seen }: Inspection): boolean {
  const text = document.texts
    .filter((node) => seen.has(node))
    .map((node) => node.text)
    .join('')
    .slice(0, 20_000);
  const right = text.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu)?.length ?? 0;
  return right > (text.match(/\p{L}/gu)?.length ?? 0) / 2;
}

/** A table with headings is a table; every other one in a mail is layout, and is read out as a table without a role. */
function tables(inspection: Inspection): RawFinding[] {
  const { document } = inspection;
  const data = new Set<MailElement>();
  for (const element of document.elements)
    if (element.name === 'th' || element.name === 'caption')
      for (let above = element.parent; above !== null; above = above.parent)
        if (above.name === 'table') {
          data.add(above);
          break;
        }
  const plain = document.elements.filter(
    (element) => element.name === 'table' && !data.has(element) && (element.attributes['role'] ?? '').trim() === '',
  );
  const [first] = plain;
  if (first === undefined) return [];
  const values = { count: plain.length };
  return [foundAt(inspection, first, { name: 'table_role_missing', excerpt: tagOf(document, first), values })];
}
