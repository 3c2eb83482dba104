import { Injectable } from '@nestjs/common';
import { Clock, Database, hashSecret } from '@app/platform';
import { AccessRepository, type LinkPurpose } from './access.repository.js';
import { operatorErrors } from './operators.errors.js';
import { OpenSession, type OpenedSession } from './sessions/open-session.service.js';

@Injectable()
export class RedeemSignInLink {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly sessions: OpenSession,
    private readonly clock: Clock,
  ) {}

  /**
   * `userAgent`: what the browser calls itself.
   *
   * @throws operator.link_invalid when the link is unknown, used, expired or its operator disabled
   */
  redeem(linkSecret: string, userAgent?: string): Promise<OpenedSession & { readonly purpose: LinkPurpose }> {
    return this.database.transaction().execute(async (tx) => {
      const used = await this.access.useSignInLink(tx, hashSecret(linkSecret), this.clock.now());
      if (used === undefined) throw operatorErrors.error('operator.link_invalid');
      const { operatorId, hasSecondFactor, purpose } = used;
      const opened = await this.sessions.open(tx, { operatorId, method: 'link', userAgent, hasSecondFactor });
      return { ...opened, purpose };
    });
  }
}
