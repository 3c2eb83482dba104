import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, Log, assertNever, type Db, type UnapprovedPolicy } from '@app/platform';
import { EditionRepository, type Edition } from '../edition.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { PreflightGate, type JudgingWish } from '../preflight/preflight-gate.service.js';
import { FreezeEdition } from '../revisions/freeze-edition.service.js';
import { ApprovalRepository } from './approval.repository.js';
import { DeskAlarmRepository } from './desk-alarm.repository.js';
import { DeskProposalRepository } from './desk-proposal.repository.js';
import { shortened } from './shortened.js';

/** Editions looked at in one round of the sweeper. */
const DEADLINE_ROUND = 50;

const alarmOf: Readonly<Record<UnapprovedPolicy, string>> = {
  send: 'edition.unattended_sent',
  send_short: 'edition.unattended_short',
  hold: 'edition.unapproved',
};

/** Nobody approved in time: what the newsletter declared for this happens, once, and the desk is told. */
@Injectable()
export class ActOnDeadlines {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly proposals: DeskProposalRepository,
    private readonly approvals: ApprovalRepository,
    private readonly alarms: DeskAlarmRepository,
    private readonly freezing: FreezeEdition,
    private readonly gate: PreflightGate,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Harmless at any time, on any number of workers. Returns the ids acted on by this very call. */
  async act(): Promise<string[]> {
    const acted: string[] = [];
    for (const editionId of await this.approvals.overdue(this.database, this.clock.now(), DEADLINE_ROUND)) {
      try {
        if (await this.actOn(editionId)) acted.push(editionId);
      } catch (error) {
        // One that cannot be frozen must not keep the others from their readers; tried again with the next round.
        this.log.failure('edition.deadline_failed', error, { editionId });
        await this.alarms.raiseFor(editionId, 'edition.freeze_failed', error);
      }
    }
    return acted;
  }

  private async actOn(editionId: string): Promise<boolean> {
    return this.gate.afterJudging(
      () => this.wishes(editionId),
      async (trx, judged) => {
        const edition = await this.editions.lock(trx, editionId);
        // Somebody approved it, or another worker was here first.
        if (edition?.state !== 'proposed' || edition.freezeAt > this.clock.now()) return false;
        const newsletter = await this.newsletters.known(trx, edition.newsletterId);
        if (newsletter.approval !== 'desk') return false;
        const policy = policyOf(edition, newsletter);
        const shortTo = shortToOf(policy, newsletter);
        // Broken mail leaves by no policy; the desk is told what is wrong with it.
        if (policy !== 'hold' && (await this.gate.holdBroken(trx, edition, { judged, shortTo }))) {
          await this.approvals.actedUnattended(trx, editionId, 'hold');
          return true;
        }
        const detail = await this.apply(trx, { edition, newsletter, policy });
        await this.approvals.actedUnattended(trx, editionId, policy);
        // After freezing, which settles what the desk was called for: this call is about what was done without it.
        const { newsletterId } = edition;
        await this.alarms.raise(trx, { newsletterId, editionId, code: alarmOf[policy], detail });
        await this.audit.append(trx, {
          operatorId: null,
          action: 'edition.unattended',
          object: `edition:${editionId}`,
          detail: { policy, ...detail },
        });
        this.log.warn(alarmOf[policy], { editionId, newsletterId });
        return true;
      },
    );
  }

  /** What would leave, as it would leave; nothing where nothing does. */
  private async wishes(editionId: string): Promise<JudgingWish[]> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) return [];
    const newsletter = await this.newsletters.known(this.database, edition.newsletterId);
    const policy = policyOf(edition, newsletter);
    return policy === 'hold' ? [] : [{ editionId, shortTo: shortToOf(policy, newsletter) }];
  }

  private async apply(
    trx: Db,
    { edition, newsletter, policy }: { edition: Edition; newsletter: Newsletter; policy: UnapprovedPolicy },
  ): Promise<Record<string, unknown>> {
    const facts = { editionDate: edition.editionDate, version: edition.proposalVersion };
    switch (policy) {
      case 'send':
        return { ...facts, state: (await this.freezing.freezeIn(trx, edition.id, null)).state };
      case 'send_short': {
        const kept = await this.shorten(trx, edition, newsletter.shortDispatches);
        return { ...facts, ...kept, state: (await this.freezing.freezeIn(trx, edition.id, null)).state };
      }
      case 'hold':
        await this.editions.setState(trx, edition.id, { from: ['proposed'], to: 'held', reason: 'edition.unapproved' });
        return facts;
      default:
        return assertNever(policy);
    }
  }

  private async shorten(trx: Db, edition: Edition, limit: number): Promise<{ kept: number; leftOut: number }> {
    const before = await this.proposals.read(trx, edition);
    const after = shortened(before, limit);
    const version = edition.proposalVersion + 1;
    const leftOut = before.blocks.length - after.blocks.length;
    if (leftOut > 0) await this.proposals.write(trx, edition.id, { before, after, version });
    return { kept: after.blocks.length, leftOut };
  }
}

/** What a person made outside the calendar leaves when a person says so. */
function policyOf({ slot }: Edition, { unapproved }: Newsletter): UnapprovedPolicy {
  return slot === null ? 'hold' : unapproved;
}

function shortToOf(policy: UnapprovedPolicy, { shortDispatches }: Newsletter): number | undefined {
  return policy === 'send_short' ? shortDispatches : undefined;
}
