import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, hashSecret, newSecret, type Db } from '@app/platform';
import { SESSION_IDLE_HOURS } from '../authenticate-session.service.js';
import { operatorErrors } from '../operators.errors.js';
import { SessionRepository, type ListedSession } from './session.repository.js';

/** Whose session is ended, and by whom: oneself, an administrator, or null for the command line and policies. */
export interface SessionEnd {
  readonly operatorId: string;
  readonly by: string | null;
}

/** What the cookie is to hold from now on. */
export interface RenewedSession {
  readonly secret: string;
  readonly expiresAt: Date;
}

/** An operator's sessions: seen, ended, given a new secret. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Those that let somebody in at this moment, the latest used first. */
  list(operatorId: string): Promise<ListedSession[]> {
    const now = this.clock.now();
    return this.sessions.live(this.database, operatorId, now, new Date(now.getTime() - SESSION_IDLE_HOURS * 3_600_000));
  }

  /** @throws session.unknown for one that is not the operator's, or has ended */
  async end({ operatorId, by }: SessionEnd, sessionId: string): Promise<void> {
    await this.database.transaction().execute(async (tx) => {
      const isEnded = await this.sessions.revokeOne(tx, { operatorId, sessionId, by, now: this.clock.now() });
      if (!isEnded) throw operatorErrors.error('session.unknown');
      await this.noteEnds(tx, by, [sessionId]);
    });
  }

  /** All but one; `except` null ends every one. How many. */
  endOthers(end: SessionEnd, except: string | null): Promise<number> {
    return this.database.transaction().execute((tx) => this.endOthersIn(tx, end, except));
  }

  /** As {@link endOthers}, part of the caller's transaction. */
  async endOthersIn(tx: Db, { operatorId, by }: SessionEnd, except: string | null): Promise<number> {
    const ended = await this.sessions.revokeOthers(tx, { operatorId, except, by, now: this.clock.now() });
    await this.noteEnds(tx, by, ended);
    return ended.length;
  }

  /**
   * A new secret for a session whose rights or whose owner's secrets changed; the old one is worth nothing at once.
   *
   * @throws operator.unauthenticated where it was ended meanwhile: what was begun in it is then not done either
   */
  async renewIn(tx: Db, sessionId: string): Promise<RenewedSession> {
    const secret = newSecret();
    const expiresAt = await this.sessions.renew(tx, sessionId, hashSecret(secret), this.clock.now());
    if (expiresAt === undefined) throw operatorErrors.error('operator.unauthenticated');
    return { secret, expiresAt };
  }

  private async noteEnds(tx: Db, by: string | null, sessionIds: readonly string[]): Promise<void> {
    for (const id of sessionIds)
      await this.audit.append(tx, { operatorId: by, action: 'operator.session_ended', object: `session:${id}` });
  }
}
