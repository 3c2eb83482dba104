import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { AccessRepository } from '../access.repository.js';
import type { NoticeSender } from '../owner-notices.service.js';
import type { RenewedSession } from '../sessions/own-sessions.service.js';
import { commonPasswords } from './common-passwords.js';
import { CredentialsRepository } from './credentials.repository.js';
import { OwnSecretChange } from './own-secret-change.service.js';
import { OwnerProof, type GivenProof, type OwnSession, type ProofNeeded } from './owner-proof.service.js';
import { assertGoodPassword } from './password-policy.js';
import { Passwords } from './passwords.service.js';

/** `currentPassword`: needed by whoever has one, unless they just came in by a link; a first one is set by whoever just signed in. */
export interface PasswordChange extends GivenProof {
  readonly newPassword: string;
  /** Undefined: nobody can be written to yet. */
  readonly sender: NoticeSender | undefined;
}

/** One's own password. */
@Injectable()
export class SetPassword {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly access: AccessRepository,
    private readonly passwords: Passwords,
    private readonly proof: OwnerProof,
    private readonly changes: OwnSecretChange,
    private readonly clock: Clock,
  ) {}

  proofNeeded(session: OwnSession): Promise<ProofNeeded> {
    return this.proof.neededForPassword(session);
  }

  /**
   * Ends every other session and voids unused links. Returns what this one's cookie is to hold.
   *
   * @throws operator.password_weak, operator.current_password_wrong, operator.sign_in_again, sign_in.too_many, sign_in.busy
   */
  async set(change: PasswordChange): Promise<RenewedSession> {
    const { operatorId, sessionId, newPassword, sender } = change;
    const owner = await this.proof.assert(change, await this.proof.neededForPassword(change));
    assertGoodPassword(newPassword, owner, await commonPasswords());
    const hash = await this.passwords.hash(newPassword);
    const isFirst = owner.passwordHash === null;
    const { renewed, noticeId } = await this.database.transaction().execute(async (tx) => {
      const now = this.clock.now();
      await this.credentials.setPassword(tx, operatorId, hash, now);
      await this.access.voidLinks(tx, operatorId, now);
      const action = 'operator.password_set';
      const told = { kind: 'password_changed', sender: isFirst ? undefined : sender } as const;
      return this.changes.follow(tx, { ...owner, sessionId }, { action, told });
    });
    await this.changes.ring(noticeId);
    return renewed;
  }
}
