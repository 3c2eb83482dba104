import { compact } from './finished-html.js';
import { misplacedEnds } from './mjml-ends.js';
import { mjmlTree } from './mjml-tree.js';
import { deepLine } from './nesting.js';
import { TemplateError, type TemplateProblem } from '../templates/template.errors.js';

/**
 * Strictly validated; nothing is asked of anybody else, and spaces around line ends are reduced.
 *
 * Throws {@link TemplateError} with the lines at fault.
 */
export async function compileMjml(mjml: string): Promise<string> {
  const includes = findLines(mjml, /<mj-include\b/i);
  if (includes.length > 0) {
    throw new TemplateError(includes.map((line) => ({ part: 'mjml', line, message: 'mj-include is not allowed.' })));
  }
  const misplaced = misplacedEnds(mjml);
  if (misplaced.length > 0) throw new TemplateError(misplaced);
  // It takes longer to load than everything else, and most commands and processes never render.
  const { default: mjml2html } = await import('mjml');
  let html: string;
  try {
    ({ html } = await mjml2html(mjmlTree(mjml), {
      validationLevel: 'strict',
      keepComments: false,
      // MJML ignores includes by default; it is said here because files of the server depend on it.
      ignoreIncludes: true,
      // Left to itself MJML adds a link to Google's fonts for every family it recognises.
      fonts: {},
    }));
  } catch (error) {
    throw new TemplateError(mjmlProblems(error, mjml), { cause: error });
  }
  return compact(html);
}

/** Problems that are told; nobody reads more, and finding the place of each takes time. */
const MOST_TOLD = 50;
/** A message names what was written; somebody may have written a page. Characters. */
const LONGEST_MESSAGE = 500;

/** MJML's ValidationError has an array `errors`; what its parser throws has only a message, and says little. */
function mjmlProblems(error: unknown, mjml: string): TemplateProblem[] {
  if (!(error instanceof Error)) throw error;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    const errors = error.errors as { line?: number; tagName?: string; message: string }[];
    return errors.slice(0, MOST_TOLD).map(({ line, tagName, message }) => ({
      part: 'mjml',
      message: (tagName === undefined ? message : `<${tagName}> ${message}`).slice(0, LONGEST_MESSAGE),
      ...(line !== undefined && { line }),
    }));
  }
  if (/call stack/.test(error.message))
    return [{ part: 'mjml', line: deepLine(mjml) ?? 1, message: 'Its elements stand in one another too deep.' }];
  const message = /Parsing failed|Malformed MJML/.test(error.message)
    ? NO_MJML
    : error.message.slice(0, LONGEST_MESSAGE);
  return [{ part: 'mjml', line: 1, message, ...(message === NO_MJML && { code: 'no_mjml' as const }) }];
}

const NO_MJML = 'This is no MJML document. It begins with <mjml>, holds an <mj-body>, and ends with </mjml>.';

function findLines(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
