import type { INestApplicationContext } from '@nestjs/common';
import { FindOperator, operatorErrors } from '@app/operators';
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
