import type { TemplateErrorCode, TemplateProblem } from '../templates/template.errors.js';
import { liquidLimits } from './liquid-engine.js';
import { TooDeeplyNested } from './nesting.js';
import { partialAtFault } from './partial-tag.js';
import { suggestion } from './suggestion.js';

/** As liquidjs ends its messages; the file is the partial's name. */
const PLACE = /(?:, file:([^,\n]{1,100}))?, line:(\d+), col:(\d+)$/;

const UNKNOWN = 'undefined variable: ';

/** A message names what was written; somebody may have written a page. Characters. */
const LONGEST_MESSAGE = 500;

/** How liquidjs and the engine say that a limit was passed, and how we do. */
const LIMITS: readonly (readonly [said: RegExp, code: TemplateErrorCode, message: string])[] = [
  [/^parse length limit/, 'template.too_large', `It is longer than ${liquidLimits.parseLimit} characters.`],
  [/^memory alloc limit/, 'template.too_much_memory', `It makes texts and lists of more than ${liquidLimits.memoryLimit} characters and elements.`],
  [/^template render limit/, 'template.too_slow', `It takes longer than ${liquidLimits.renderLimit / 1_000} seconds.`],
  [/^Invalid (?:string|array) length/, 'template.too_large', 'It makes a text that is too long.'],
  [/call stack/, 'template.invalid', 'Blocks or brackets stand in one another too deep.'],
]; // prettier-ignore

/** What Liquid says, with its place in fields instead of at the end of the message, and what may have been meant. */
export function liquidProblem(
  part: 'liquid' | 'text' | 'subject',
  error: Error,
  data: object,
): { readonly code: TemplateErrorCode; readonly problem: TemplateProblem } {
  if (error instanceof TooDeeplyNested) {
    const { message, line, column, partial } = error;
    return { code: 'template.invalid', problem: { part, message, line, column, ...(partial !== undefined && { partial }) } };
  }
  const [ending = '', file, line, column] = PLACE.exec(error.message) ?? [];
  const partial = file ?? partialAtFault(error);
  const said = error.message.slice(0, error.message.length - ending.length);
  const limit = LIMITS.find(([pattern]) => pattern.test(said));
  const isUnknown = said.startsWith(UNKNOWN);
  const meant = isUnknown ? suggestion(said.slice(UNKNOWN.length), data) : undefined;
  const message = limit?.[2] ?? (meant === undefined ? said : `${said}. Did you mean "${meant}"?`);
  const problem = {
    part,
    message: message.slice(0, LONGEST_MESSAGE),
    ...(line !== undefined && { line: Number(line), column: Number(column) }),
    ...(partial !== undefined && { partial }),
    ...(isUnknown && { code: 'unknown_variable' as const }),
  };
  return { code: limit?.[1] ?? 'template.invalid', problem };
} // prettier-ignore
