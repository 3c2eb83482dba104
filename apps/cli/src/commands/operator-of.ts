import type { INestApplicationContext } from '@nestjs/common';
import { BelongingRepository } from '@app/editions';
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

/** A right everywhere, or for the newsletter with the slug or id, or for that of the edition. */
export type Need = Right | { readonly right: Right; readonly newsletter: string } | { readonly right: Right; readonly edition: string }; // prettier-ignore

/**
 * As {@link operatorOf}, of somebody who holds the right there.
 *
 * @throws operator.unknown, operator.forbidden
 */
export async function operatorWhoMay(tools: INestApplicationContext, given: string, need: Need): Promise<string> {
  const operatorId = await operatorOf(tools, given);
  const operator = await tools.get(FindOperator, { strict: false }).byId(operatorId);
  const right = typeof need === 'string' ? need : need.right;
  if (operator === undefined || !holds(operator.held, right, await subjectOf(tools, need)))
    throw operatorErrors.error('operator.forbidden', { needs: right });
  return operatorId;
}

async function subjectOf(tools: INestApplicationContext, need: Need): Promise<RightsSubject | undefined> {
  if (typeof need === 'string') return undefined;
  const belonging = tools.get(BelongingRepository, { strict: false });
  return 'newsletter' in need ? belonging.ofNewsletter(need.newsletter) : belonging.ofEdition(need.edition);
}
