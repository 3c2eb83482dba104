import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Db, OperatorRole } from '@app/platform';
import { isRight, rights, type Grant } from '../rights.js';

export interface ListedOperator {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** BCP 47 tag. */
  readonly locale: string;
  readonly createdAt: Date;
  /** null: may sign in. */
  readonly disabledAt: Date | null;
  /** null: never. */
  readonly lastSignedInAt: Date | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Comes in through the identity provider. */
  readonly isFromProvider: boolean;
  readonly liveKeys: number;
  readonly grants: readonly Grant[];
  /** Counts up with every change of name, role, language, grants and standing. */
  readonly version: number;
}

export interface OperatorColumnsChange {
  readonly name?: string;
  readonly role?: OperatorRole;
  readonly locale?: string;
  readonly disabled_at?: Date | null;
}

/** Operators as whoever administers them sees and changes them. */
@Injectable()
export class OperatorDirectoryRepository {
  /** Oldest first; `after`: the id that the page before ended with. */
  async page(db: Db, { after, limit }: { after?: string | undefined; limit: number }): Promise<ListedOperator[]> {
    let query = this.select(db).orderBy('operator.id').limit(limit);
    if (after !== undefined) query = query.where('operator.id', '>', after);
    return (await query.execute()).map(listed);
  }

  async byId(db: Db, id: string): Promise<ListedOperator | undefined> {
    const row = await this.select(db).where('operator.id', '=', id).executeTakeFirst();
    return row && listed(row);
  }

  /**
   * Changes of who may what run one after the other, over all processes: two that each leave one administrator could
   * together leave none.
   */
  async lockChanges(tx: Db): Promise<void> {
    await tx.selectFrom('operator_setting').select('the_only').forUpdate().execute();
  }

  async change(tx: Db, id: string, columns: OperatorColumnsChange): Promise<void> {
    await tx
      .updateTable('operator')
      .set({ ...columns, version: sql`version + 1` })
      .where('id', '=', id)
      .execute();
  }

  private select(db: Db) {
    return db
      .selectFrom('operator')
      .select(['operator.id', 'address', 'name', 'role', 'locale', 'version', 'disabled_at as disabledAt'])
      .select(['created_at as createdAt', 'last_signed_in_at as lastSignedInAt'])
      .select((eb) => [
        eb('password_hash', 'is not', null).as('hasPassword'),
        eb('totp_confirmed_at', 'is not', null).as('hasSecondFactor'),
        eb('oidc_subject', 'is not', null).as('isFromProvider'),
        eb
          .selectFrom('api_key as key')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('key.operator_id', '=', 'operator.id')
          .where('key.revoked_at', 'is', null)
          .where((is) => is.or([is('key.expires_at', 'is', null), is('key.expires_at', '>', sql<Date>`now()`)]))
          .as('liveKeys'),
        jsonArrayFrom(
          eb
            .selectFrom('operator_grant as given')
            .select(['given.newsletter_id as newsletterId', 'given.family_id as familyId', 'given.rights'])
            .whereRef('given.operator_id', '=', 'operator.id')
            .orderBy('given.id'),
        ).as('grants'),
      ]);
  }
}

type Row = Awaited<ReturnType<ReturnType<OperatorDirectoryRepository['select']>['executeTakeFirstOrThrow']>>;

function listed(row: Row): ListedOperator {
  return {
    ...row,
    hasPassword: Boolean(row.hasPassword),
    hasSecondFactor: Boolean(row.hasSecondFactor),
    isFromProvider: Boolean(row.isFromProvider),
    liveKeys: row.liveKeys ?? 0,
    grants: byPlace(row.grants.map((grant) => ({ ...grant, rights: grant.rights.filter(isRight) }))),
  };
}

/** What was given here and what the identity provider gives, as one grant for each place. */
function byPlace(grants: readonly Grant[]): Grant[] {
  const places = new Map<string, Grant>();
  for (const grant of grants) {
    const place = `${grant.newsletterId} ${grant.familyId}`;
    const before = places.get(place)?.rights ?? [];
    places.set(place, { ...grant, rights: rights.filter((right) => before.includes(right) || grant.rights.includes(right)) }); // prettier-ignore
  }
  return [...places.values()];
}
