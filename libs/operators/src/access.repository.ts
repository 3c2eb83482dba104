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

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Ways in: sign-in links, sessions, API keys. Everything is found by the hash of its secret. */
@Injectable()
export class AccessRepository {
  async insertSignInLink(db: Db, row: Insertable<SignInLinkTable>): Promise<void> {
    await db.insertInto('sign_in_link').values(row).execute();
  }

  /**
   * Marks the link used and creates the session, or does neither. One statement, because two requests with the same
   * link must make one session: the second waits for the first's row lock and then finds the link used.
   */
  redeemSignInLink(db: Db, linkHash: Buffer, session: NewSession): Promise<OperatorColumns | undefined> {
    return db
      .with('redeemed', (cte) =>
        cte
          .updateTable('sign_in_link')
          .from('operator')
          .set({ used_at: session.now })
          .whereRef('operator.id', '=', 'sign_in_link.operator_id')
          .where('operator.disabled_at', 'is', null)
          .where('sign_in_link.token_hash', '=', linkHash)
          .where('sign_in_link.used_at', 'is', null)
          .where('sign_in_link.expires_at', '>', session.now)
          .returning(['operator.id as operatorId', 'operator.name', 'operator.role', 'operator.locale']),
      )
      .with('created', (cte) =>
        cte
          .insertInto('operator_session')
          .columns(['id', 'operator_id', 'token_hash', 'created_at', 'last_seen_at', 'expires_at'])
          .expression((from) =>
            from
              .selectFrom('redeemed')
              .select((make) => [
                make.cast<string>(make.val(session.id), 'uuid').as('id'),
                make.ref('redeemed.operatorId').as('operator_id'),
                make.cast<Buffer>(make.val(session.tokenHash), 'bytea').as('token_hash'),
                make.cast<Date>(make.val(session.now), 'timestamptz').as('created_at'),
                make.cast<Date>(make.val(session.now), 'timestamptz').as('last_seen_at'),
                make.cast<Date>(make.val(session.expiresAt), 'timestamptz').as('expires_at'),
              ]),
          )
          .returning('operator_id'),
      )
      .selectFrom('redeemed')
      .innerJoin('created', 'created.operator_id', 'redeemed.operatorId')
      .select(['redeemed.operatorId', 'redeemed.name', 'redeemed.role', 'redeemed.locale'])
      .executeTakeFirst();
  }

  /** The session as long as it is good for something: everything that ends one is in this condition. */
  findLiveSession(db: Db, tokenHash: Buffer, now: Date, seenAfter: Date): Promise<SessionRow | undefined> {
    return db
      .selectFrom('operator_session as session')
      .innerJoin('operator', 'operator.id', 'session.operator_id')
      .where('session.token_hash', '=', tokenHash)
      .where('session.revoked_at', 'is', null)
      .where('session.expires_at', '>', now)
      .where('session.last_seen_at', '>', seenAfter)
      .where('operator.disabled_at', 'is', null)
      .select(['session.id as sessionId', 'session.last_seen_at as lastSeenAt'])
      .select(['operator.id as operatorId', 'operator.name', 'operator.role', 'operator.locale'])
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
