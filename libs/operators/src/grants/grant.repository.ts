import { Injectable } from '@nestjs/common';
import { newId, type Db, type OperatorRole } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { heldRights, isRight, rightsHeldEverywhere, type Grant, type HeldRights } from '../rights.js';

/** What operators may beyond their role. */
@Injectable()
export class GrantRepository {
  async of(db: Db, operatorId: string): Promise<Grant[]> {
    const rows = await db
      .selectFrom('operator_grant')
      .select(['newsletter_id as newsletterId', 'family_id as familyId', 'rights'])
      .where('operator_id', '=', operatorId)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, rights: row.rights.filter(isRight) }));
  }

  /** All that the operator may at this moment. */
  async held(db: Db, operator: { readonly operatorId: string; readonly role: OperatorRole }): Promise<HeldRights> {
    return heldRights(operator.role, await this.of(db, operator.operatorId));
  }

  /** These and no others from now on. @throws `operator.grant_invalid` (no such newsletter or family), `operator.grant_too_narrow` */
  async replace(db: Db, operatorId: string, grants: readonly Grant[]): Promise<void> {
    if (grants.some(isTooNarrow)) throw operatorErrors.error('operator.grant_too_narrow');
    await db.deleteFrom('operator_grant').where('operator_id', '=', operatorId).execute();
    if (grants.length === 0) return;
    const rows = grants.map(({ rights, newsletterId, familyId }) => ({
      id: newId(),
      operator_id: operatorId,
      newsletter_id: newsletterId,
      family_id: familyId,
      rights: [...rights],
    }));
    try {
      await db.insertInto('operator_grant').values(rows).execute();
    } catch (error) {
      if (isForeignKeyViolation(error)) throw operatorErrors.error('operator.grant_invalid', {}, { cause: error });
      throw error;
    }
  }
}

function isTooNarrow({ rights, newsletterId, familyId }: Grant): boolean {
  return (newsletterId !== null || familyId !== null) && rights.some((right) => rightsHeldEverywhere.includes(right));
}

/** SQLSTATE 23503. */
function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
