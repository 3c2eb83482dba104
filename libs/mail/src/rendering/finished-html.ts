import type { Translator } from '@app/platform';
import { isKnownHarmless } from './known-tags.js';
import { guardMarkup } from './markup-guard.js';
import { TemplateError, type TemplateProblem } from '../templates/template.errors.js';
import { printable } from './unprintable.js';

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

/** MJML hides the preheader in white letters on a ground nobody painted, which SpamAssassin counts (HTML_FONT_LOW_CONTRAST). */
const WHITE_PREHEADER = '<div style="display:none;font-size:1px;color:#ffffff;';

/**
 * Declares both colour schemes where the template did not, takes out what runs and what mails have no use for, and refuses
 * what no mail may hold (STANDARDS, "HTML that mail clients show").
 */
export function finishedHtml(compiled: string): FinishedHtml {
  const legible = compiled.replace(WHITE_PREHEADER, () => WHITE_PREHEADER.replace('color:#ffffff', 'color:#222222'));
  const declared = withColourSchemes(printable(legible));
  if (isKnownHarmless(declared)) return { html: declared };
  const { html, removed, refused } = guardMarkup(declared);
  if (refused.length > 0) throw new TemplateError(refused);
  return removed.length === 0 ? { html } : { html, removed };
}

function withColourSchemes(html: string): string {
  const missing = ['color-scheme', 'supported-color-schemes'].filter((name) => !html.includes(`<meta name="${name}"`));
  const metas = missing.map((name) => `<meta name="${name}" content="light dark">\n`);
  return html.replace('</head>', () => `${metas.join('')}</head>`);
}

/** MJML indents deeply, and Gmail clips at 102 KB. Only spaces around line ends go; U+00A0 and spaces within lines stay. */
export function compact(html: string): string {
  return html.replaceAll(/(?<![ \t\r])[ \t\r]*\n[ \t\r\n]*/g, '\n').trim();
}
