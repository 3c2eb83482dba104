import { Injectable } from '@nestjs/common';
import type { ApiKeyTable, Db, OperatorRole, SignInLinkTable } from '@app/platform';
import type { Insertable } from 'kysely';

interface OperatorColumns {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly locale: string;
}

export interface SessionRow extends OperatorColumns {
  readonly sessionId: string;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  /** It was found by its present secret; else by the one before. */
  readonly isCurrent: boolean;
  readonly hasPrevious: boolean;
  /** When it got its present secret. */
  readonly rotatedAt: Date;
  readonly hasSecondFactor: boolean;
  /** Rights held only with a second factor. */
  readonly secondFactorFor: string[] | null;
}

/** What a link is for: the first way in, a way in, or one to choose another password. */
export type LinkPurpose = 'invitation' | 'sign_in' | 'password_reset';

export interface UsedLink {
  readonly operatorId: string;
  readonly purpose: LinkPurpose;
  readonly hasSecondFactor: boolean;
}

export interface ApiKeyRow {
  readonly keyId: string;
  readonly operatorId: string;
  readonly role: OperatorRole;
  readonly scopes: string[];
  readonly newsletterId: string | null;
  readonly familyId: string | null;
  readonly requestsPerMinute: number;
  readonly lastUsedAt: Date | null;
}

/** Ways in: sign-in links, sessions, API keys. Everything is found by the hash of its secret. */
@Injectable()
export class AccessRepository {
  async insertSignInLink(db: Db, row: Insertable<SignInLinkTable>): Promise<void> {
    await db.insertInto('sign_in_link').values(row).execute();
  }

  /**
   * Marks the link used; undefined where it is none, or no longer. One statement, because two requests with the same
   * link must make one session: the second waits for the first's row lock and then finds the link used.
   */
  useSignInLink(db: Db, linkHash: Buffer, now: Date): Promise<UsedLink | undefined> {
    return db
      .updateTable('sign_in_link')
      .from('operator')
      .set({ used_at: now })
      .whereRef('operator.id', '=', 'sign_in_link.operator_id')
      .where('operator.disabled_at', 'is', null)
      .where('sign_in_link.token_hash', '=', linkHash)
      .where('sign_in_link.used_at', 'is', null)
      .where('sign_in_link.expires_at', '>', now)
      .returning(['operator.id as operatorId', 'sign_in_link.purpose'])
      .returning((is) => is('operator.totp_confirmed_at', 'is not', null).as('hasSecondFactor'))
      .$narrowType<{ purpose: LinkPurpose; hasSecondFactor: boolean }>()
      .executeTakeFirst();
  }

  /** Whether a sign-in link lies in the operator's mailbox that would let them in; an invitation is another matter. */
  async hasOpenLink(db: Db, operatorId: string, now: Date): Promise<boolean> {
    const open = await db
      .selectFrom('sign_in_link')
      .select('id')
      .where('operator_id', '=', operatorId)
      .where('purpose', '=', 'sign_in')
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .limit(1)
      .executeTakeFirst();
    return open !== undefined;
  }

  /** Links of an operator that nobody used are worth nothing from now on; `purpose`: only these. */
  async voidLinks(db: Db, operatorId: string, now: Date, purpose?: LinkPurpose): Promise<void> {
    let query = db
      .updateTable('sign_in_link')
      .set({ expires_at: now })
      .where('operator_id', '=', operatorId)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now);
    if (purpose !== undefined) query = query.where('purpose', '=', purpose);
    await query.execute();
  }

  /** The session as long as it is good for something: everything that ends one is in this condition. */
  findLiveSession(db: Db, tokenHash: Buffer, now: Date, seenAfter: Date): Promise<SessionRow | undefined> {
    return db
      .selectFrom('operator_session as session')
      .innerJoin('operator', 'operator.id', 'session.operator_id')
      .where((is) =>
        is.or([is('session.token_hash', '=', tokenHash), is('session.previous_token_hash', '=', tokenHash)]),
      )
      .where('session.awaits_second_factor', '=', false)
      .where('session.revoked_at', 'is', null)
      .where('session.expires_at', '>', now)
      .where('session.last_seen_at', '>', seenAfter)
      .where('operator.disabled_at', 'is', null)
      .select(['session.id as sessionId', 'session.last_seen_at as lastSeenAt', 'session.expires_at as expiresAt'])
      .select((is) => is('session.token_hash', '=', tokenHash).as('isCurrent'))
      .select((is) => is('session.previous_token_hash', 'is not', null).as('hasPrevious'))
      .select((is) => is.fn.coalesce('session.rotated_at', 'session.created_at').as('rotatedAt'))
      .select((is) => [
        is.selectFrom('operator_setting').select('second_factor_for').as('secondFactorFor'),
        is('session.second_factor_at', 'is not', null).as('hasSecondFactor'),
      ])
      .select(['operator.id as operatorId', 'operator.name', 'operator.role', 'operator.locale'])
      .$narrowType<{ isCurrent: boolean; hasPrevious: boolean; hasSecondFactor: boolean }>()
      .executeTakeFirst();
  }

  /** Only forward, and never on a session that was revoked meanwhile. */
  async touchSession(db: Db, sessionId: string, now: Date): Promise<void> {
    await db
      .updateTable('operator_session')
      .set({ last_seen_at: now })
      .where('id', '=', sessionId)
      .where('last_seen_at', '<', now)
      .where('revoked_at', 'is', null)
      .execute();
  }

  /** The operator whose session it was; undefined when there was nothing to revoke. */
  async revokeSession(db: Db, sessionId: string, now: Date): Promise<string | undefined> {
    const revoked = await db
      .updateTable('operator_session')
      .set({ revoked_at: now })
      .where('id', '=', sessionId)
      .where('revoked_at', 'is', null)
      .returning('operator_id')
      .executeTakeFirst();
    return revoked?.operator_id;
  }

  async insertApiKey(db: Db, row: Insertable<ApiKeyTable>): Promise<void> {
    await db.insertInto('api_key').values(row).execute();
  }

  findLiveApiKey(db: Db, keyHash: Buffer, now: Date): Promise<ApiKeyRow | undefined> {
    return db
      .selectFrom('api_key as key')
      .innerJoin('operator', 'operator.id', 'key.operator_id')
      .where('key.key_hash', '=', keyHash)
      .where('key.revoked_at', 'is', null)
      .where((is) => is.or([is('key.expires_at', 'is', null), is('key.expires_at', '>', now)]))
      .where('operator.disabled_at', 'is', null)
      .select(['key.id as keyId', 'key.scopes', 'key.last_used_at as lastUsedAt'])
      .select(['key.newsletter_id as newsletterId', 'key.family_id as familyId'])
      .select('key.requests_per_minute as requestsPerMinute')
      .select(['operator.id as operatorId', 'operator.role'])
      .executeTakeFirst();
  }

  async touchApiKey(db: Db, keyId: string, now: Date): Promise<void> {
    await db
      .updateTable('api_key')
      .set({ last_used_at: now })
      .where('id', '=', keyId)
      .where((is) => is.or([is('last_used_at', 'is', null), is('last_used_at', '<', now)]))
      .execute();
  }

  /** Sessions over before `before`, and links that ended by then, used or not. */
  async forgetEnded(db: Db, before: Date): Promise<number> {
    const sessions = await db.deleteFrom('operator_session').where('expires_at', '<', before).executeTakeFirst();
    const links = await db.deleteFrom('sign_in_link').where('expires_at', '<', before).executeTakeFirst();
    return Number(sessions.numDeletedRows + links.numDeletedRows);
  }
}
