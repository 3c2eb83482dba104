import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { SIGN_IN_LINK_MINUTES } from '../issue-sign-in-link.service.js';
import { operatorErrors } from '../operators.errors.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { CredentialsRepository, type Credentials } from './credentials.repository.js';
import { OwnTries } from './own-tries.service.js';
import { Passwords } from './passwords.service.js';
import type { WayIn } from './way-in.js';

/** Minutes for which having signed in proves who sits there: as long as a link is good for. */
const FRESH_MINUTES = SIGN_IN_LINK_MINUTES;

/** What a session has to bring before its owner's secrets are changed in it. */
export type ProofNeeded = 'nothing' | 'current_password' | 'sign_in';

export interface OwnSession {
  readonly operatorId: string;
  readonly sessionId: string;
}

export interface GivenProof extends OwnSession {
  readonly currentPassword?: string | undefined;
  readonly where: WayIn;
}

/**
 * That the owner is there and not somebody at a screen left open, or with a cookie they took: asked before a password is
 * changed or a second factor set up, which would make the visit last.
 */
@Injectable()
export class OwnerProof {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly sessions: SessionRepository,
    private readonly passwords: Passwords,
    private readonly tries: OwnTries,
    private readonly clock: Clock,
  ) {}

  /**
   * The current one, unless a mailed link proved the owner a moment ago: who forgot it comes by one. Where there is none, having
   * signed in a moment ago, in whatever way: a first one is a way in that was not there before.
   */
  async neededForPassword(session: OwnSession): Promise<ProofNeeded> {
    const owner = await this.ownerOf(session);
    const isFresh = await this.isFresh(session, owner.passwordHash === null ? undefined : 'link');
    if (isFresh) return 'nothing';
    return owner.passwordHash === null ? 'sign_in' : 'current_password';
  }

  /** Nothing right after signing in, in whatever way; then the password, or, where there is none, signing in anew. */
  async neededForSecondFactor(session: OwnSession): Promise<ProofNeeded> {
    const owner = await this.ownerOf(session);
    if (await this.isFresh(session)) return 'nothing';
    return owner.passwordHash === null ? 'sign_in' : 'current_password';
  }

  /**
   * A password that is given is looked at, needed or not: nobody goes on who types a wrong one. Returns the owner.
   *
   * @throws operator.current_password_wrong, operator.sign_in_again, sign_in.too_many, sign_in.busy
   */
  async assert(given: GivenProof, needed: ProofNeeded): Promise<Credentials> {
    const owner = await this.ownerOf(given);
    const { currentPassword, where } = given;
    if (needed === 'sign_in') throw operatorErrors.error('operator.sign_in_again');
    if (currentPassword === undefined) {
      if (needed === 'current_password') throw operatorErrors.error('operator.current_password_wrong');
    } else if (owner.passwordHash !== null)
      await this.tries.counted('current-password', owner.operatorId, where, async () => {
        if (!(await this.passwords.verify(owner.passwordHash, currentPassword)))
          throw operatorErrors.error('operator.current_password_wrong');
      });
    return owner;
  }

  private async isFresh({ sessionId }: OwnSession, method?: 'link'): Promise<boolean> {
    const start = await this.sessions.start(this.database, sessionId);
    if (start === undefined || (method !== undefined && start.method !== method)) return false;
    return this.clock.now().getTime() - start.createdAt.getTime() <= FRESH_MINUTES * 60_000;
  }

  private async ownerOf({ operatorId }: OwnSession): Promise<Credentials> {
    const owner = await this.credentials.byId(this.database, operatorId);
    if (owner === undefined) throw operatorErrors.error('operator.unknown');
    return owner;
  }
}
