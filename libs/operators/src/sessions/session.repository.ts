import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

export type SignInMethod = 'link' | 'password' | 'oidc';

export interface NewSession {
  readonly id: string;
  readonly operatorId: string;
  readonly tokenHash: Buffer;
  readonly method: SignInMethod;
  readonly userAgent: string;
  readonly awaitsSecondFactor: boolean;
  readonly secondFactorAt: Date | null;
  readonly now: Date;
  readonly expiresAt: Date;
}

export interface ListedSession {
  readonly id: string;
  readonly userAgent: string;
  readonly method: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly secondFactorAt: Date | null;
}

/** Sessions as their owner and an administrator deal with them. Finding one by its secret is in access.repository.ts. */
@Injectable()
export class SessionRepository {
  async insert(db: Db, session: NewSession): Promise<void> {
    const { id, operatorId, tokenHash, method, userAgent, awaitsSecondFactor, secondFactorAt, now, expiresAt } =
      session;
    await db
      .insertInto('operator_session')
      .values({
        id,
        operator_id: operatorId,
        token_hash: tokenHash,
        method,
        user_agent: userAgent,
        awaits_second_factor: awaitsSecondFactor,
        second_factor_at: secondFactorAt,
        created_at: now,
        last_seen_at: now,
        expires_at: expiresAt,
        revoked_at: null,
        previous_token_hash: null,
        rotated_at: null,
        revoked_by: null,
      })
      .execute();
  }

  /** Who gave the password and owes the second factor. */
  findHalf(
    db: Db,
    tokenHash: Buffer,
    now: Date,
  ): Promise<{ id: string; operatorId: string; method: string } | undefined> {
    // prettier-ignore
    return db
      .selectFrom('operator_session as session')
      .innerJoin('operator', 'operator.id', 'session.operator_id')
      .where('session.token_hash', '=', tokenHash)
      .where('session.awaits_second_factor', '=', true)
      .where('session.revoked_at', 'is', null)
      .where('session.expires_at', '>', now)
      .where('operator.disabled_at', 'is', null)
      .select(['session.id', 'session.operator_id as operatorId', 'session.method'])
      .executeTakeFirst();
  }

  /** The half session becomes a whole one under a new secret; false when it is none any more. */
  async complete(
    db: Db,
    id: string,
    { tokenHash, now, expiresAt }: Pick<NewSession, 'tokenHash' | 'now' | 'expiresAt'>,
  ): Promise<boolean> {
    // prettier-ignore
    const done = await db
      .updateTable('operator_session')
      .set({ awaits_second_factor: false, second_factor_at: now, token_hash: tokenHash, last_seen_at: now, expires_at: expiresAt }) // prettier-ignore
      .where('id', '=', id)
      .where('awaits_second_factor', '=', true)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }

  /**
   * A new secret at once: what the session may has changed, and nobody may know the new one by the old. Returns its end;
   * undefined where it was ended.
   */
  async renew(db: Db, id: string, tokenHash: Buffer, now: Date): Promise<Date | undefined> {
    const renewed = await db
      .updateTable('operator_session')
      .set({ token_hash: tokenHash, previous_token_hash: null, rotated_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('expires_at')
      .executeTakeFirst();
    return renewed?.expires_at;
  }

  /**
   * A new secret by the clock; the old one goes on until the new one is in use. False where the session has neither the
   * old one nor this new one any more, or has ended; changes nothing the second time.
   */
  async rotate(db: Db, id: string, { from, to, now }: { from: Buffer; to: Buffer; now: Date }): Promise<boolean> {
    const rotated = await db
      .updateTable('operator_session')
      .set({ token_hash: to, previous_token_hash: from, rotated_at: now })
      .where('id', '=', id)
      .where('token_hash', '=', from)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return rotated.numUpdatedRows === 1n || (await this.isUnder(db, id, to));
  }

  /** Whether this is the secret of the session now. */
  async isUnder(db: Db, id: string, tokenHash: Buffer): Promise<boolean> {
    const row = await db
      .selectFrom('operator_session')
      .select('id')
      .where('id', '=', id)
      .where('token_hash', '=', tokenHash)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  async forgetPrevious(db: Db, id: string, current: Buffer): Promise<void> {
    await db
      .updateTable('operator_session')
      .set({ previous_token_hash: null })
      .where('id', '=', id)
      .where('token_hash', '=', current)
      .execute();
  }

  async setSecondFactorAt(db: Db, id: string, at: Date | null): Promise<void> {
    await db.updateTable('operator_session').set({ second_factor_at: at }).where('id', '=', id).execute();
  }

  /** An operator's live ones, the latest used first. `seenAfter`: what was idle longer has ended. */
  async live(db: Db, operatorId: string, now: Date, seenAfter: Date): Promise<ListedSession[]> {
    return db
      .selectFrom('operator_session')
      .select(['id', 'user_agent as userAgent', 'method', 'created_at as createdAt', 'last_seen_at as lastSeenAt'])
      .select(['expires_at as expiresAt', 'second_factor_at as secondFactorAt'])
      .where('operator_id', '=', operatorId)
      .where('awaits_second_factor', '=', false)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where('last_seen_at', '>', seenAfter)
      .orderBy('last_seen_at', 'desc')
      .orderBy('id')
      .execute();
  }

  /** Ends one session of an operator; false when it is not theirs, or has ended. */
  async revokeOne(
    db: Db,
    end: { operatorId: string; sessionId: string; by: string | null; now: Date },
  ): Promise<boolean> {
    // prettier-ignore
    const done = await db
      .updateTable('operator_session')
      .set({ revoked_at: end.now, revoked_by: end.by })
      .where('operator_id', '=', end.operatorId)
      .where('id', '=', end.sessionId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }

  /** Ends all sessions of an operator but one, half ones too; their ids. */
  async revokeOthers(
    db: Db,
    end: { operatorId: string; except: string | null; by: string | null; now: Date },
  ): Promise<string[]> {
    // prettier-ignore
    let query = db
      .updateTable('operator_session')
      .set({ revoked_at: end.now, revoked_by: end.by })
      .where('operator_id', '=', end.operatorId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', end.now);
    if (end.except !== null) query = query.where('id', '<>', end.except);
    return (await query.returning('id').execute()).map(({ id }) => id);
  }

  /** How and when the session began. */
  start(db: Db, id: string): Promise<{ method: string; createdAt: Date } | undefined> {
    return db
      .selectFrom('operator_session')
      .select(['method', 'created_at as createdAt'])
      .where('id', '=', id)
      .executeTakeFirst();
  }

  async hasSecondFactor(db: Db, id: string): Promise<boolean> {
    const row = await db.selectFrom('operator_session').select('second_factor_at').where('id', '=', id).executeTakeFirst(); // prettier-ignore
    return row !== undefined && row.second_factor_at !== null;
  }
}
