import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

export interface ListedApiKey {
  readonly id: string;
  readonly name: string;
  /** `clp_` and eight digits: what it is recognised by. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly operatorId: string;
  readonly operatorName: string;
  /** Its operator is disabled: it opens nothing. */
  readonly isOperatorDisabled: boolean;
  /** Good for this newsletter only; null: for a family, or unrestricted. */
  readonly newsletterId: string | null;
  readonly familyId: string | null;
  readonly requestsPerMinute: number;
  readonly createdAt: Date;
  /** null: the command line. */
  readonly createdBy: string | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
  /** null: until it is revoked. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface KeyFilter {
  readonly operatorId?: string | undefined;
  /** Revoked ones too. */
  readonly withRevoked?: boolean | undefined;
}

/** Keys as people see them; finding one by its secret is in access.repository.ts. */
@Injectable()
export class ApiKeyDirectoryRepository {
  /** The newest first; `after`: the id that the page before ended with. */
  async page(
    db: Db,
    { operatorId, withRevoked }: KeyFilter,
    { after, limit }: { after?: string | undefined; limit: number },
  ): Promise<ListedApiKey[]> {
    let query = this.select(db).orderBy('key.id', 'desc').limit(limit);
    if (operatorId !== undefined) query = query.where('key.operator_id', '=', operatorId);
    if (withRevoked !== true) query = query.where('key.revoked_at', 'is', null);
    if (after !== undefined) query = query.where('key.id', '<', after);
    return query.execute();
  }

  byId(db: Db, id: string): Promise<ListedApiKey | undefined> {
    return this.select(db).where('key.id', '=', id).executeTakeFirst();
  }

  /** False where it was revoked before. */
  async revoke(db: Db, id: string, at: Date): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('api_key')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Every key of an operator that opens something; their ids. */
  async revokeAll(db: Db, operatorId: string, at: Date): Promise<string[]> {
    const revoked = await db
      .updateTable('api_key')
      .set({ revoked_at: at })
      .where('operator_id', '=', operatorId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    return revoked.map(({ id }) => id);
  }

  private select(db: Db) {
    return db
      .selectFrom('api_key as key')
      .innerJoin('operator', 'operator.id', 'key.operator_id')
      .select(['key.id', 'key.name', 'key.prefix', 'key.scopes', 'key.operator_id as operatorId'])
      .select(['operator.name as operatorName', 'key.newsletter_id as newsletterId', 'key.family_id as familyId'])
      .select(['key.requests_per_minute as requestsPerMinute', 'key.created_at as createdAt'])
      .select(['key.created_by as createdBy', 'key.last_used_at as lastUsedAt'])
      .select(['key.expires_at as expiresAt', 'key.revoked_at as revokedAt'])
      .select((eb) => eb('operator.disabled_at', 'is not', null).$castTo<boolean>().as('isOperatorDisabled'));
  }
}
