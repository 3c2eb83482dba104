import { Injectable } from '@nestjs/common';
import { Clock, Database, hashSecret, newSecret } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { OpenSession, sessionEnd, type OpenedSession } from '../sessions/open-session.service.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { FREE_CODES_OF_AN_ACCOUNT } from '../signing-in/back-off.js';
import { CredentialsRepository } from '../signing-in/credentials.repository.js';
import { DeviceCookies } from '../signing-in/device-cookies.service.js';
import { SignInLimits, type Counter } from '../signing-in/sign-in-limits.service.js';
import { countersOf, type WayIn } from '../signing-in/way-in.js';
import { SecondFactorCodes } from './second-factor-codes.service.js';

/** From half a session to a whole one. */
@Injectable()
export class PassSecondFactor {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly sessions: SessionRepository,
    private readonly codes: SecondFactorCodes,
    private readonly limits: SignInLimits,
    private readonly devices: DeviceCookies,
    private readonly opening: OpenSession,
    private readonly clock: Clock,
  ) {}

  /** @throws sign_in.half_session_over, sign_in.code_refused, sign_in.too_many */
  async pass(halfSecret: string, code: string, where: WayIn): Promise<OpenedSession> {
    const half = await this.sessions.findHalf(this.database, hashSecret(halfSecret), this.clock.now());
    if (half === undefined) throw operatorErrors.error('sign_in.half_session_over');
    const { operatorId } = half;
    const counters = this.countersOf(operatorId, where);
    await this.limits.count(counters);
    const opened = await this.database.transaction().execute(async (tx) => {
      // Locked: two requests with two good codes and one half session make one session.
      const owner = await this.credentials.lock(tx, operatorId);
      if (owner === undefined || !(await this.codes.take(tx, owner, code)))
        throw operatorErrors.error('sign_in.code_refused');
      const now = this.clock.now();
      const secret = newSecret();
      const expiresAt = sessionEnd(now);
      const isDone = await this.sessions.complete(tx, half.id, { tokenHash: hashSecret(secret), now, expiresAt });
      if (!isDone) throw operatorErrors.error('sign_in.half_session_over');
      await this.opening.noteSignIn(tx, { operatorId, sessionId: half.id, method: half.method });
      return { secret, expiresAt, sessionId: half.id, operatorId, awaitsSecondFactor: false };
    });
    await this.limits.forgive(counters);
    return opened;
  }

  /** Away from a known device also for the account in all: a million codes are few for a thousand networks. */
  private countersOf(operatorId: string, where: WayIn): Counter[] {
    const device = this.devices.deviceOf(where.deviceToken, operatorId);
    const counters = countersOf('code', operatorId, where, device);
    if (device !== undefined) return counters;
    return [...counters, { name: `code:anywhere:${operatorId}`, free: FREE_CODES_OF_AN_ACCOUNT, isForgiving: true }];
  }
}
