import { Injectable } from '@nestjs/common';
import { Log } from '@app/platform';
import { SourceRetention } from '@app/dispatches';
import { LedgerRetention, PaceRetention } from '@app/delivery';
import { BounceRetention } from '@app/feedback';
import { SharePreview } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { IdempotentRequests, OperatorRetention, TellDesk } from '@app/operators';
import { TendReaders } from '@app/subscribers';

/** Keeps docs/retention.md true, every hour. */
@Injectable()
export class KeepRetention {
  constructor(
    private readonly readers: TendReaders,
    private readonly outbox: NoticeOutbox,
    private readonly ledger: LedgerRetention,
    private readonly pace: PaceRetention,
    private readonly bounces: BounceRetention,
    private readonly operators: OperatorRetention,
    private readonly calls: TellDesk,
    private readonly requests: IdempotentRequests,
    private readonly sources: SourceRetention,
    private readonly previews: SharePreview,
    private readonly log: Log,
  ) {}

  async keep(): Promise<void> {
    const removed = {
      ...(await this.readers.forget()),
      notices: await this.outbox.forgetSettled(),
      ledgerMonths: await this.ledger.dropOldMonths(),
      paceRows: await this.pace.keep(),
      bounces: await this.bounces.forgetOld(),
      sessions: await this.operators.forgetEnded(),
      calls: await this.calls.forget(),
      answers: await this.requests.forgetAnswers(),
      polls: await this.sources.forgetOldPolls(),
      previews: await this.previews.forgetOver(),
    };
    if (Object.values(removed).some((count) => count > 0)) this.log.info('retention.kept', removed);
  }
}
