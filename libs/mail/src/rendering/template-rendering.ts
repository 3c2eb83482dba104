import type { Translator } from '@app/platform';
import { TemplateError, type TemplateProblem } from '../templates/template.errors.js';
import { finishedHtml, withLanguage } from './finished-html.js';
import { createLiquid } from './liquid-engine.js';
import { liquidProblem } from './liquid-problem.js';
import { compileMjml } from './mjml-compiling.js';
import { singleLine, tidyText } from './plain-text.js';
import { markTags, SourcePlaces } from './source-marks.js';

/** What others name by `{% render 'name' %}`; each part of a template takes its own of the two. */
export type TemplatePartials = Readonly<Record<string, { readonly mjml: string; readonly text: string }>>;

/** Of a translator, what templates use. */
export type TemplateTranslator = Pick<Translator, 'locale' | 'direction' | 't'>;

export interface TemplateSource {
  /** MJML with Liquid. Every output is HTML-escaped. */
  readonly mjml: string;
  /** The plain-text twin, Liquid without escaping. */
  readonly text: string;
  /** Liquid for the subject line, where the template decides it. */
  readonly subject?: string;
  /** Left out: the template stands for itself. */
  readonly partials?: TemplatePartials;
  /** What the template may name. Besides, it always knows `locale` and `dir`, the translator's. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly translator: TemplateTranslator;
}

export interface RenderedTemplate {
  readonly html: string;
  readonly text: string;
  readonly subject?: string;
  /** Scripts, event handlers and what else no mail holds, where any was taken out. */
  readonly removed?: readonly TemplateProblem[];
}

/**
 * Liquid, then MJML: the HTML and the plain text of a mail. Whatever the template's author forgot, the result names its
 * language and direction on `html` and on the wrapper in the body, and declares both colour schemes. Scripts and event
 * handlers are taken out, and `removed` says so.
 *
 * Throws {@link TemplateError} (`template.invalid`) with the lines at fault: Liquid that does not parse or names what is
 * not there, a limit passed, MJML that does not validate strictly, and markup no mail may hold (forms, frames, style
 * sheets from elsewhere, script addresses, `mj-include`).
 */
export async function renderTemplate(source: TemplateSource): Promise<RenderedTemplate> {
  const mjml = await renderLiquid('liquid', source.mjml, source);
  const compiled = await compileMjml(withLanguage(mjml, source.translator)).catch(async (error: unknown) => {
    throw error instanceof TemplateError ? await atTheirSource(error, source) : error;
  });
  const finished = finishedHtml(compiled);
  const text = tidyText(await renderLiquid('text', source.text, source));
  const rendered = { ...finished, text };
  if (source.subject === undefined) return rendered;
  return { ...rendered, subject: singleLine(await renderLiquid('subject', source.subject, source)) };
}

type LiquidPart = 'liquid' | 'text' | 'subject';

async function renderLiquid(
  part: LiquidPart,
  template: string,
  { data, translator, partials }: TemplateSource,
): Promise<string> {
  try {
    const engine = createLiquid(part === 'liquid' ? 'markup' : 'text', translator, partialsFor(part, partials));
    // A copy: `increment` writes among the data.
    return String(await engine.parseAndRender(template, { ...data }));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TemplateError([liquidProblem(part, error, data)], { cause: error });
  }
}

/** The MJML of each partial, or its text. */
export function partialsFor(part: LiquidPart, partials: TemplatePartials = {}): Record<string, string> {
  const side = part === 'liquid' ? 'mjml' : 'text';
  return Object.fromEntries(Object.entries(partials).map(([name, partial]) => [name, partial[side]]));
}

/** MJML's problems with the lines of the template or partial that wrote them. */
async function atTheirSource(error: TemplateError, source: TemplateSource): Promise<TemplateError> {
  const partials = Object.fromEntries(
    Object.entries(source.partials ?? {}).map(([name, partial]) => [
      name,
      { ...partial, mjml: markTags(partial.mjml, name) },
    ]),
  );
  const marked = await renderLiquid('liquid', markTags(source.mjml), { ...source, partials }).catch(() => undefined);
  // A mark stood where Liquid did not take one, such as in the middle of a name: the made line is all there is to tell.
  if (marked === undefined) return error;
  const places = new SourcePlaces(marked);
  const problems = error.problems.map((problem) => {
    const tag = /^<(mj[a-z-]*)>/.exec(problem.message)?.[1];
    const place = problem.line === undefined ? undefined : places.of(problem.line, tag);
    return place === undefined ? problem : { ...problem, ...place };
  });
  return new TemplateError(problems, { cause: error });
}
