import { Injectable } from '@nestjs/common';
import { DispatchShelf } from '@app/dispatches';
import { Audit, Database, Log, newId, type Db, type EditionState } from '@app/platform';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { actDetail } from './act-detail.js';
import { ApprovalRepository } from './approval.repository.js';
import { applyAct, type ActContext } from './apply-act.js';
import type { DeskAct } from './desk-act.js';
import { homeSection, sectionsOf, type DeskProposal } from './desk-proposal.js';
import { DeskProposalRepository } from './desk-proposal.repository.js';
import { unusableCause } from './proposal-warnings.js';
import { ReopenEdition } from './reopen-edition.service.js';

export interface ProposalChange {
  readonly editionId: string;
  /** Of the proposal as it is now. */
  readonly version: number;
  readonly state: EditionState;
  /** False: it was so already, and the version is the same. */
  readonly changed: boolean;
  /** Somebody had approved it, if not all who must, and has not seen this. */
  readonly approvalTakenBack: boolean;
  /** Ids of the blocks that are new, in their order. */
  readonly added: readonly string[];
}

export interface ProposalActs {
  readonly acts: readonly DeskAct[];
  /** The version that was looked at; left out: whatever it is. */
  readonly version?: number | undefined;
  /** The operator; null: the command line's. */
  readonly by: string | null;
}

/** What editors do to a proposal: all acts of a request or none, under one version. */
@Injectable()
export class ChangeProposal {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly proposals: DeskProposalRepository,
    private readonly approvals: ApprovalRepository,
    private readonly reopening: ReopenEdition,
    private readonly shelf: DispatchShelf,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /**
   * @throws `edition.unknown`, `edition.wrong_state`, `edition.changed_meanwhile` (`version`: the present one),
   * `edition.block_id_taken`, and whatever {@link applyAct} refuses
   */
  async apply(editionId: string, { acts, version, by }: ProposalActs): Promise<ProposalChange> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.changeable(trx, editionId, version);
      const newsletter = await this.newsletters.known(trx, edition.newsletterId);
      const before = await this.proposals.read(trx, edition);
      await this.assertFree(trx, editionId, acts);
      const context = await this.contextOf(trx, { edition, newsletter, acts, by });
      const after = await this.applied(trx, { edition, before, acts, context });
      if (JSON.stringify(after) === JSON.stringify(before)) return unchanged(edition);
      const next = edition.proposalVersion + 1;
      const approvals = await this.approvals.of(trx, editionId);
      await this.proposals.write(trx, editionId, { before, after, version: next });
      // Whoever approved an earlier version has not seen this one.
      const state = await this.reopening.reopen(trx, edition);
      this.log.info('edition.changed', { editionId, version: next, acts: acts.length });
      const known = new Set(before.blocks.map(({ id }) => id));
      return {
        editionId,
        version: next,
        state,
        changed: true,
        approvalTakenBack:
          edition.state === 'approved' || approvals.some((one) => one.version === edition.proposalVersion),
        added: after.blocks.map(({ id }) => id).filter((id) => !known.has(id)),
      };
    });
  }

  private async changeable(trx: Db, editionId: string, version: number | undefined): Promise<Edition> {
    const edition = await this.editions.lock(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const { state, proposalVersion } = edition;
    if (state !== 'proposed' && state !== 'held' && state !== 'approved')
      throw editionErrors.error('edition.wrong_state', { editionId, state });
    if (version !== undefined && version !== proposalVersion)
      throw editionErrors.error('edition.changed_meanwhile', { editionId, version: proposalVersion });
    return edition;
  }

  /** An id somebody chose for a new block is theirs alone, in every edition. */
  private async assertFree(trx: Db, editionId: string, acts: readonly DeskAct[]): Promise<void> {
    const chosen = acts.flatMap((act) => ('as' in act && act.as !== undefined ? [act.as] : []));
    const taken = await this.proposals.takenElsewhere(trx, editionId, chosen);
    if (taken !== undefined) throw editionErrors.error('edition.block_id_taken', { block: taken });
  }

  private async applied(
    trx: Db,
    { edition, before, acts, context }: { edition: Edition; before: DeskProposal; acts: readonly DeskAct[]; context: ActContext },
  ): Promise<DeskProposal> {
    let proposal = before;
    for (const [index, act] of acts.entries()) {
      const changed = applyAct(proposal, act, context);
      if (JSON.stringify(changed) === JSON.stringify(proposal)) continue;
      await this.audit.append(trx, {
        operatorId: context.by,
        action: `edition.${act.act}`,
        object: `edition:${edition.id}`,
        detail: { version: edition.proposalVersion + 1, index, ...actDetail(act, proposal, changed) },
      });
      proposal = changed;
    }
    return proposal;
  } // prettier-ignore

  private async contextOf(
    trx: Db,
    { edition, newsletter, acts, by }: { edition: Edition; newsletter: Newsletter; acts: readonly DeskAct[]; by: string | null },
  ): Promise<ActContext> {
    const wanted = acts.flatMap((act) => (act.act === 'include' ? [act.dispatch] : []));
    const found = new Map((await this.shelf.usable(trx, wanted)).map((dispatch) => [dispatch.id, dispatch]));
    return {
      by,
      newBlockId: newId,
      sections: sectionsOf(newsletter.sectionRules),
      includable: (id) => {
        const dispatch = found.get(id);
        const cause = unusableCause(dispatch, edition, newsletter);
        if (dispatch === undefined || cause !== undefined) return { cause: cause ?? 'unusable' };
        return { section: homeSection(newsletter, dispatch, edition.editionDate) };
      },
    };
  } // prettier-ignore
}

function unchanged({ id: editionId, proposalVersion: version, state }: Edition): ProposalChange {
  return { editionId, version, state, changed: false, approvalTakenBack: false, added: [] };
}
