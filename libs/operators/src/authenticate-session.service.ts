import { Injectable } from '@nestjs/common';
import { Clock, Database, hashSecret } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { GrantRepository } from './grants/grant.repository.js';
import type { OperatorPrincipal } from './operator-access.js';
import { operatorErrors } from './operators.errors.js';

/** A screen left alone over lunch stays signed in; one left alone for the evening does not. */
export const SESSION_IDLE_HOURS = 2;
/** Not every request needs to be a write. */
export const TOUCH_INTERVAL_MS = 60_000;

@Injectable()
export class AuthenticateSession {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly grants: GrantRepository,
    private readonly clock: Clock,
  ) {}

  /** Who the cookie's secret speaks for. @throws operator.unauthenticated */
  async authenticate(secret: string): Promise<OperatorPrincipal> {
    const now = this.clock.now();
    const seenAfter = new Date(now.getTime() - SESSION_IDLE_HOURS * 3_600_000);
    const found = await this.access.findLiveSession(this.database, hashSecret(secret), now, seenAfter);
    if (found === undefined) throw operatorErrors.error('operator.unauthenticated');
    const { lastSeenAt, ...operator } = found;
    if (now.getTime() - lastSeenAt.getTime() >= TOUCH_INTERVAL_MS) {
      await this.access.touchSession(this.database, operator.sessionId, now);
    }
    return { kind: 'operator', ...operator, held: await this.grants.held(this.database, operator) };
  }
}
