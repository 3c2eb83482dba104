import { Injectable } from '@nestjs/common';
import { DeviceCookies } from './device-cookies.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { countersOf, type WayIn } from './way-in.js';

/** Tries of somebody who is signed in already: a screen left unlocked is no place to guess at leisure. */
@Injectable()
export class OwnTries {
  constructor(
    private readonly limits: SignInLimits,
    private readonly devices: DeviceCookies,
  ) {}

  /**
   * Does the work as one counted try, which is forgiven unless the work throws. `use` names what is tried.
   *
   * @throws sign_in.too_many, and what the work throws
   */
  async counted<T>(use: string, operatorId: string, where: WayIn, work: () => Promise<T>): Promise<T> {
    const counters = countersOf(use, operatorId, where, this.devices.deviceOf(where.deviceToken, operatorId));
    await this.limits.count(counters);
    const result = await work();
    await this.limits.forgive(counters);
    return result;
  }
}
