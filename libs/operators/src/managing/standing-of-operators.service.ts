import { Injectable } from '@nestjs/common';
import { Clock, type Db } from '@app/platform';
import { AccessRepository } from '../access.repository.js';
import { OwnSessions } from '../sessions/own-sessions.service.js';
import { OperatorDirectoryRepository } from './operator-directory.repository.js';
import { SoloMode } from './solo-mode.service.js';

/** Whether an operator is let in at all, with all that follows from it; part of the caller's transaction. */
@Injectable()
export class StandingOfOperators {
  constructor(
    private readonly directory: OperatorDirectoryRepository,
    private readonly access: AccessRepository,
    private readonly sessions: OwnSessions,
    private readonly solo: SoloMode,
    private readonly clock: Clock,
  ) {}

  async disable(tx: Db, operatorId: string, by: string | null): Promise<void> {
    const now = this.clock.now();
    await this.directory.change(tx, operatorId, { disabled_at: now });
    await this.sessions.endOthersIn(tx, { operatorId, by }, null);
    // One that lies in a mailbox must not let the operator in when they are enabled again.
    await this.access.voidLinks(tx, operatorId, now);
  }

  async enable(tx: Db, operatorId: string, by: string | null): Promise<void> {
    await this.directory.change(tx, operatorId, { disabled_at: null });
    await this.solo.endUnlessAlone(tx, by);
  }
}
