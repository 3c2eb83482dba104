import { Injectable } from '@nestjs/common';
import { NoticeOutbox, type NoticeContent } from '@app/mail';
import { Clock, Config, newId, type Db } from '@app/platform';
import type { IssuedLink } from './issue-sign-in-link.service.js';

/** In whose name operators are written to. */
export type NoticeSender = Pick<NoticeContent, 'from' | 'brand'>;

/** Whom it is for. */
export interface NoticeOwner {
  readonly operatorId: string;
  readonly address: string;
  readonly locale: string;
}

/** What one reads about one's own account a week later is of no use any more. */
const USEFUL_DAYS = 7;

/** Mails to one operator about their own way in. */
@Injectable()
export class OwnerNotices {
  constructor(
    private readonly outbox: NoticeOutbox,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The address a link is opened by. */
  addressOf(link: Pick<IssuedLink, 'secret'>): string {
    return `${this.config.publicUrl}/admin/sign-in/${link.secret}`;
  }

  /** A link that gets one in. Returns the notice to ring for. */
  oweLink(tx: Db, owner: NoticeOwner, link: IssuedLink, sender: NoticeSender): Promise<string | undefined> {
    const left = link.expiresAt.getTime() - this.clock.now().getTime();
    const isInvitation = link.purpose === 'invitation';
    return this.outbox.owe(tx, {
      kind: isInvitation ? 'invitation' : 'sign_in',
      address: owner.address,
      locale: owner.locale,
      recipientId: owner.operatorId,
      subjectId: link.linkId,
      content: {
        ...sender,
        values: isInvitation ? { hours: Math.round(left / 3_600_000) } : { minutes: Math.round(left / 60_000) },
        actionUrl: this.addressOf(link),
      },
      usefulUntil: link.expiresAt,
    });
  }

  /** That something changed which only the owner should have changed. */
  oweChange(
    tx: Db,
    owner: NoticeOwner,
    kind: 'password_changed' | 'second_factor_off',
    sender: NoticeSender,
  ): Promise<string | undefined> {
    // prettier-ignore
    return this.outbox.owe(tx, {
      kind,
      address: owner.address,
      locale: owner.locale,
      recipientId: owner.operatorId,
      subjectId: newId(),
      content: { ...sender, values: {}, actionUrl: `${this.config.publicUrl}/admin/account` },
      usefulUntil: new Date(this.clock.now().getTime() + USEFUL_DAYS * 86_400_000),
    });
  }

  /** After the commit. */
  ring(...noticeIds: readonly (string | undefined)[]): Promise<void> {
    return this.outbox.ring(...noticeIds);
  }
}
