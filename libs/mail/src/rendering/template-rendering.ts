import { TemplateError, type TemplateErrorCode, type TemplateProblem } from '../templates/template.errors.js';
import { finishedHtml, withLanguage } from './finished-html.js';
import type { TemplateTranslator } from './liquid-engine.js';
import { liquidProblem } from './liquid-problem.js';
import { compileMjml } from './mjml-compiling.js';
import { parsedTemplate } from './parsed-template.js';
import { singleLine, tidyText } from './plain-text.js';
import { markTags, SourcePlaces } from './source-marks.js';

/** What others name by `{% render 'name' %}`; each part of a template takes its own of the two. */
export type TemplatePartials = Readonly<Record<string, { readonly mjml: string; readonly text: string }>>;

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
  const mjml = renderLiquid('liquid', source.mjml, source);
  const compiled = await compileMjml(withLanguage(mjml, source.translator)).catch((error: unknown) => {
    throw error instanceof TemplateError ? atTheirSource(error, source) : error;
  });
  const finished = finishedHtml(compiled);
  const text = tidyText(renderLiquid('text', source.text, source));
  const rendered = { ...finished, text };
  if (source.subject === undefined) return rendered;
  return { ...rendered, subject: singleLine(renderLiquid('subject', source.subject, source)) };
}

type LiquidPart = 'liquid' | 'text' | 'subject';

/** Characters of one part; the longest edition that can still be sent has some 150,000. What follows takes as long. */
const MOST_PRINTED = 1_000_000;

function renderLiquid(part: LiquidPart, template: string, { data, translator, partials }: TemplateSource): string {
  try {
    const output = part === 'liquid' ? 'markup' : 'text';
    const source = { output, template, translator, partials: partialsFor(part, partials) } as const;
    const printed = parsedTemplate(source).render(data);
    if (printed.length <= MOST_PRINTED) return printed;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, problem } = liquidProblem(part, error, data);
    throw new TemplateError([problem], { code, cause: error });
  }
  const message = `Liquid makes more than ${MOST_PRINTED} characters from it.`;
  throw new TemplateError([{ part, message }], { code: 'template.too_large' });
}

/** The MJML of each partial, or its text. */
export function partialsFor(part: LiquidPart, partials: TemplatePartials = {}): Record<string, string> {
  const side = part === 'liquid' ? 'mjml' : 'text';
  return Object.fromEntries(Object.entries(partials).map(([name, partial]) => [name, partial[side]]));
}

/** MJML's problems with the lines of the template or partial that wrote them. */
function atTheirSource(error: TemplateError, source: TemplateSource): TemplateError {
  const partials = Object.fromEntries(
    Object.entries(source.partials ?? {}).map(([name, partial]) => [
      name,
      { ...partial, mjml: markTags(partial.mjml, name) },
    ]),
  );
  let marked: string;
  try {
    marked = renderLiquid('liquid', markTags(source.mjml), { ...source, partials });
  } catch {
    // A mark stood where Liquid did not take one, such as in the middle of a name: the made line is all there is to tell.
    return error;
  }
  const places = new SourcePlaces(marked);
  const problems = error.problems.map((problem) => {
    const tag = /^<(mj[a-z-]*)>/.exec(problem.message)?.[1];
    const place = problem.line === undefined ? undefined : places.of(problem.line, tag);
    return place === undefined ? problem : { ...problem, ...place };
  });
  return new TemplateError(problems, { code: error.code as TemplateErrorCode, cause: error });
}
