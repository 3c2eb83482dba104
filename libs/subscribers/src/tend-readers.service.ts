import { Injectable } from '@nestjs/common';
import { Config } from '@app/platform';
import { GateRetention } from './gate/gate-retention.service.js';
import { ImportRepository } from './moving/import.repository.js';
import { ShipWithdrawals } from './journal/ship-withdrawals.service.js';
import { UploadRepository } from './moving/uploads/upload.repository.js';
import { EndInactive } from './inactivity/end-inactive.service.js';
import { NetworkEvidence } from './network-evidence.service.js';
import { AddressChangeRepository } from './personal/address-change.repository.js';
import { EraseReader } from './personal/erase-reader.service.js';
import { ADDRESS_CHANGE_HOURS } from './personal/personal-links.js';
import { RemindSignUps } from './sign-up/remind-sign-ups.service.js';
import { SubscriptionRepository } from './subscription.repository.js';

/** What the clock asks of this lib. Any number of workers may do it at once: everything here is set-based. */
@Injectable()
export class TendReaders {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly changes: AddressChangeRepository,
    private readonly erasures: EraseReader,
    private readonly reminders: RemindSignUps,
    private readonly evidence: NetworkEvidence,
    private readonly gate: GateRetention,
    private readonly imports: ImportRepository,
    private readonly uploads: UploadRepository,
    private readonly inactive: EndInactive,
    private readonly withdrawals: ShipWithdrawals,
    private readonly config: Config,
  ) {}

  /** What is due now: pauses that are over, reminders of confirmations that did not come, rounds of inactivity. */
  async minute(): Promise<void> {
    await this.subscriptions.resumeDue();
    await this.reminders.remind();
    await this.inactive.carryOn();
  }

  /** Keeps docs/retention.md. Returns how many rows of what went. */
  async forget(): Promise<Readonly<Record<string, number>>> {
    await this.erasures.eraseLate();
    return {
      unconfirmed: await this.subscriptions.purgeUnconfirmed(this.config.env.CONFIRMATION_DAYS),
      erasedAgain: await this.erasures.eraseAgain(),
      signUpCounters: await this.gate.forgetCounters(),
      spentProofs: await this.gate.forgetProofs(),
      evidenceKeys: await this.evidence.forget(),
      importRows: await this.imports.forgetStaging(),
      uploads: await this.uploads.forget(),
      addressChanges: await this.changes.expire(ADDRESS_CHANGE_HOURS),
      journalFiles: await this.withdrawals.forgetOld(),
    };
  }
}
