import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, type Db } from '@app/platform';
import { AccessRepository } from '../access.repository.js';
import { IssueSignInLink, type IssuedLink } from '../issue-sign-in-link.service.js';
import { operatorErrors } from '../operators.errors.js';
import { OwnerNotices, type NoticeSender } from '../owner-notices.service.js';
import { OwnSessions } from '../sessions/own-sessions.service.js';
import { CredentialsRepository, type Credentials } from './credentials.repository.js';

export interface AccessReset {
  readonly operatorId: string;
  /** null: the command line. */
  readonly by: string | null;
  /** Undefined: nobody can be written to yet. */
  readonly sender: NoticeSender | undefined;
}

/** What somebody else does for an operator who lost a password or a phone. Every session of theirs ends. */
@Injectable()
export class ResetAccess {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly access: AccessRepository,
    private readonly links: IssueSignInLink,
    private readonly sessions: OwnSessions,
    private readonly notices: OwnerNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * The old password is worth nothing at once; a link that opens once leads to choosing another.
   *
   * @throws operator.own_reset, operator.unknown, operator.disabled
   */
  async resetPassword(reset: AccessReset): Promise<{ readonly link: IssuedLink; readonly isNotified: boolean }> {
    const { operatorId, by, sender } = reset;
    const { link, noticeId } = await this.database.transaction().execute(async (tx) => {
      const owner = await this.ownerOf(tx, reset);
      const now = this.clock.now();
      await this.credentials.setPassword(tx, operatorId, null, now);
      await this.access.voidLinks(tx, operatorId, now);
      await this.sessions.endOthersIn(tx, { operatorId, by }, null);
      await this.note(tx, reset, 'operator.password_reset');
      const link = await this.links.issueIn(tx, { operatorId, issuedBy: by, purpose: 'password_reset' });
      const noticeId = sender && (await this.notices.oweLink(tx, owner, link, sender));
      return { link, noticeId };
    });
    await this.notices.ring(noticeId);
    return { link, isNotified: noticeId !== undefined };
  }

  /** The second factor is gone and the owner is told. @throws operator.own_reset, operator.unknown, operator.disabled, second_factor.off */
  async resetSecondFactor(reset: AccessReset): Promise<void> {
    const { operatorId, by, sender } = reset;
    const noticeId = await this.database.transaction().execute(async (tx) => {
      const owner = await this.ownerOf(tx, reset);
      if (owner.totpSecret === null) throw operatorErrors.error('second_factor.off');
      await this.credentials.setTotpSecret(tx, operatorId, null);
      await this.credentials.replaceRecoveryCodes(tx, operatorId, [], this.clock.now());
      await this.sessions.endOthersIn(tx, { operatorId, by }, null);
      await this.note(tx, reset, 'operator.second_factor_reset');
      return sender && this.notices.oweChange(tx, owner, 'second_factor_off', sender);
    });
    await this.notices.ring(noticeId);
  }

  /** Never oneself: a session that somebody else got hold of would get rid of the second factor without a code. */
  private async ownerOf(tx: Db, { operatorId, by }: AccessReset): Promise<Credentials> {
    if (operatorId === by) throw operatorErrors.error('operator.own_reset');
    const owner = await this.credentials.lock(tx, operatorId);
    if (owner === undefined) throw operatorErrors.error('operator.unknown');
    if (owner.isDisabled) throw operatorErrors.error('operator.disabled');
    return owner;
  }

  private note(tx: Db, { operatorId, by }: AccessReset, action: string): Promise<void> {
    return this.audit.append(tx, { operatorId: by, action, object: `operator:${operatorId}` });
  }
}
