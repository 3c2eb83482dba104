import type { TemplateProblem } from '../templates/template.errors.js';
import { partialAtFault } from './partial-tag.js';
import { suggestion } from './suggestion.js';

/** As liquidjs ends its messages; the file is the partial's name. */
const PLACE = /(?:, file:([^,\n]{1,100}))?, line:(\d+), col:(\d+)$/;

const UNKNOWN = 'undefined variable: ';

/** What Liquid says, with its place in fields instead of at the end of the message, and what may have been meant. */
export function liquidProblem(part: 'liquid' | 'text' | 'subject', error: Error, data: object): TemplateProblem {
  const [ending = '', file, line, column] = PLACE.exec(error.message) ?? [];
  const partial = file ?? partialAtFault(error);
  const said = error.message.slice(0, error.message.length - ending.length);
  const isUnknown = said.startsWith(UNKNOWN);
  const meant = isUnknown ? suggestion(said.slice(UNKNOWN.length), data) : undefined;
  return {
    part,
    message: meant === undefined ? said : `${said}. Did you mean "${meant}"?`,
    ...(line !== undefined && { line: Number(line), column: Number(column) }),
    ...(partial !== undefined && { partial }),
    ...(isUnknown && { code: 'unknown_variable' as const }),
  };
}
