import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, newId, type Db, type OperatorRole } from '@app/platform';
import { IssueSignInLink, type IssuedLink } from './issue-sign-in-link.service.js';
import { AdmitOperator } from './managing/admit-operator.service.js';
import type { Grant } from './rights.js';
import { canonicalAddress, cleanName } from './operator-identity.js';
import { operatorErrors } from './operators.errors.js';
import { OperatorsRepository } from './operators.repository.js';
import { OwnerNotices, type NoticeOwner, type NoticeSender } from './owner-notices.service.js';

export interface Invitation {
  readonly address: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** BCP 47 tag; default English. */
  readonly locale?: string;
  /** Rights beyond those of the role. */
  readonly grants?: readonly Grant[];
  /** null when the command line does it. */
  readonly invitedBy: string | null;
  /** In whose name the link is mailed; undefined: nobody can be written to yet, and who invites passes it on. */
  readonly sender?: NoticeSender | undefined;
}

export interface Invited {
  readonly operatorId: string;
  /** Good for 72 hours. */
  readonly link: IssuedLink;
  readonly isNotified: boolean;
}

/** Makes someone an operator, and mails them a link that gets them in: both or neither. */
@Injectable()
export class InviteOperator {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly links: IssueSignInLink,
    private readonly notices: OwnerNotices,
    private readonly admitting: AdmitOperator,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws operator.address_invalid, operator.name_invalid, operator.address_taken */
  async invite(invitation: Invitation): Promise<Invited> {
    const operatorId = newId();
    const { role, locale = 'en', invitedBy } = invitation;
    const address = canonicalAddress(invitation.address);
    const name = cleanName(invitation.name);
    const row = { id: operatorId, address, name, role, locale, created_at: this.clock.now() };
    const { link, noticeId } = await this.database.transaction().execute(async (tx) => {
      await this.admitting.begin(tx);
      if (!(await this.operators.insertOperator(tx, row))) throw operatorErrors.error('operator.address_taken');
      const object = `operator:${operatorId}`;
      await this.audit.append(tx, { operatorId: invitedBy, action: 'operator.invited', object, detail: { role } });
      await this.admitting.admit(tx, operatorId, { by: invitedBy, grants: invitation.grants });
      return this.sendLink(tx, { operatorId, address, locale }, invitation);
    });
    await this.notices.ring(noticeId);
    return { operatorId, link, isNotified: noticeId !== undefined };
  }

  /** A new link for somebody who was invited before; the earlier one is void. @throws operator.unknown, operator.disabled */
  async inviteAgain(operatorId: string, by: Pick<Invitation, 'invitedBy' | 'sender'>): Promise<Invited> {
    const { link, noticeId } = await this.database.transaction().execute(async (tx) => {
      const known = await this.operators.findById(tx, operatorId);
      if (known === undefined) throw operatorErrors.error('operator.unknown');
      return this.sendLink(tx, { operatorId, address: known.address, locale: known.locale }, by);
    });
    await this.notices.ring(noticeId);
    return { operatorId, link, isNotified: noticeId !== undefined };
  }

  private async sendLink(
    tx: Db,
    owner: NoticeOwner,
    { invitedBy, sender }: Pick<Invitation, 'invitedBy' | 'sender'>,
  ): Promise<{ link: IssuedLink; noticeId: string | undefined }> {
    const { operatorId } = owner;
    const link = await this.links.issueIn(tx, { operatorId, issuedBy: invitedBy, purpose: 'invitation' });
    return { link, noticeId: sender && (await this.notices.oweLink(tx, owner, link, sender)) };
  }
}
