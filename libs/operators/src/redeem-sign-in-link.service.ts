import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, hashSecret, newId, newSecret } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { GrantRepository } from './grants/grant.repository.js';
import type { OperatorPrincipal } from './operator-access.js';
import { operatorErrors } from './operators.errors.js';

/** A working day with its overtime; after it, one signs in again whatever one did. */
export const SESSION_HOURS = 12;

export interface OpenedSession {
  /** Goes into the cookie and is nowhere else. */
  readonly secret: string;
  readonly expiresAt: Date;
  readonly principal: OperatorPrincipal;
}

@Injectable()
export class RedeemSignInLink {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly grants: GrantRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws operator.link_invalid when the link is unknown, used, expired or its operator disabled */
  async redeem(linkSecret: string): Promise<OpenedSession> {
    const secret = newSecret();
    const sessionId = newId();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000);
    const session = { id: sessionId, tokenHash: hashSecret(secret), now, expiresAt };
    const operator = await this.database.transaction().execute(async (tx) => {
      const redeemed = await this.access.redeemSignInLink(tx, hashSecret(linkSecret), session);
      if (redeemed === undefined) throw operatorErrors.error('operator.link_invalid');
      const { operatorId } = redeemed;
      await this.audit.append(tx, { operatorId, action: 'operator.signed_in', object: `session:${sessionId}` });
      return redeemed;
    });
    const held = await this.grants.held(this.database, operator);
    return { secret, expiresAt, principal: { kind: 'operator', sessionId, ...operator, held } };
  }
}
