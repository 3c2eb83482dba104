import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { SignInLimits } from './signing-in/sign-in-limits.service.js';

/** An ended session and a spent link say when somebody was here; that is kept this long (docs/retention.md). */
export const ENDED_DAYS = 30;
const DAY_MS = 86_400_000;

@Injectable()
export class OperatorRetention {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly limits: SignInLimits,
    private readonly clock: Clock,
  ) {}

  /** Returns how many sessions, links and counters of failed tries went. */
  async forgetEnded(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - ENDED_DAYS * DAY_MS);
    return (await this.access.forgetEnded(this.database, before)) + (await this.limits.forgetOld());
  }
}
