import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, hashSecret, TokenSigner } from '@app/platform';
import { AccessRepository, type SessionRow } from './access.repository.js';
import { GrantRepository } from './grants/grant.repository.js';
import type { OperatorPrincipal } from './operator-access.js';
import { operatorErrors } from './operators.errors.js';
import { isRight, withoutRights } from './rights.js';
import { SessionRepository } from './sessions/session.repository.js';

/** A screen left alone over lunch stays signed in; one left alone for the evening does not. */
export const SESSION_IDLE_HOURS = 2;
/** Not every request needs to be a write. */
export const TOUCH_INTERVAL_MS = 60_000;
/** A secret that was read from somewhere is good for this long, while its owner works on. */
export const ROTATION_MINUTES = 60;
/** Requests under way carry the secret they were sent with. */
const GRACE_MS = 60_000;

export interface Authenticated {
  readonly principal: OperatorPrincipal;
  /** What the cookie is to hold from now on, where it changes. */
  readonly next: { readonly secret: string; readonly expiresAt: Date } | undefined;
}

@Injectable()
export class AuthenticateSession {
  private readonly rotationKey: Buffer;

  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly grants: GrantRepository,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    signer: TokenSigner,
  ) {
    this.rotationKey = signer.stableKey('session-rotation');
  }

  /** Who the cookie's secret speaks for. @throws operator.unauthenticated */
  async authenticate(secret: string): Promise<OperatorPrincipal> {
    return this.principalOf(await this.find(secret));
  }

  /**
   * As {@link authenticate}, and gives the session a new secret every hour. The new one follows from the old by a key
   * of ours: whoever asks with the old one, in parallel or because an answer was lost, is told the same new one. The old
   * one ends as soon as the new one is in use and a minute has passed.
   */
  async authenticateAndRotate(secret: string): Promise<Authenticated> {
    const found = await this.find(secret);
    const next = await this.rotate(secret, found);
    const principal = await this.principalOf(found);
    return { principal, next: next === undefined ? undefined : { secret: next, expiresAt: found.expiresAt } };
  }

  private async find(secret: string): Promise<SessionRow> {
    const now = this.clock.now();
    const seenAfter = new Date(now.getTime() - SESSION_IDLE_HOURS * 3_600_000);
    const found = await this.access.findLiveSession(this.database, hashSecret(secret), now, seenAfter);
    if (found === undefined) throw operatorErrors.error('operator.unauthenticated');
    if (now.getTime() - found.lastSeenAt.getTime() >= TOUCH_INTERVAL_MS)
      await this.access.touchSession(this.database, found.sessionId, now);
    return found;
  }

  private async rotate(secret: string, found: SessionRow): Promise<string | undefined> {
    const { sessionId, isCurrent, hasPrevious, rotatedAt } = found;
    const next = createHmac('sha256', this.rotationKey).update(secret).digest('base64url');
    const to = hashSecret(next);
    // Meanwhile another request may have changed the password: its secret is told by it alone, and ours opens nothing.
    if (!isCurrent) return (await this.sessions.isUnder(this.database, sessionId, to)) ? next : undefined;
    const now = this.clock.now();
    const age = now.getTime() - rotatedAt.getTime();
    if (age >= ROTATION_MINUTES * 60_000) {
      const isNext = await this.sessions.rotate(this.database, sessionId, { from: hashSecret(secret), to, now });
      return isNext ? next : undefined;
    }
    if (hasPrevious && age >= GRACE_MS)
      await this.sessions.forgetPrevious(this.database, sessionId, hashSecret(secret));
    return undefined;
  }

  private async principalOf(found: SessionRow): Promise<OperatorPrincipal> {
    const { operatorId, sessionId, name, role, locale } = found;
    const held = await this.grants.held(this.database, found);
    const lost = found.hasSecondFactor ? [] : (found.secondFactorFor ?? []).filter(isRight);
    return { kind: 'operator', operatorId, sessionId, name, role, locale, held: withoutRights(held, lost) };
  }
}
