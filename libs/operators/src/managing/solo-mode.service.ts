import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, type Db } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { OperatorSettingRepository } from './operator-setting.repository.js';

export interface SoloState {
  /** null: not declared. */
  readonly since: Date | null;
  /** Who declared it; null: not declared, or the command line. */
  readonly by: string | null;
  /** Operators who may sign in; it can be declared where this is one. */
  readonly operators: number;
  /** Declared, and true: no second person is waited for. */
  readonly holds: boolean;
}

/**
 * A newsroom of one cannot wait for a second person's approval. It says so, in the open and in the log; and as soon as a
 * second operator can sign in it is over, also when that one leaves again.
 */
@Injectable()
export class SoloMode {
  constructor(
    private readonly database: Database,
    private readonly settings: OperatorSettingRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async state(): Promise<SoloState> {
    const { since, by, enabled } = await this.settings.solo(this.database);
    return { since, by, operators: enabled, holds: since !== null && enabled === 1 };
  }

  async holds(): Promise<boolean> {
    return (await this.state()).holds;
  }

  /** @throws `operator.not_alone` */
  async declare(by: string | null): Promise<SoloState> {
    await this.database.transaction().execute(async (tx) => {
      await this.settings.lock(tx);
      const { since, enabled } = await this.settings.solo(tx);
      if (enabled !== 1) throw operatorErrors.error('operator.not_alone', { operators: enabled });
      if (since !== null) return;
      await this.settings.declareSolo(tx, { at: this.clock.now(), by });
      await this.note(tx, 'operator.solo_declared', by);
    });
    return this.state();
  }

  /** Two persons again where a newsletter asks for two. */
  async end(by: string | null): Promise<SoloState> {
    await this.database.transaction().execute(async (tx) => {
      if (await this.settings.endSolo(tx, { unlessAlone: false })) await this.note(tx, 'operator.solo_ended', by);
    });
    return this.state();
  }

  /** Part of whatever lets somebody sign in: that one is the second person from now on. */
  async endUnlessAlone(tx: Db, by: string | null): Promise<void> {
    // Locked first: somebody who declares it at this moment sees one operator yet, and what they write is seen here.
    await this.settings.lock(tx);
    if (await this.settings.endSolo(tx, { unlessAlone: true })) await this.note(tx, 'operator.solo_ended', by);
  }

  /** Keeps whatever changes who may sign in waiting until the transaction ends. */
  lock(tx: Db): Promise<void> {
    return this.settings.lock(tx);
  }

  private note(tx: Db, action: string, operatorId: string | null): Promise<void> {
    return this.audit.append(tx, { operatorId, action, object: 'operators' });
  }
}
