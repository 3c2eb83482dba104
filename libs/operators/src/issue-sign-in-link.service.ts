import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, hashSecret, newId, newSecret, type Db } from '@app/platform';
import { AccessRepository, type LinkPurpose } from './access.repository.js';
import { operatorErrors } from './operators.errors.js';
import { OperatorsRepository } from './operators.repository.js';

/** Long enough to change window and find the mail, short enough that a forgotten one is worth nothing. */
export const SIGN_IN_LINK_MINUTES = 15;
/** Whoever is invited on a Friday evening gets in on Monday. */
export const INVITATION_HOURS = 72;

export interface IssuedLink {
  readonly linkId: string;
  /** Goes into the address `/admin/sign-in/<secret>` and is nowhere else: it cannot be shown a second time. */
  readonly secret: string;
  readonly expiresAt: Date;
  readonly purpose: LinkPurpose;
}

export interface LinkRequest {
  readonly operatorId: string;
  /** null when the command line does it, or the operator. */
  readonly issuedBy: string | null;
  readonly purpose?: LinkPurpose;
}

@Injectable()
export class IssueSignInLink {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly access: AccessRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws operator.unknown, operator.disabled */
  issue(request: LinkRequest): Promise<IssuedLink> {
    return this.database.transaction().execute((tx) => this.issueIn(tx, request));
  }

  /** Whether the operator has one already that still lets them in. */
  hasOpen(tx: Db, operatorId: string): Promise<boolean> {
    return this.access.hasOpenLink(tx, operatorId, this.clock.now());
  }

  /** As {@link issue}, part of the caller's transaction. A new invitation makes the earlier ones void. */
  async issueIn(tx: Db, { operatorId, issuedBy, purpose = 'sign_in' }: LinkRequest): Promise<IssuedLink> {
    const operator = await this.operators.findById(tx, operatorId);
    if (operator === undefined) throw operatorErrors.error('operator.unknown');
    if (operator.disabled_at !== null) throw operatorErrors.error('operator.disabled');
    const secret = newSecret();
    const now = this.clock.now();
    const minutes = purpose === 'invitation' ? INVITATION_HOURS * 60 : SIGN_IN_LINK_MINUTES;
    const expiresAt = new Date(now.getTime() + minutes * 60_000);
    const linkId = newId();
    if (purpose === 'invitation') await this.access.voidLinks(tx, operatorId, now, 'invitation');
    await this.access.insertSignInLink(tx, {
      id: linkId,
      operator_id: operatorId,
      token_hash: hashSecret(secret),
      purpose,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    });
    await this.audit.append(tx, {
      operatorId: issuedBy,
      action: 'operator.link_issued',
      object: `operator:${operatorId}`,
      detail: { link: linkId, purpose },
    });
    return { linkId, secret, expiresAt, purpose };
  }
}
