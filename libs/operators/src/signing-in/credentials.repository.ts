import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

/** How one operator may get in. */
export interface Credentials {
  readonly operatorId: string;
  readonly address: string;
  readonly name: string;
  readonly locale: string;
  readonly passwordHash: string | null;
  readonly passwordChangedAt: Date | null;
  /** Sealed; good for nothing until confirmed. */
  readonly totpSecret: Buffer | null;
  readonly totpConfirmedAt: Date | null;
  readonly oidcIssuer: string | null;
  readonly isDisabled: boolean;
}

/** Passwords and second factors of operators, and their recovery codes. */
@Injectable()
export class CredentialsRepository {
  byAddress(db: Db, address: string): Promise<Credentials | undefined> {
    return credentials(db).where('address', '=', address).executeTakeFirst();
  }

  byId(db: Db, operatorId: string): Promise<Credentials | undefined> {
    return credentials(db).where('id', '=', operatorId).executeTakeFirst();
  }

  /** As {@link byId}, locked until the transaction ends. */
  lock(db: Db, operatorId: string): Promise<Credentials | undefined> {
    return credentials(db).where('id', '=', operatorId).forUpdate().executeTakeFirst();
  }

  async setPassword(db: Db, operatorId: string, hash: string | null, now: Date): Promise<void> {
    await db
      .updateTable('operator')
      .set({ password_hash: hash, password_changed_at: now })
      .where('id', '=', operatorId)
      .execute();
  }

  /** The same password under today's parameters; not when it was changed meanwhile. */
  async rehash(db: Db, operatorId: string, from: string, to: string): Promise<void> {
    await db
      .updateTable('operator')
      .set({ password_hash: to })
      .where('id', '=', operatorId)
      .where('password_hash', '=', from)
      .execute();
  }

  async setTotpSecret(db: Db, operatorId: string, sealed: Buffer | null): Promise<void> {
    await db
      .updateTable('operator')
      .set({ totp_secret: sealed, totp_confirmed_at: null, totp_last_step: null })
      .where('id', '=', operatorId)
      .execute();
  }

  async confirmTotp(db: Db, operatorId: string, now: Date): Promise<void> {
    await db.updateTable('operator').set({ totp_confirmed_at: now }).where('id', '=', operatorId).execute();
  }

  /** False: this code or a later one was taken already. One statement, so that of two requests one wins. */
  async takeTotpStep(db: Db, operatorId: string, step: number): Promise<boolean> {
    const taken = await db
      .updateTable('operator')
      .set({ totp_last_step: step })
      .where('id', '=', operatorId)
      .where((is) => is.or([is('totp_last_step', 'is', null), is('totp_last_step', '<', step)]))
      .executeTakeFirst();
    return taken.numUpdatedRows === 1n;
  }

  /** False: there is no such code, or it was used. */
  async takeRecoveryCode(db: Db, operatorId: string, hash: Buffer, now: Date): Promise<boolean> {
    const taken = await db
      .updateTable('recovery_code')
      .set({ used_at: now })
      .where('operator_id', '=', operatorId)
      .where('code_hash', '=', hash)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return taken.numUpdatedRows === 1n;
  }

  /** These and no others from now on. */
  async replaceRecoveryCodes(db: Db, operatorId: string, hashes: readonly Buffer[], now: Date): Promise<void> {
    await db.deleteFrom('recovery_code').where('operator_id', '=', operatorId).execute();
    if (hashes.length === 0) return;
    const rows = hashes.map((hash) => ({ operator_id: operatorId, code_hash: hash, created_at: now, used_at: null }));
    await db.insertInto('recovery_code').values(rows).execute();
  }

  async countRecoveryCodes(db: Db, operatorId: string): Promise<number> {
    const row = await db
      .selectFrom('recovery_code')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('operator_id', '=', operatorId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow();
    return row.count;
  }

  async setProfile(db: Db, operatorId: string, { name, locale }: { name: string; locale: string }): Promise<void> {
    await db.updateTable('operator').set({ name, locale }).where('id', '=', operatorId).execute();
  }

  async noteSignIn(db: Db, operatorId: string, now: Date): Promise<void> {
    await db.updateTable('operator').set({ last_signed_in_at: now }).where('id', '=', operatorId).execute();
  }

  /** What is held only in a session with a second factor. */
  async secondFactorFor(db: Db): Promise<string[]> {
    const row = await db.selectFrom('operator_setting').select('second_factor_for').executeTakeFirst();
    return row?.second_factor_for ?? [];
  }

  async setSecondFactorFor(db: Db, rights: readonly string[]): Promise<void> {
    await db
      .updateTable('operator_setting')
      .set({ second_factor_for: [...rights] })
      .execute();
  }
}

function credentials(db: Db) {
  return db
    .selectFrom('operator')
    .select(['id as operatorId', 'address', 'name', 'locale', 'password_hash as passwordHash'])
    .select(['password_changed_at as passwordChangedAt', 'totp_secret as totpSecret'])
    .select(['totp_confirmed_at as totpConfirmedAt', 'oidc_issuer as oidcIssuer'])
    .select((is) => is('disabled_at', 'is not', null).as('isDisabled'))
    .$narrowType<{ isDisabled: boolean }>();
}
