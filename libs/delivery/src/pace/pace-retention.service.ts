import { Injectable } from '@nestjs/common';
import { Database, SystemAlarms } from '@app/platform';
import { MailDomainRepository } from './mail-domain.repository.js';
import { PermitRepository } from './permit.repository.js';
import { paceObject } from './reactions.service.js';
import { SendingCountRepository } from './sending-count.repository.js';

/** Keeps the tables of the pace small, and settles alarms of what ended by itself. Called every hour. */
@Injectable()
export class PaceRetention {
  constructor(
    private readonly database: Database,
    private readonly domains: MailDomainRepository,
    private readonly permits: PermitRepository,
    private readonly counts: SendingCountRepository,
    private readonly alarms: SystemAlarms,
  ) {}

  /** Returns how many rows went. */
  async keep(): Promise<number> {
    for (const { transport, provider } of await this.permits.ended()) {
      for (const code of ['pace.suspended', 'pace.slowed'])
        await this.alarms.settle(this.database, code, paceObject(transport, provider));
    }
    return (await this.domains.forget()) + (await this.permits.forget()) + (await this.counts.forget());
  }
}
