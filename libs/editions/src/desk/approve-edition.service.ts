import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, Log, type Db, type EditionState } from '@app/platform';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { PreflightGate, type Judged } from '../preflight/preflight-gate.service.js';
import { FreezeEdition } from '../revisions/freeze-edition.service.js';
import { ApprovalRepository } from './approval.repository.js';
import { DeskAlarmRepository } from './desk-alarm.repository.js';
import { DeskProposalRepository } from './desk-proposal.repository.js';
import { ReopenEdition } from './reopen-edition.service.js';

const MINUTE_MS = 60_000;

/** Editions released in one round of the sweeper; the next round follows in seconds. */
const RELEASE_ROUND = 50;

export interface ApprovalRequest {
  /** The operator; null: nobody was named, which is enough where one approval is. */
  readonly by: string | null;
  /** The version that was looked at; left out: whatever it is. */
  readonly version?: number | undefined;
  /** Whoever calls knows that there is no second person: one approval is enough where the newsletter wants two. */
  readonly isAlone?: boolean | undefined;
}

export interface ApprovalResult {
  readonly editionId: string;
  /** `proposed` or `held`: a second person is needed; `approved`: frozen at `releaseAt`; then `frozen` or `empty`. */
  readonly state: EditionState;
  readonly version: number;
  readonly approvals: number;
  readonly approvalsNeeded: number;
  /** Until then it can be taken back; null: not approved, or frozen at once. */
  readonly releaseAt: Date | null;
}

/**
 * A person says of the very version they looked at that it may leave. Who may is for the caller to know: this floor knows
 * operators by their ids.
 */
