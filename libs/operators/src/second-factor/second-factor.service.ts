import { Injectable } from '@nestjs/common';
import { Database, type Db } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import type { NoticeSender } from '../owner-notices.service.js';
import type { RenewedSession } from '../sessions/own-sessions.service.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { CredentialsRepository, type Credentials } from '../signing-in/credentials.repository.js';
import { OwnSecretChange } from '../signing-in/own-secret-change.service.js';
import { OwnerProof, type GivenProof, type OwnSession, type ProofNeeded } from '../signing-in/owner-proof.service.js';
import { OwnTries } from '../signing-in/own-tries.service.js';
import type { WayIn } from '../signing-in/way-in.js';
import { SecondFactorCodes } from './second-factor-codes.service.js';
import { readableSecret, totpUri } from './totp.js';

/** As authenticator apps list it. */
const ISSUER = 'Colporteur';

export interface OwnCode extends OwnSession {
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
    private readonly proof: OwnerProof,
    private readonly sessions: SessionRepository,
    private readonly changes: OwnSecretChange,
  ) {}

  /** What {@link begin} asks for in this session at this moment. */
  proofNeeded(session: OwnSession): Promise<ProofNeeded> {
    return this.proof.neededForSecondFactor(session);
  }

  /**
   * A new secret, good for nothing until {@link confirm}.
   *
   * @throws second_factor.on_already, operator.current_password_wrong, operator.sign_in_again, sign_in.too_many, sign_in.busy
   */
  async begin(given: GivenProof): Promise<{ readonly secret: string; readonly uri: string }> {
    const { operatorId } = await this.proof.assert(given, await this.proofNeeded(given));
    return this.database.transaction().execute(async (tx) => {
      const owner = await this.ownerOf(tx, operatorId);
      if (owner.totpConfirmedAt !== null) throw operatorErrors.error('second_factor.on_already');
      const secret = await this.codes.begin(tx, operatorId);
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
      await this.sessions.setSecondFactorAt(tx, sessionId, await this.codes.confirm(tx, operatorId));
      const action = 'operator.second_factor_set';
      const { renewed } = await this.changes.follow(tx, { ...owner, sessionId }, { action });
      return { recoveryCodes: await this.codes.renewRecoveryCodes(tx, operatorId), renewed };
    });
  }

  /** Ten new recovery codes; the old ones are void. @throws second_factor.off, second_factor.code_wrong, sign_in.too_many */
  renewRecoveryCodes(own: OwnCode): Promise<string[]> {
    return this.counted(own, async (tx, owner) => {
      await this.assertCode(tx, owner, own.code);
      await this.changes.note(tx, own.operatorId, 'operator.recovery_codes_renewed');
      return this.codes.renewRecoveryCodes(tx, own.operatorId);
    });
  }

  /** Off; the other sessions end. Returns what this one's cookie is to hold. @throws second_factor.off, second_factor.code_wrong */
  async takeOff(own: OwnCode, sender: NoticeSender | undefined): Promise<RenewedSession> {
    const { operatorId, sessionId } = own;
    const { renewed, noticeId } = await this.counted(own, async (tx, owner) => {
      await this.assertCode(tx, owner, own.code);
      await this.codes.forget(tx, operatorId);
      await this.sessions.setSecondFactorAt(tx, sessionId, null);
      const told = { kind: 'second_factor_off', sender } as const;
      return this.changes.follow(tx, { ...owner, sessionId }, { action: 'operator.second_factor_taken_off', told });
    });
    await this.changes.ring(noticeId);
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

  private async ownerOf(tx: Db, operatorId: string): Promise<Credentials> {
    const owner = await this.credentials.lock(tx, operatorId);
    if (owner === undefined) throw operatorErrors.error('operator.unknown');
    return owner;
  }
}
