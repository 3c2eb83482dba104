import { Injectable } from '@nestjs/common';
import { DispatchShelf, type FormerDispatch, type ShelfDispatch } from '@app/dispatches';
import { Clock, Database, type Db } from '@app/platform';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { ApprovalRepository, type Approval } from './approval.repository.js';
import { sectionsOf, type DeskBlock, type Exclusion } from './desk-proposal.js';
import { DeskProposalRepository } from './desk-proposal.repository.js';
import { diffProposal, type ProposalDiff } from './diff-proposal.js';
import { machineChoice, type StoredOther, type StoredScore } from './machine-choice.js';
import { proposalWarnings, type ProposalWarning } from './proposal-warnings.js';

/** A proposal with everything an editor decides by. */
export interface ProposalView {
  readonly edition: Edition;
  readonly newsletter: Newsletter;
  /** The desk's; null: the machine's. */
  readonly subject: string | null;
  readonly preheader: string | null;
  /** In order. */
  readonly blocks: readonly ProposalBlockView[];
  /** Slugs a block can be put under, in the newsletter's order. */
  readonly sections: readonly string[];
  readonly exclusions: readonly (Exclusion & { readonly headline: string | null })[];
  /** Of the version as it is. */
  readonly approvals: readonly Approval[];
  readonly warnings: readonly ProposalWarning[];
}

export interface ProposalBlockView extends DeskBlock {
  readonly position: number;
  /** As it is now; null: none, or it is no longer usable. */
  readonly dispatch: ShelfDispatch | null;
  /** What is left to show of one that is no longer usable; null: it is, or there is none. */
  readonly former: FormerDispatch | null;
  /** The machine's points; null: a person put it there. */
  readonly score: StoredScore | null;
  /** Dispatches of the same event, which stand in it by their sources' names. */
  readonly others: readonly StoredOther[];
}

/** What a desk looks at: a proposal, and how it differs from the machine's. */
@Injectable()
export class ReadProposal {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly proposals: DeskProposalRepository,
    private readonly approvals: ApprovalRepository,
    private readonly shelf: DispatchShelf,
    private readonly clock: Clock,
  ) {}

  /** @throws `edition.unknown` */
  async read(editionId: string): Promise<ProposalView> {
    return this.atOneMoment(async (trx) => {
      const edition = await this.known(trx, editionId);
      const newsletter = await this.newsletters.known(trx, edition.newsletterId);
      const proposal = await this.proposals.read(trx, edition);
      const { blocks, exclusions, subject, preheader } = proposal;
      const ids = [...blocks, ...exclusions].flatMap(({ dispatchId }) => dispatchId ?? []);
      const dispatches = new Map((await this.shelf.usable(trx, ids)).map((dispatch) => [dispatch.id, dispatch]));
      const lost = await this.shelf.former(
        trx,
        ids.filter((id) => !dispatches.has(id)),
      );
      const former = new Map(lost.map((dispatch) => [dispatch.id, dispatch]));
      const of = (id: string | null): ShelfDispatch | null => dispatches.get(id ?? '') ?? null;
      const { chosen } = machineChoice(await this.proposals.assembled(trx, editionId));
      const given = await this.approvals.of(trx, editionId);
      return {
        edition,
        newsletter,
        subject,
        preheader,
        sections: sectionsOf(newsletter.sectionRules),
        blocks: blocks.map((block, position) => ({
          ...block,
          position,
          dispatch: of(block.dispatchId),
          former: former.get(block.dispatchId ?? '') ?? null,
          score: chosen.get(block.dispatchId ?? '')?.score ?? null,
          others: chosen.get(block.dispatchId ?? '')?.others ?? [],
        })),
        exclusions: exclusions.map((one) => ({ ...one, headline: of(one.dispatchId)?.headline ?? null })),
        approvals: given.filter(({ version }) => version === edition.proposalVersion),
        warnings: proposalWarnings({ proposal, edition, newsletter, dispatches, now: this.clock.now() }),
      };
    });
  }

  /** The edition alone, with who has approved it as it is. */
  async standing(editionId: string): Promise<Pick<ProposalView, 'edition' | 'approvals'>> {
    return this.atOneMoment(async (trx) => {
      const edition = await this.known(trx, editionId);
      const given = await this.approvals.of(trx, editionId);
      return { edition, approvals: given.filter(({ version }) => version === edition.proposalVersion) };
    });
  }

  /** @throws `edition.unknown` */
  async diff(editionId: string): Promise<ProposalDiff & { readonly version: number }> {
    return this.atOneMoment(async (trx) => {
      const edition = await this.known(trx, editionId);
      const proposal = await this.proposals.read(trx, edition);
      const assembled = await this.proposals.assembled(trx, editionId);
      return { version: edition.proposalVersion, ...diffProposal(assembled, proposal) };
    });
  }

  /** Whoever looks gets the blocks of the version they are told, whatever is written meanwhile. */
  private atOneMoment<T>(read: (trx: Db) => Promise<T>): Promise<T> {
    return this.database.transaction().setIsolationLevel('repeatable read').execute(read);
  }

  private async known(trx: Db, editionId: string): Promise<Edition> {
    const edition = await this.editions.byId(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return edition;
  }
}
