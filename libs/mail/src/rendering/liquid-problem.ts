import type { TemplateProblem } from '../templates/template.errors.js';
import { partialAtFault } from './partial-tag.js';

/** As liquidjs ends its messages; the file is the partial's name. */
const PLACE = /(?:, file:([^,\n]{1,100}))?, line:(\d+), col:(\d+)$/;

/** What Liquid says, with its place in fields instead of at the end of the message. */
export function liquidProblem(part: 'liquid' | 'text' | 'subject', error: Error): TemplateProblem {
  const [ending = '', file, line, column] = PLACE.exec(error.message) ?? [];
  const partial = file ?? partialAtFault(error);
  const message = error.message.slice(0, error.message.length - ending.length);
  return {
    part,
    message,
    ...(line !== undefined && { line: Number(line), column: Number(column) }),
    ...(partial !== undefined && { partial }),
    ...(message.startsWith('undefined variable: ') && { code: 'unknown_variable' as const }),
  };
}
