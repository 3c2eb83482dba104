import { compact } from './finished-html.js';
import { TemplateError, type TemplateProblem } from '../templates/template.errors.js';

/** Characters; the longest edition that can still be sent has some 150,000, and MJML's time grows with them. */
const MOST_MJML = 1_000_000;

/**
 * Strictly validated; nothing is asked of anybody else, and spaces around line ends are reduced.
 *
 * Throws {@link TemplateError} with the lines at fault.
 */
export async function compileMjml(mjml: string): Promise<string> {
  if (mjml.length > MOST_MJML) {
    const message = `Liquid makes ${mjml.length} characters of MJML from it; ${MOST_MJML} are the most.`;
    throw new TemplateError([{ part: 'mjml', message }], { code: 'template.too_large' });
  }
  const includes = findLines(mjml, /<mj-include\b/i);
  if (includes.length > 0) {
    throw new TemplateError(includes.map((line) => ({ part: 'mjml', line, message: 'mj-include is not allowed.' })));
  }
  // It takes longer to load than everything else, and most commands and processes never render.
  const { default: mjml2html } = await import('mjml');
  let html: string;
  try {
    ({ html } = await mjml2html(mjml, {
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
  return compact(html);
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

function findLines(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
