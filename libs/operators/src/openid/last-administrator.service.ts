import { Injectable } from '@nestjs/common';
import { Audit, SystemAlarms, type Db } from '@app/platform';
import { OperatorsRepository } from '../operators.repository.js';

const ALARM = 'operator.last_administrator_kept';

/**
 * An installation is not left without anybody who may administer because a group was renamed at the provider: the last
 * one goes on to administer, and everybody hears of it. Under the lock that changes of who may what run under.
 */
@Injectable()
export class LastAdministrator {
  constructor(
    private readonly operators: OperatorsRepository,
    private readonly alarms: SystemAlarms,
    private readonly audit: Audit,
  ) {}

  /**
   * Whether this operator, of the provider's, alone may administer and came in before, and would not any more without
   * their role. `areGrantsKept`: what is granted to them here stays.
   */
  async isIt(tx: Db, operatorId: string, { areGrantsKept }: { areGrantsKept: boolean }): Promise<boolean> {
    const [only, ...others] = await this.operators.adminsWhoCameIn(tx);
    return others.length === 0 && only?.id === operatorId && !(areGrantsKept && only.isByGrant);
  }

  /** Told and logged, or, where it was kept before and need not be any more, settled. */
  async note(
    tx: Db,
    operatorId: string,
    { isKept, wanted }: { isKept: boolean; wanted: string | null },
  ): Promise<void> {
    const object = `operator:${operatorId}`;
    if (!isKept) {
      await this.alarms.settle(tx, ALARM, object);
      return;
    }
    await this.alarms.raise(tx, { code: ALARM, object });
    await this.audit.append(tx, { operatorId: null, action: ALARM, object, detail: { wanted } });
  }
}
