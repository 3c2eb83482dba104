import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database } from '@app/platform';
import { AccessRepository } from '../access.repository.js';
import { SIGN_IN_LINK_MINUTES } from '../issue-sign-in-link.service.js';
import { operatorErrors } from '../operators.errors.js';
import { OwnerNotices, type NoticeSender } from '../owner-notices.service.js';
import { OwnSessions, type RenewedSession } from '../sessions/own-sessions.service.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { commonPasswords } from './common-passwords.js';
import { CredentialsRepository, type Credentials } from './credentials.repository.js';
import { OwnTries } from './own-tries.service.js';
import { assertGoodPassword } from './password-policy.js';
import { Passwords } from './passwords.service.js';
import type { WayIn } from './way-in.js';

export interface PasswordChange {
  readonly operatorId: string;
  readonly sessionId: string;
  readonly newPassword: string;
  /** Needed by whoever has one, unless they just came in by a link. */
  readonly currentPassword?: string | undefined;
  readonly where: WayIn;
  /** Undefined: nobody can be written to yet. */
  readonly sender: NoticeSender | undefined;
}

/** One's own password. */
@Injectable()
export class SetPassword {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: Passwords,
    private readonly tries: OwnTries,
    private readonly sessions: OwnSessions,
    private readonly sessionRows: SessionRepository,
    private readonly access: AccessRepository,
    private readonly notices: OwnerNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Whether the session may set a password without the current one: there is none, or a mailed link proved the owner. */
  async isCurrentNeeded(operatorId: string, sessionId: string): Promise<boolean> {
    const owner = await this.credentials.byId(this.database, operatorId);
    if (owner === undefined || owner.passwordHash === null) return false;
    const start = await this.sessionRows.start(this.database, sessionId);
    const sinceStart = this.clock.now().getTime() - (start?.createdAt.getTime() ?? 0);
    return start?.method !== 'link' || sinceStart > SIGN_IN_LINK_MINUTES * 60_000;
  }

  /**
   * Ends every other session and voids unused links. Returns what this one's cookie is to hold.
   *
   * @throws operator.password_weak, operator.current_password_wrong, sign_in.too_many, sign_in.busy
   */
  async set(change: PasswordChange): Promise<RenewedSession> {
    const { operatorId, sessionId, newPassword } = change;
    const owner = await this.credentials.byId(this.database, operatorId);
    if (owner === undefined) throw operatorErrors.error('operator.unknown');
    if (await this.isCurrentNeeded(operatorId, sessionId)) await this.assertCurrent(owner, change);
    assertGoodPassword(newPassword, owner, await commonPasswords());
    const hash = await this.passwords.hash(newPassword);
    const { renewed, noticeId } = await this.database.transaction().execute(async (tx) => {
      const now = this.clock.now();
      await this.credentials.setPassword(tx, operatorId, hash, now);
      await this.access.voidLinks(tx, operatorId, now);
      await this.sessions.endOthersIn(tx, { operatorId, by: operatorId }, sessionId);
      await this.audit.append(tx, { operatorId, action: 'operator.password_set', object: `operator:${operatorId}` });
      const isFirst = owner.passwordHash === null;
      return {
        renewed: await this.sessions.renewIn(tx, sessionId),
        noticeId:
          isFirst || change.sender === undefined
            ? undefined
            : await this.notices.oweChange(tx, owner, 'password_changed', change.sender),
      };
    });
    await this.notices.ring(noticeId);
    return renewed;
  }

  private async assertCurrent(owner: Credentials, { currentPassword, where }: PasswordChange): Promise<void> {
    if (currentPassword === undefined) throw operatorErrors.error('operator.current_password_wrong');
    await this.tries.counted('current-password', owner.operatorId, where, async () => {
      if (!(await this.passwords.verify(owner.passwordHash, currentPassword)))
        throw operatorErrors.error('operator.current_password_wrong');
    });
  }
}