@Injectable()
export class ApproveEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly proposals: DeskProposalRepository,
    private readonly approvals: ApprovalRepository,
    private readonly alarms: DeskAlarmRepository,
    private readonly reopening: ReopenEdition,
    private readonly freezing: FreezeEdition,
    private readonly gate: PreflightGate,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * @throws `edition.unknown`, `edition.wrong_state`, `edition.too_late`, `edition.empty`, `edition.changed_meanwhile`,
   * `edition.needs_an_operator`, `edition.needs_another_operator`, `edition.preflight_blocked`
   */
  async approve(editionId: string, request: ApprovalRequest): Promise<ApprovalResult> {
    return this.gate.afterJudging([{ editionId }], (trx, judged) =>
      this.approveIn(trx, editionId, { ...request, judged }),
    );
  }

  /** As {@link approve}, in the caller's transaction: a family is approved together or not at all. */
  async approveIn(
    trx: Db,
    editionId: string,
    { by, version, isAlone = false, judged }: ApprovalRequest & { readonly judged: Judged },
  ): Promise<ApprovalResult> {
    const edition = await this.approvable(trx, editionId, version);
    const newsletter = staffed(await this.newsletters.known(trx, edition.newsletterId), isAlone && by !== null);
    await this.gate.assertMayLeave(trx, edition, judged);
    const given = await this.give(trx, edition, newsletter, by);
    const { approvalsNeeded, approvalDelayMinutes } = newsletter;
    const answer = { editionId, version: edition.proposalVersion, approvals: given, approvalsNeeded, releaseAt: null };
    if (given < approvalsNeeded) return { ...answer, state: edition.state };
    if (approvalDelayMinutes === 0) {
      const { state } = await this.freezing.freezeIn(trx, editionId, by);
      return { ...answer, state };
    }
    const releaseAt = new Date(this.clock.now().getTime() + approvalDelayMinutes * MINUTE_MS);
    await this.approvals.approve(trx, editionId, releaseAt);
    await this.alarms.settleAllOf(trx, editionId);
    this.log.info('edition.approved', { editionId, version: edition.proposalVersion });
    return { ...answer, state: 'approved', releaseAt };
  }

  /**
   * Takes back what was approved, as long as it is not frozen. Past the deadline nobody but a person lets it leave.
   *
   * @throws `edition.unknown`, `edition.not_approved`, `edition.changed_meanwhile`
   */
  async withdraw(editionId: string, { by, version }: ApprovalRequest): Promise<ApprovalResult> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.looked(trx, editionId, version);
      const { state, newsletterId, proposalVersion } = edition;
      const given = await this.standing(trx, edition);
      if (!isAtDesk(state) || (state !== 'approved' && given.length === 0))
        throw editionErrors.error('edition.not_approved', { editionId, state });
      const { approvalsNeeded } = await this.newsletters.known(trx, newsletterId);
      await this.approvals.takeBack(trx, editionId);
      const back = await this.reopening.reopen(trx, edition);
      await this.record(trx, { by, action: 'edition.approval_withdrawn', editionId, detail: { version: proposalVersion } });
      this.log.info('edition.approval_withdrawn', { editionId, state: back });
      return { editionId, state: back, version: proposalVersion, approvals: 0, approvalsNeeded, releaseAt: null };
    });
  } // prettier-ignore

  /** Freezes what is approved and whose delay is over: every few seconds, on any number of workers. */
  async releaseDue(): Promise<string[]> {
    const released: string[] = [];
    for (const editionId of await this.approvals.releasable(this.database, this.clock.now(), RELEASE_ROUND)) {
      try {
        if (await this.release(editionId)) released.push(editionId);
      } catch (error) {
        // One that cannot be frozen must not keep the others from their readers; tried again with the next round.
        this.log.failure('edition.release_failed', error, { editionId });
        await this.alarms.raiseFor(editionId, 'edition.freeze_failed', error);
      }
    }
    return released;
  }

  private async release(editionId: string): Promise<boolean> {
    return this.gate.afterJudging([{ editionId }], async (trx, judged) => {
      const edition = await this.editions.lock(trx, editionId);
      const isDue = edition?.releaseAt !== undefined && edition.releaseAt !== null && edition.releaseAt <= this.clock.now();
      if (edition?.state !== 'approved' || !isDue) return false;
      // A template may have been published since the approval.
      if (await this.gate.holdBroken(trx, edition, { judged })) return false;
      const last = (await this.standing(trx, edition)).at(-1);
      await this.freezing.freezeIn(trx, editionId, last?.operatorId ?? null);
      return true;
    });
  } // prettier-ignore

  private async approvable(trx: Db, editionId: string, version: number | undefined): Promise<Edition> {
    const edition = await this.looked(trx, editionId, version);
    const { state, usefulUntil } = edition;
    if (state !== 'proposed' && state !== 'held')
      throw editionErrors.error('edition.wrong_state', { editionId, state });
    if (usefulUntil <= this.clock.now()) throw editionErrors.error('edition.too_late', { editionId });
    const { blocks } = await this.proposals.read(trx, edition);
    if (blocks.length === 0) throw editionErrors.error('edition.empty', { editionId });
    return edition;
  }

  private async looked(trx: Db, editionId: string, version: number | undefined): Promise<Edition> {
    const edition = await this.editions.lock(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    if (version !== undefined && version !== edition.proposalVersion && isAtDesk(edition.state))
      throw editionErrors.error('edition.changed_meanwhile', { editionId, version: edition.proposalVersion });
    return edition;
  }

  /** Returns how many have approved this version. */
  private async give(trx: Db, edition: Edition, newsletter: Newsletter, by: string | null): Promise<number> {
    const { id: editionId, proposalVersion: version } = edition;
    const { approvalsNeeded } = newsletter;
    if (by === null && approvalsNeeded > 1) throw editionErrors.error('edition.needs_an_operator', { editionId });
    const before = await this.standing(trx, edition);
    if (by !== null && approvalsNeeded > 1 && before.some(({ operatorId }) => operatorId === by))
      throw editionErrors.error('edition.needs_another_operator', { editionId });
    if (by !== null)
      await this.approvals.give(trx, editionId, { operatorId: by, version, approvedAt: this.clock.now() });
    const given = before.filter(({ operatorId }) => operatorId !== by).length + 1;
    await this.record(trx, { by, action: 'edition.approval_given', editionId, detail: { version, given, needed: approvalsNeeded } });
    return given;
  } // prettier-ignore

  /** Approvals of the version as it is now; a change voids earlier ones. */
  private async standing(trx: Db, { id, proposalVersion }: Edition) {
    return (await this.approvals.of(trx, id)).filter(({ version }) => version === proposalVersion);
  }

  private async record(
    trx: Db,
    { by, action, editionId, detail }: { by: string | null; action: string; editionId: string; detail: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    await this.audit.append(trx, { operatorId: by, action, object: `edition:${editionId}`, detail });
  } // prettier-ignore
}

/** As the newsletter is set, or as a newsroom of one keeps to it. */
function staffed(newsletter: Newsletter, isAlone: boolean): Newsletter {
  return isAlone ? { ...newsletter, approvalsNeeded: 1 } : newsletter;
}

function isAtDesk(state: EditionState): boolean {
  return state === 'proposed' || state === 'held' || state === 'approved';
}
