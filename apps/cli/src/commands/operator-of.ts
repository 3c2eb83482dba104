import type { INestApplicationContext } from '@nestjs/common';
import { FindOperator, holds, operatorErrors, type Right, type RightsSubject } from '@app/operators';
import { isId } from '@app/platform';

/**
 * The id of the operator somebody names by address or id: what is recorded as theirs must be somebody's who may act.
 *
 * @throws operator.unknown, also for one who is disabled
 */
export async function operatorOf(tools: INestApplicationContext, given: string): Promise<string> {
  const operators = tools.get(FindOperator, { strict: false });
  const found = isId(given) ? await operators.byId(given) : await operators.byAddress(given);
  if (found === undefined || found.isDisabled) throw operatorErrors.error('operator.unknown');
  return found.operatorId;
}

/**
 * As {@link operatorOf}, of somebody whose role lets them approve editions.
 *
 * @throws operator.unknown, operator.forbidden
 */
export function approverOf(tools: INestApplicationContext, given: string): Promise<string> {
  return operatorWhoMay(tools, given, 'approve');
}

/**
 * As {@link operatorOf}, of somebody who holds the right: for `subject`, or everywhere where nothing is named.
 *
 * @throws operator.unknown, operator.forbidden
 */
export async function operatorWhoMay(
  tools: INestApplicationContext,
  given: string,
  right: Right,
  subject?: RightsSubject,
): Promise<string> {
  const operatorId = await operatorOf(tools, given);
  const operator = await tools.get(FindOperator, { strict: false }).byId(operatorId);
  if (operator === undefined || !holds(operator.held, right, subject))
    throw operatorErrors.error('operator.forbidden', { needs: right });
  return operatorId;
}
