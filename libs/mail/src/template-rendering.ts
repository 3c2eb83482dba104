import type { Translator } from '@app/platform';
import { createLiquid } from './liquid-engine.js';
import { singleLine, tidyText } from './plain-text.js';
import { TemplateError } from './template.errors.js';
import type { TemplateProblem } from './template.errors.js';

export interface TemplateSource {
  /** MJML with Liquid. Every output is HTML-escaped. */
  readonly mjml: string;
  /** The plain-text twin, Liquid without escaping. */
  readonly text: string;
  /** Liquid for the subject line, where the template decides it. */
  readonly subject?: string;
  /** What the template may name. Besides, it always knows `locale` and `dir`, the translator's. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly translator: Translator;
}

export interface RenderedTemplate {
  readonly html: string;
  readonly text: string;
  readonly subject?: string;
}

/**
 * Liquid, then MJML: the HTML and the plain text of a mail. Whatever the template's author forgot, the result names its
 * language and direction on `html` and on the wrapper in the body, and declares both colour schemes.
 *
 * Throws {@link TemplateError} (`template.invalid`) with the lines at fault: Liquid that does not parse or names what is
 * not there, a limit passed, MJML that does not validate strictly, and markup no mail may hold (scripts, forms, frames,
 * style sheets from elsewhere, `mj-include`).
 */
export async function renderTemplate(source: TemplateSource): Promise<RenderedTemplate> {
  const { data, translator } = source;
  const mjml = await renderLiquid('liquid', source.mjml, data, translator);
  const html = await renderMjml(mjml, translator);
  const text = tidyText(await renderLiquid('text', source.text, data, translator));
  if (source.subject === undefined) return { html, text };
  const subject = await renderLiquid('subject', source.subject, data, translator);
  return { html, text, subject: singleLine(subject) };
}

async function renderLiquid(
  part: 'liquid' | 'text' | 'subject',
  template: string,
  data: Readonly<Record<string, unknown>>,
  translator: Translator,
): Promise<string> {
  try {
    const result: unknown = await createLiquid(part === 'liquid' ? 'markup' : 'text', translator).parseAndRender(
      template,
      data,
    );
    return String(result);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Liquid's own ending ", line:3, col:5" repeats what the problem says in a field.
    const message = error.message.replace(/, line:\d+, col:\d+$/, '');
    const line = /, line:(\d+), col:\d+$/.exec(error.message)?.[1];
    throw new TemplateError([{ part, message, ...(line !== undefined && { line: Number(line) }) }], { cause: error });
  }
}

async function renderMjml(mjml: string, translator: Translator): Promise<string> {
  const includes = findLines(mjml, /<mj-include\b/i);
  if (includes.length > 0) {
    throw new TemplateError(includes.map((line) => ({ part: 'mjml', line, message: 'mj-include is not allowed.' })));
  }
  // It takes longer to load than everything else, and most commands and processes never render.
  const { default: mjml2html } = await import('mjml');
  let html: string;
  try {
    ({ html } = await mjml2html(withLanguage(mjml, translator), {
      validationLevel: 'strict',
      keepComments: false,
      // MJML ignores includes by default; it is said here because files of the server depend on it.
      ignoreIncludes: true,
      // Left to itself MJML adds a link to Google's fonts for every family it recognises.
      fonts: {},
    }));
  } catch (error) {
    throw new TemplateError(mjmlProblems(error), { cause: error });
  }
  const finished = withColourSchemes(compact(html));
  const problems = forbiddenIn(finished);
  if (problems.length > 0) throw new TemplateError(problems);
  return finished;
}

/** MJML's ValidationError has an array `errors`; what its parser throws has only a message. */
function mjmlProblems(error: unknown): TemplateProblem[] {
  if (!(error instanceof Error)) throw error;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return (error.errors as { line?: number; tagName?: string; message: string }[]).map(
      ({ line, tagName, message }) => ({
        part: 'mjml',
        message: tagName === undefined ? message : `<${tagName}> ${message}`,
        ...(line !== undefined && { line }),
      }),
    );
  }
  return [{ part: 'mjml', message: error.message }];
}

/** MJML copies `lang` and `dir` of its root to `html` and to the wrapper in the body. */
function withLanguage(mjml: string, { locale, direction }: Translator): string {
  return mjml.replace(/<mjml\b[^>]*/, (root) => {
    const lang = /\slang=/.test(root) ? '' : ` lang="${locale}"`;
    const dir = /\sdir=/.test(root) ? '' : ` dir="${direction}"`;
    return `${root}${lang}${dir}`;
  });
}

function withColourSchemes(html: string): string {
  const missing = ['color-scheme', 'supported-color-schemes'].filter((name) => !html.includes(`<meta name="${name}"`));
  const metas = missing.map((name) => `<meta name="${name}" content="light dark">\n`);
  return html.replace('</head>', () => `${metas.join('')}</head>`);
}

/** MJML indents deeply, and Gmail clips at 102 KB. Only spaces around line ends go; U+00A0 and spaces within lines stay. */
function compact(html: string): string {
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
  // Quoted values are left out of the search: a caption may well say "once=".
  const bareTags = (html.match(/<[a-z][^<>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"|'[^']*'/g, '""'));
  const handler = bareTags.find((tag) => /\son[a-z]+\s*=/i.test(tag));
  if (handler !== undefined) problems.push(`${handler.slice(0, 60)} … Event handlers may not be used.`);
  return problems.map((message) => ({ part: 'html', message }));
}

function findLines(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
