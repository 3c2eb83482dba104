import { Injectable } from '@nestjs/common';
import type { Db, OperatorRole } from '@app/platform';

export interface LinkedOperator {
  readonly id: string;
  readonly role: OperatorRole;
  readonly isDisabled: boolean;
  readonly isLinked: boolean;
}

/** Operators as the identity provider knows them. */
@Injectable()
export class OpenidRepository {
  bySubject(db: Db, issuer: string, subject: string): Promise<LinkedOperator | undefined> {
    return operators(db)
      .where('oidc_issuer', '=', issuer)
      .where('oidc_subject', '=', subject)
      .forUpdate()
      .executeTakeFirst();
  }

  byAddress(db: Db, address: string): Promise<LinkedOperator | undefined> {
    return operators(db).where('address', '=', address).forUpdate().executeTakeFirst();
  }

  async link(db: Db, id: string, issuer: string, subject: string): Promise<void> {
    await db.updateTable('operator').set({ oidc_issuer: issuer, oidc_subject: subject }).where('id', '=', id).execute();
  }

  /** Also where the role is the same and the grants are others: whoever looks at the operator has an old version. */
  async setRole(db: Db, id: string, role: OperatorRole): Promise<void> {
    await db
      .updateTable('operator')
      .set((is) => ({ role, version: is('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }
}

function operators(db: Db) {
  return db
    .selectFrom('operator')
    .select(['id', 'role'])
    .select((is) => [
      is('disabled_at', 'is not', null).as('isDisabled'),
      is('oidc_subject', 'is not', null).as('isLinked'),
    ])
    .$narrowType<{ isDisabled: boolean; isLinked: boolean }>();
}
