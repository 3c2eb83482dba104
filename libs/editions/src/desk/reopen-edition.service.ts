import { Injectable } from '@nestjs/common';
import { Clock, type Db, type EditionState } from '@app/platform';
import type { Edition } from '../edition.repository.js';
import { ApprovalRepository } from './approval.repository.js';
import { DeskAlarmRepository } from './desk-alarm.repository.js';

/** What was approved is not any more: taken back, or changed after somebody looked. */
@Injectable()
export class ReopenEdition {
  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly alarms: DeskAlarmRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * In the transaction that holds the edition. Past its deadline the calendar's is held and the desk is called, whatever
   * the newsletter does when nobody comes: somebody came, and did not want it to leave as it is.
   */
  async reopen(trx: Db, { id: editionId, newsletterId, state, slot, freezeAt }: Edition): Promise<EditionState> {
    if (state !== 'approved') return state;
    const reopened = slot === null || freezeAt > this.clock.now() ? 'proposed' : 'held';
    await this.approvals.reopen(trx, editionId, reopened);
    if (reopened === 'held') await this.alarms.raise(trx, { newsletterId, editionId, code: 'edition.unapproved' });
    return reopened;
  }
}
