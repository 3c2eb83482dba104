import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, SecretBox, type Db } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { OwnerNotices, type NoticeSender } from '../owner-notices.service.js';
import { OwnSessions, type RenewedSession } from '../sessions/own-sessions.service.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { CredentialsRepository, type Credentials } from '../signing-in/credentials.repository.js';
import { OwnTries } from '../signing-in/own-tries.service.js';
import type { WayIn } from '../signing-in/way-in.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';
import { SecondFactorCodes, totpOwner } from './second-factor-codes.service.js';
import { newTotpSecret, readableSecret, totpUri } from './totp.js';

/** As authenticator apps list it. */
const ISSUER = 'Colporteur';

export interface OwnCode {
  readonly operatorId: string;
  readonly sessionId: string;
  readonly code: string;
  readonly where: WayIn;
}

/** One's own second factor: set up, confirmed, taken off. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly codes: SecondFactorCodes,
    private readonly tries: OwnTries,
    private readonly sessions: OwnSessions,
    private readonly sessionRows: SessionRepository,
    private readonly notices: OwnerNotices,
    private readonly box: SecretBox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A new secret, good for nothing until {@link confirm}. @throws second_factor.on_already */
  async begin(operatorId: string): Promise<{ readonly secret: string; readonly uri: string }> {
    const secret = newTotpSecret();
    return this.database.transaction().execute(async (tx) => {
      const owner = await this.ownerOf(tx, operatorId);
      if (owner.totpConfirmedAt !== null) throw operatorErrors.error('second_factor.on_already');
      await this.credentials.setTotpSecret(tx, operatorId, this.box.seal(secret, totpOwner(operatorId)));
      return { secret: readableSecret(secret), uri: totpUri(secret, ISSUER, owner.address) };
    });
  }

  /**
   * On from now; the other sessions, which have none, end. The recovery codes are shown this once.
   *
   * @throws second_factor.not_begun, second_factor.on_already, second_factor.code_wrong, sign_in.too_many
   */
  confirm(own: OwnCode): Promise<{ readonly recoveryCodes: string[]; readonly renewed: RenewedSession }> {
    const { operatorId, sessionId, code } = own;
    return this.counted(own, async (tx, owner) => {
      if (owner.totpSecret === null) throw operatorErrors.error('second_factor.not_begun');
      if (owner.totpConfirmedAt !== null) throw operatorErrors.error('second_factor.on_already');
      if (!(await this.codes.takeFromApp(tx, owner, code))) throw operatorErrors.error('second_factor.code_wrong');
      const now = this.clock.now();
      await this.credentials.confirmTotp(tx, operatorId, now);
      await this.sessions.endOthersIn(tx, { operatorId, by: operatorId }, sessionId);
      await this.sessionRows.setSecondFactorAt(tx, sessionId, now);
      await this.note(tx, operatorId, 'operator.second_factor_set');
      return {
        recoveryCodes: await this.writeCodes(tx, operatorId),
        renewed: await this.sessions.renewIn(tx, sessionId),
      };
    });
  }

  /** Ten new recovery codes; the old ones are void. @throws second_factor.off, second_factor.code_wrong, sign_in.too_many */
  renewRecoveryCodes(own: OwnCode): Promise<string[]> {
    return this.counted(own, async (tx, owner) => {
      await this.assertCode(tx, owner, own.code);
      await this.note(tx, own.operatorId, 'operator.recovery_codes_renewed');
      return this.writeCodes(tx, own.operatorId);
    });
  }

  /** Off; the other sessions end. Returns what this one's cookie is to hold. @throws second_factor.off, second_factor.code_wrong */
  async takeOff(own: OwnCode, sender: NoticeSender | undefined): Promise<RenewedSession> {
    const { operatorId, sessionId } = own;
    const { renewed, noticeId } = await this.counted(own, async (tx, owner) => {
      await this.assertCode(tx, owner, own.code);
      await this.credentials.setTotpSecret(tx, operatorId, null);
      await this.credentials.replaceRecoveryCodes(tx, operatorId, [], this.clock.now());
      await this.sessions.endOthersIn(tx, { operatorId, by: operatorId }, sessionId);
      await this.sessionRows.setSecondFactorAt(tx, sessionId, null);
      await this.note(tx, operatorId, 'operator.second_factor_taken_off');
      const noticeId = sender && (await this.notices.oweChange(tx, owner, 'second_factor_off', sender));
      return { renewed: await this.sessions.renewIn(tx, sessionId), noticeId };
    });
    await this.notices.ring(noticeId);
    return renewed;
  }

  /** Five codes may be wrong, then one waits, as when signing in. */
  private counted<T>(own: OwnCode, work: (tx: Db, owner: Credentials) => Promise<T>): Promise<T> {
    return this.tries.counted('own-code', own.operatorId, own.where, () =>
      this.database.transaction().execute(async (tx) => work(tx, await this.ownerOf(tx, own.operatorId))),
    );
  }

  private async assertCode(tx: Db, owner: Credentials, code: string): Promise<void> {
    if (owner.totpConfirmedAt === null) throw operatorErrors.error('second_factor.off');
    if (!(await this.codes.take(tx, owner, code))) throw operatorErrors.error('second_factor.code_wrong');
  }

  private async writeCodes(tx: Db, operatorId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    const hashes = codes.map(recoveryCodeHash).filter((hash) => hash !== undefined);
    await this.credentials.replaceRecoveryCodes(tx, operatorId, hashes, this.clock.now());
    return codes;
  }

  private async ownerOf(tx: Db, operatorId: string): Promise<Credentials> {
    const owner = await this.credentials.lock(tx, operatorId);
    if (owner === undefined) throw operatorErrors.error('operator.unknown');
    return owner;
  }

  private note(tx: Db, operatorId: string, action: string): Promise<void> {
    return this.audit.append(tx, { operatorId, action, object: `operator:${operatorId}` });
  }
}
