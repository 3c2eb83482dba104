import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db, OperatorRole } from '@app/platform';

export interface OperatorRow {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly locale: string;
  readonly disabled_at: Date | null;
}

const operatorColumns = ['id', 'address', 'name', 'role', 'locale', 'disabled_at'] as const;

/** Who there is. The statements on sessions, links and keys are in access.repository.ts. */
@Injectable()
export class OperatorsRepository {
  /** False when the address is taken, also by an operator invited at the very same moment. */
  async insertOperator(db: Db, row: Omit<OperatorRow, 'disabled_at'> & { created_at: Date }): Promise<boolean> {
    const inserted = await db
      .insertInto('operator')
      .values(row)
      .onConflict((conflict) => conflict.column('address').doNothing())
      .returning('id')
      .executeTakeFirst();
    return inserted !== undefined;
  }

  findById(db: Db, id: string): Promise<OperatorRow | undefined> {
    return db.selectFrom('operator').select(operatorColumns).where('id', '=', id).executeTakeFirst();
  }

  /** Who may administer, and is let in. */
  admins(db: Db): Promise<OperatorRow[]> {
    return administrators(db).execute();
  }

  /** Those of them who really can come in: an invitation that nobody took up yet may have gone to a mistyped address. */
  adminsWhoCameIn(db: Db): Promise<{ id: string; isByGrant: boolean }[]> {
    return administrators(db)
      .clearSelect()
      .select(['id', administersByGrant.as('isByGrant')])
      .where((is) =>
        is.or([
          is('last_signed_in_at', 'is not', null),
          is('password_hash', 'is not', null),
          is('oidc_subject', 'is not', null),
        ]),
      )
      .execute();
  }

  findByAddress(db: Db, address: string): Promise<OperatorRow | undefined> {
    return db.selectFrom('operator').select(operatorColumns).where('address', '=', address).executeTakeFirst();
  }
}

const administersByGrant = sql<boolean>`exists (
  select from operator_grant as given
   where given.operator_id = operator.id and given.newsletter_id is null and given.family_id is null
     and 'administer' = any(given.rights))`;

function administrators(db: Db) {
  return db
    .selectFrom('operator')
    .select(operatorColumns)
    .where((is) => is.or([is('role', '=', 'admin'), administersByGrant]))
    .where('disabled_at', 'is', null)
    .orderBy('id');
}
