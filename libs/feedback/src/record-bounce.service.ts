import { Injectable } from '@nestjs/common';
import { Database, Log, redactedLine, type BounceClass } from '@app/platform';
import { FindDelivery, LedgerSweepRepository, ReturnPath, refusalClass } from '@app/delivery';
import { SuppressReader } from '@app/subscribers';
import { readBounce } from './bounce-report.js';
import { BounceRepository } from './bounce.repository.js';

export type BounceOutcome =
  | { readonly outcome: 'recorded' | 'known'; readonly class: BounceClass; readonly suppressed: boolean }
  /** Not a delivery report, a report of something that is no failure, or not about a message of ours. */
  | { readonly outcome: 'ignored'; readonly because: 'no_report' | 'no_failure' | 'not_ours' };

/** Enough to tell why; the rest of a bounce is somebody's mail. */
const DIAGNOSTIC_LIMIT = 500;

/**
 * Takes in one bounce message. Our own signed mark decides whom it is about, so a forged bounce suppresses nobody; only
 * a hard refusal suppresses; policy and reputation are the sender's fault (STANDARDS B1-B4, P3).
 */
@Injectable()
export class RecordBounce {
  constructor(
    private readonly database: Database,
    private readonly bounces: BounceRepository,
    private readonly deliveries: FindDelivery,
    private readonly ledger: LedgerSweepRepository,
    private readonly suppressions: SuppressReader,
    private readonly returnPath: ReturnPath,
    private readonly log: Log,
  ) {}

  async record(raw: Buffer, recipient?: string): Promise<BounceOutcome> {
    const report = await readBounce(raw, recipient);
    if (report === undefined) return { outcome: 'ignored', because: 'no_report' };
    if (report.action !== 'failed' || report.status === null) return { outcome: 'ignored', because: 'no_failure' };
    const mark = report.traces.map((trace) => this.returnPath.read(trace)).find((found) => found !== undefined);
    const delivery = mark === undefined ? undefined : await this.deliveries.byMark(mark);
    if (delivery === undefined) return { outcome: 'ignored', because: 'not_ours' };
    const bounceClass = classOf(report.status);
    const { status } = report;
    const diagnostic = redactedLine(report.diagnostic, DIAGNOSTIC_LIMIT);
    const isNew = await this.database.transaction().execute(async (trx) => {
      const added = await this.bounces.add(trx, { ...delivery, class: bounceClass, status, diagnostic });
      await this.ledger.markBounced(trx, delivery);
      if (bounceClass === 'hard')
        await this.suppressions.suppress(trx, [delivery.subscriberId], 'hard_bounce', {
          editionId: delivery.editionId,
          status,
        });
      return added;
    });
    this.log.info('bounce.recorded', { ...delivery, class: bounceClass, status });
    return { outcome: isNew ? 'recorded' : 'known', class: bounceClass, suppressed: bounceClass === 'hard' };
  }
}

/** A failure with a 4.x status is a message that waited too long in a queue: soft. */
function classOf(status: string): BounceClass {
  return refusalClass(status) ?? 'soft';
}
