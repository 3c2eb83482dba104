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
   * In the transaction that holds the edition. What was held before is held again; so is an edition of the calendar past
   * its deadline, whatever the newsletter does when nobody comes: somebody came, and did not want it to leave as it is.
   */
  async reopen(trx: Db, edition: Edition): Promise<EditionState> {
    const { id: editionId, newsletterId, state } = edition;
    if (state !== 'approved') return state;
    const heldFor = this.heldFor(edition);
    await this.approvals.reopen(trx, editionId, heldFor);
    if (heldFor === null) return 'proposed';
    await this.alarms.raise(trx, { newsletterId, editionId, code: heldFor });
    return 'held';
  }

  private heldFor({ reason, slot, freezeAt }: Edition): string | null {
    if (reason !== null) return reason;
    return slot !== null && freezeAt <= this.clock.now() ? 'edition.unapproved' : null;
  }
}
