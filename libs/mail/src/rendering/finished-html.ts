import type { Translator } from '@app/platform';
import { guardMarkup } from './markup-guard.js';
import { TemplateError, type TemplateProblem } from '../templates/template.errors.js';

/** MJML looks at a run of spaces from each of its places on: 90,000 of them take it a minute, and mean nothing. */
const LONG_RUN = /[ \t]{200,}/g;

/**
 * MJML copies `lang` and `dir` of its root to `html` and to the wrapper in the body. Endless runs of spaces are shortened
 * on the way.
 */
export function withLanguage(mjml: string, { locale, direction }: Pick<Translator, 'locale' | 'direction'>): string {
  return mjml.replaceAll(LONG_RUN, ' ').replace(/<mjml\b[^>]*/, (root) => {
    const lang = /\slang=/.test(root) ? '' : ` lang="${locale}"`;
    const dir = /\sdir=/.test(root) ? '' : ` dir="${direction}"`;
    return `${root}${lang}${dir}`;
  });
}

/** HTML that may leave, and what was taken out of it where there was anything. */
export interface FinishedHtml {
  readonly html: string;
  readonly removed?: readonly TemplateProblem[];
}

/**
 * Declares both colour schemes where the template did not, takes scripts and handlers out, and refuses what no mail may
 * hold. What the parser took out is looked for once more by plain patterns: two kinds of eyes see more than one.
 */
export function finishedHtml(compiled: string): FinishedHtml {
  const { html, removed, refused } = guardMarkup(withColourSchemes(compiled));
  const problems = refused.length > 0 ? refused : forbiddenIn(html);
  if (problems.length > 0) throw new TemplateError(problems);
  return removed.length === 0 ? { html } : { html, removed };
}

function withColourSchemes(html: string): string {
  const missing = ['color-scheme', 'supported-color-schemes'].filter((name) => !html.includes(`<meta name="${name}"`));
  const metas = missing.map((name) => `<meta name="${name}" content="light dark">\n`);
  return html.replace('</head>', () => `${metas.join('')}</head>`);
}

/** MJML indents deeply, and Gmail clips at 102 KB. Only spaces around line ends go; U+00A0 and spaces within lines stay. */
export function compact(html: string): string {
  return html.replaceAll(/[ \t\r]*\n[ \t\r\n]*/g, '\n').trim();
}

/**
 * What no mail client shows or every filter distrusts (STANDARDS, "HTML that mail clients show"). Values cannot bring
 * these in, they are escaped: it is the template's own markup, or trusted HTML it prints `raw`.
 */
function forbiddenIn(html: string): TemplateProblem[] {
  const rules: [RegExp, string][] = [
    [/<(script|iframe|form|object|embed|base)\b/i, 'Mail clients remove this element; it may not be used.'],
    [/<link\b/i, 'Style sheets and fonts from elsewhere may not be used.'],
    [/<style\b[^>]*>[^<]*@import\b/i, '@import may not be used in styles.'],
    [/<img\b[^>]*\ssrc="data:/i, 'Pictures must be https addresses; Gmail drops those written into the mail.'],
  ];
  const problems = rules.flatMap(([pattern, message]) => {
    const found = pattern.exec(html);
    return found === null ? [] : [`${found[0].slice(0, 60)} … ${message}`];
  });
  const handler = HANDLER.test(html) ? handlerIn(html) : undefined;
  if (handler !== undefined) problems.push(`${handler.slice(0, 60)} … Event handlers may not be used.`);
  return problems.map((message) => ({ part: 'html', message }));
}

const HANDLER = /[\s/"']on[a-z]+\s*=/i;

/** Quoted values are left out of the search: a caption may well say "once=". */
function handlerIn(html: string): string | undefined {
  const bareTags = (html.match(/<[a-z][^<>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"|'[^']*'/g, '""'));
  return bareTags.find((tag) => HANDLER.test(tag));
}
