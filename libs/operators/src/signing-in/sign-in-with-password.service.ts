import { Injectable } from '@nestjs/common';
import { Database, Log } from '@app/platform';
import { canonicalAddress } from '../operator-identity.js';
import { operatorErrors } from '../operators.errors.js';
import { OpenSession, type OpenedSession } from '../sessions/open-session.service.js';
import { CredentialsRepository, type Credentials } from './credentials.repository.js';
import { DeviceCookies } from './device-cookies.service.js';
import { Passwords } from './passwords.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { countersOf, type WayIn } from './way-in.js';

@Injectable()
export class SignInWithPassword {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: Passwords,
    private readonly limits: SignInLimits,
    private readonly devices: DeviceCookies,
    private readonly sessions: OpenSession,
    private readonly log: Log,
  ) {}

  /**
   * An unknown address takes the same way, and as long, as a wrong password.
   *
   * @throws sign_in.refused, sign_in.too_many, sign_in.busy
   */
  async signIn(given: { readonly address: string; readonly password: string }, where: WayIn): Promise<OpenedSession> {
    const account = accountOf(given.address);
    const known = await this.credentials.byAddress(this.database, account);
    const device = this.devices.deviceOf(where.deviceToken, known?.operatorId);
    const counters = countersOf('password', account, where, device);
    await this.limits.count(counters);
    const hash = known === undefined || known.isDisabled ? null : known.passwordHash;
    const isRight = await this.passwords.verify(hash, given.password).catch(async (error: unknown) => {
      // Nothing was tried: there was no room.
      await this.limits.takeBack(counters);
      throw error;
    });
    if (!isRight || known === undefined || hash === null) {
      this.log.info('sign_in.refused', { operatorId: known?.operatorId ?? null });
      throw operatorErrors.error('sign_in.refused');
    }
    const opened = await this.open(known, where);
    await this.limits.forgive(counters);
    await this.keepUpToDate(known.operatorId, hash, given.password);
    return opened;
  }

  /**
   * While the password was looked at somebody may have voided it, disabled its owner, or set up a second factor: under
   * the owner's lock it is asked what holds now. The time of its last change and not its hash, which may be made anew.
   */
  private open(known: Credentials, where: WayIn): Promise<OpenedSession> {
    return this.database.transaction().execute(async (tx) => {
      const owner = await this.credentials.lock(tx, known.operatorId);
      const isAsBefore = owner?.passwordChangedAt?.getTime() === known.passwordChangedAt?.getTime();
      if (owner === undefined || owner.isDisabled || owner.passwordHash === null || !isAsBefore)
        throw operatorErrors.error('sign_in.refused');
      return this.sessions.open(tx, requestOf(owner, where));
    });
  }

  private async keepUpToDate(operatorId: string, hash: string, password: string): Promise<void> {
    if (!this.passwords.isOutdated(hash)) return;
    await this.credentials.rehash(this.database, operatorId, hash, await this.passwords.hash(password));
  }
}

function requestOf({ operatorId, totpConfirmedAt }: Credentials, { userAgent }: WayIn) {
  return { operatorId, method: 'password', userAgent, hasSecondFactor: totpConfirmedAt !== null } as const;
}

/** What no operator can have is counted by its own spelling, in quotes, which no address has: it is nobody's. */
export function accountOf(address: string): string {
  try {
    return canonicalAddress(address);
  } catch {
    // Whether it is an address at all is not for a stranger to learn here.
    // JSON also writes out what the database takes in no text, such as NUL.
    return JSON.stringify(address.trim().toLowerCase());
  }
}
