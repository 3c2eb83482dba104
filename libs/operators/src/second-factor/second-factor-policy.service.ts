import { Injectable } from '@nestjs/common';
import { Audit, Database } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { isRight, rights, type Right } from '../rights.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { CredentialsRepository } from '../signing-in/credentials.repository.js';

/** For which rights a second factor is asked: without one in their session nobody holds them, whatever their role. */
@Injectable()
export class SecondFactorPolicy {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly sessions: SessionRepository,
    private readonly audit: Audit,
  ) {}

  async read(): Promise<Right[]> {
    return (await this.credentials.secondFactorFor(this.database)).filter(isRight);
  }

  /**
   * `by` is null for the command line. To see is no right one can lose: one sets the second factor up in one's account.
   *
   * @throws second_factor.own_missing for somebody without one, who would lock themselves out, or give themselves what
   * they do not hold
   */
  async set(
    wanted: readonly Right[],
    by: { readonly operatorId: string; readonly sessionId: string } | null,
  ): Promise<Right[]> {
    // prettier-ignore
    const asked = rights.filter((right) => right !== 'view' && wanted.includes(right));
    await this.database.transaction().execute(async (tx) => {
      const isChanged = asked.length > 0 || (await this.credentials.secondFactorFor(tx)).length > 0;
      if (by !== null && isChanged && !(await this.sessions.hasSecondFactor(tx, by.sessionId)))
        throw operatorErrors.error('second_factor.own_missing');
      await this.credentials.setSecondFactorFor(tx, asked);
      const operatorId = by?.operatorId ?? null;
      await this.audit.append(tx, { operatorId, action: 'operator.second_factor_asked', object: 'operators', detail: { rights: asked } }); // prettier-ignore
    });
    return asked;
  }
}
