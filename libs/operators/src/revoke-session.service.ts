import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database } from '@app/platform';
import { AccessRepository } from './access.repository.js';

@Injectable()
export class RevokeSession {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Ends a session at once. Revoking one that has ended changes nothing. */
  async revoke(sessionId: string): Promise<void> {
    await this.database.transaction().execute(async (tx) => {
      const operatorId = await this.access.revokeSession(tx, sessionId, this.clock.now());
      if (operatorId === undefined) return;
      await this.audit.append(tx, { operatorId, action: 'operator.signed_out', object: `session:${sessionId}` });
    });
  }
}
