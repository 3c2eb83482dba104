import { Injectable } from '@nestjs/common';
import { newId, type Db, type OperatorRole } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { heldRights, isRight, rightsHeldEverywhere, type Grant, type HeldRights, type Right } from '../rights.js';

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

  /**
   * These and no others from now on. What the identity provider gave and stands among them stays marked as its own, so
   * that it goes with the group. @throws `operator.grant_invalid` (no such newsletter or family), `operator.grant_too_narrow`
   */
  async replace(db: Db, operatorId: string, grants: readonly Grant[]): Promise<void> {
    if (grants.some(isTooNarrow)) throw operatorErrors.error('operator.grant_too_narrow');
    const before = await this.marked(db, operatorId);
    const given = (place: Grant, isFromProvider: boolean): readonly Right[] =>
      before.filter((one) => one.isFromProvider === isFromProvider && isSamePlace(one, place)).flatMap((one) => one.rights); // prettier-ignore
    await db.deleteFrom('operator_grant').where('operator_id', '=', operatorId).execute();
    for (const grant of grants) {
      const [here, there] = [given(grant, false), given(grant, true)];
      const rights = grant.rights.filter((right) => here.includes(right) || !there.includes(right));
      await this.insert(db, operatorId, [{ ...grant, rights }], false);
      await this.insert(db, operatorId, [{ ...grant, rights: grant.rights.filter((right) => there.includes(right)) }], true); // prettier-ignore
    }
  }

  /** As {@link replace}, for what the identity provider gives; what was given here stays. False: nothing is changed by it. */
  async replaceFromProvider(db: Db, operatorId: string, grants: readonly Grant[]): Promise<boolean> {
    if (grants.some(isTooNarrow)) throw operatorErrors.error('operator.grant_too_narrow');
    const before = (await this.marked(db, operatorId)).filter(({ isFromProvider }) => isFromProvider);
    if (written(before) === written(grants)) return false;
    await db
      .deleteFrom('operator_grant')
      .where('operator_id', '=', operatorId)
      .where('is_from_provider', '=', true)
      .execute();
    await this.insert(db, operatorId, grants, true);
    return true;
  }

  private async marked(db: Db, operatorId: string): Promise<MarkedGrant[]> {
    const rows = await db
      .selectFrom('operator_grant')
      .select(['newsletter_id as newsletterId', 'family_id as familyId', 'rights'])
      .select('is_from_provider as isFromProvider')
      .where('operator_id', '=', operatorId)
      .execute();
    return rows.map((row) => ({ ...row, rights: row.rights.filter(isRight) }));
  }

  private async insert(
    db: Db,
    operatorId: string,
    ...[grants, isFromProvider]: readonly [readonly Grant[], boolean]
  ): Promise<void> {
    const rows = grants
      .filter(({ rights }) => rights.length > 0)
      .map(({ rights, newsletterId, familyId }) => ({
        id: newId(),
        operator_id: operatorId,
        newsletter_id: newsletterId,
        family_id: familyId,
        rights: [...rights],
        is_from_provider: isFromProvider,
      }));
    if (rows.length === 0) return;
    try {
      await db.insertInto('operator_grant').values(rows).execute();
    } catch (error) {
      if (isForeignKeyViolation(error)) throw operatorErrors.error('operator.grant_invalid', {}, { cause: error });
      throw error;
    }
  }
}

interface MarkedGrant extends Grant {
  readonly isFromProvider: boolean;
}

function isSamePlace(one: Grant, other: Grant): boolean {
  return one.newsletterId === other.newsletterId && one.familyId === other.familyId;
}

/** Equal for grants of the same rights for the same places. */
function written(grants: readonly Grant[]): string {
  const lines = grants.map(({ rights, newsletterId, familyId }) => `${newsletterId} ${familyId} ${rights.toSorted().join()}`); // prettier-ignore
  return lines.toSorted().join('\n');
}

function isTooNarrow({ rights, newsletterId, familyId }: Grant): boolean {
  return (newsletterId !== null || familyId !== null) && rights.some((right) => rightsHeldEverywhere.includes(right));
}

/** SQLSTATE 23503. */
function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
