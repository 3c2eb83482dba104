import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, type EditionState } from '@app/platform';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { ApprovalRepository } from './approval.repository.js';
import { DeskAlarmRepository } from './desk-alarm.repository.js';

const CANCELLABLE: readonly EditionState[] = ['claimed', 'proposed', 'held', 'approved', 'frozen', 'sending'];

/** Ends an edition: no message leaves that is not being submitted already. */
@Injectable()
export class CancelEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly approvals: ApprovalRepository,
    private readonly alarms: DeskAlarmRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** @throws `edition.unknown`, `edition.wrong_state` */
  async cancel(editionId: string, { by, reason }: { by: string | null; reason: string }): Promise<Edition> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      const { state } = edition;
      if (!CANCELLABLE.includes(state)) throw editionErrors.error('edition.wrong_state', { editionId, state });
      await this.approvals.cancel(trx, editionId);
      await this.alarms.settleAllOf(trx, editionId);
      await this.audit.append(trx, {
        operatorId: by,
        action: 'edition.cancelled',
        object: `edition:${editionId}`,
        detail: { from: state, reason },
      });
      this.log.info('edition.cancelled', { editionId, from: state });
      return { ...edition, state: 'cancelled', reason: 'edition.cancelled', releaseAt: null };
    });
  }
}
