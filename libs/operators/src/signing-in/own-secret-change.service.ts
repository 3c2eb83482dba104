import { Injectable } from '@nestjs/common';
import { Audit, type Db } from '@app/platform';
import { OwnerNotices, type NoticeSender } from '../owner-notices.service.js';
import { OwnSessions, type RenewedSession } from '../sessions/own-sessions.service.js';
import type { Credentials } from './credentials.repository.js';
import type { OwnSession } from './owner-proof.service.js';

export interface SecretChange {
  readonly action: string;
  /** What the owner is told by mail, and in whose name; left out: they are told nothing, or nobody can be written to yet. */
  readonly told?: {
    readonly kind: 'password_changed' | 'second_factor_off';
    readonly sender: NoticeSender | undefined;
  };
}

export interface FollowedChange {
  /** What this session's cookie is to hold. */
  readonly renewed: RenewedSession;
  /** To {@link OwnSecretChange.ring} for after the commit. */
  readonly noticeId: string | undefined;
}

/**
 * What follows whenever owners change what they get in with: every other session ends, this one has a new secret, the
 * log says so, and the owner is told. Part of the transaction that changes it.
 */
@Injectable()
export class OwnSecretChange {
  constructor(
    private readonly sessions: OwnSessions,
    private readonly notices: OwnerNotices,
    private readonly audit: Audit,
  ) {}

  async follow(tx: Db, owner: Credentials & Pick<OwnSession, 'sessionId'>, { action, told }: SecretChange): Promise<FollowedChange> {
    const { operatorId, sessionId } = owner;
    await this.sessions.endOthersIn(tx, { operatorId, by: operatorId }, sessionId);
    await this.note(tx, operatorId, action);
    const noticeId = told?.sender && (await this.notices.oweChange(tx, owner, told.kind, told.sender));
    return { renewed: await this.sessions.renewIn(tx, sessionId), noticeId };
  } // prettier-ignore

  /** A change that ends no session. */
  note(tx: Db, operatorId: string, action: string): Promise<void> {
    return this.audit.append(tx, { operatorId, action, object: `operator:${operatorId}` });
  }

  ring(noticeId: string | undefined): Promise<void> {
    return this.notices.ring(noticeId);
  }
}
