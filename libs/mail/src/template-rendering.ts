import type { Translator } from '@app/platform';
import { finishedHtml, withLanguage } from './finished-html.js';
import { createLiquid } from './liquid-engine.js';
import { compileMjml } from './mjml-compiling.js';
import { singleLine, tidyText } from './plain-text.js';
import { TemplateError } from './template.errors.js';

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
  const html = finishedHtml(await compileMjml(withLanguage(mjml, translator)));
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
      // A copy: `increment` writes among the data.
      { ...data },
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
