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
  async countAdminsWhoCameIn(db: Db): Promise<number> {
    const came = await administrators(db)
      .where((is) =>
        is.or([
          is('last_signed_in_at', 'is not', null),
          is('password_hash', 'is not', null),
          is('oidc_subject', 'is not', null),
        ]),
      )
      .execute();
    return came.length;
  }

  findByAddress(db: Db, address: string): Promise<OperatorRow | undefined> {
    return db.selectFrom('operator').select(operatorColumns).where('address', '=', address).executeTakeFirst();
  }
}

function administrators(db: Db) {
  return db
    .selectFrom('operator')
    .select(operatorColumns)
    .where((is) =>
      is.or([
        is('role', '=', 'admin'),
        is.exists(
          is
            .selectFrom('operator_grant as given')
            .select('given.id')
            .whereRef('given.operator_id', '=', 'operator.id')
            .where('given.newsletter_id', 'is', null)
            .where('given.family_id', 'is', null)
            .where(sql<boolean>`'administer' = any(given.rights)`),
        ),
      ]),
    )
    .where('disabled_at', 'is', null)
    .orderBy('id');
}
