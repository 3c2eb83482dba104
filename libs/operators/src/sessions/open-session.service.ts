import { Injectable } from '@nestjs/common';
import { Audit, Clock, hashSecret, newId, newSecret, type Db } from '@app/platform';
import { CredentialsRepository } from '../signing-in/credentials.repository.js';
import { deviceLabel } from './device-label.js';
import { SessionRepository, type SignInMethod } from './session.repository.js';

/** A working day with its overtime; after it, one signs in again whatever one did. */
export const SESSION_HOURS = 12;
/** Long enough to fetch the phone from the coat. */
export const HALF_SESSION_MINUTES = 10;

export interface OpenedSession {
  /** Goes into the cookie and is nowhere else. */
  readonly secret: string;
  readonly expiresAt: Date;
  readonly sessionId: string;
  readonly operatorId: string;
  /** It is half a session and lets nobody do anything but give the second factor. */
  readonly awaitsSecondFactor: boolean;
}

export interface SessionRequest {
  readonly operatorId: string;
  readonly method: SignInMethod;
  readonly userAgent: string | undefined;
  readonly hasSecondFactor: boolean;
  /** Somebody else asked for the second factor: the identity provider. */
  readonly isSecondFactorGiven?: boolean;
}

/** What every way in ends with. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly credentials: CredentialsRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Part of the caller's transaction: the link that was used up and the session it opened are one. */
  async open(tx: Db, request: SessionRequest): Promise<OpenedSession> {
    const { operatorId, method, hasSecondFactor, isSecondFactorGiven = false } = request;
    const now = this.clock.now();
    const awaitsSecondFactor = hasSecondFactor && !isSecondFactorGiven;
    const expiresAt = awaitsSecondFactor ? minutesAfter(now, HALF_SESSION_MINUTES) : sessionEnd(now);
    const secret = newSecret();
    const session = {
      id: newId(),
      operatorId,
      tokenHash: hashSecret(secret),
      method,
      userAgent: deviceLabel(request.userAgent),
      awaitsSecondFactor,
      secondFactorAt: isSecondFactorGiven ? now : null,
      now,
      expiresAt,
    };
    await this.sessions.insert(tx, session);
    if (!awaitsSecondFactor) await this.noteSignIn(tx, { operatorId, sessionId: session.id, method });
    return { secret, expiresAt, sessionId: session.id, operatorId, awaitsSecondFactor };
  }

  /** Somebody is in. */
  async noteSignIn(tx: Db, signIn: { operatorId: string; sessionId: string; method: string }): Promise<void> {
    const { operatorId, sessionId, method } = signIn;
    await this.credentials.noteSignIn(tx, operatorId, this.clock.now());
    const object = `session:${sessionId}`;
    await this.audit.append(tx, { operatorId, action: 'operator.signed_in', object, detail: { method } });
  }
}

export function sessionEnd(now: Date): Date {
  return minutesAfter(now, SESSION_HOURS * 60);
}

function minutesAfter(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
