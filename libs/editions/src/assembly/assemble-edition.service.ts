import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, type Db } from '@app/platform';
import { DispatchShelf } from '@app/dispatches';
import { ProposalRepository } from '../desk/proposal.repository.js';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { proposeDigest, type Proposal } from './assembly.js';

const HOUR_MS = 3_600_000;

/** Far longer than storing a dispatch takes and than the clocks of two machines differ. */
const CUT_OFF_OVERLAP_MS = 10 * 60_000;

/** From claimed to proposed: reads the window and has the pure assembly choose. */
@Injectable()
export class AssembleEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly proposals: ProposalRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly shelf: DispatchShelf,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Chooses the dispatches of an edition that is claimed or proposed; a desk's changes come after this. */
  async assemble(editionId: string): Promise<Newsletter | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      const newsletter = await this.newsletters.known(trx, edition.newsletterId);
      if (edition.state === 'proposed') return newsletter;
      if (edition.state !== 'claimed') return undefined;
      const cutOff = this.clock.now();
      const { proposal, from } = await this.choose(trx, newsletter, cutOff, edition.dueAt);
      await this.proposals.propose(trx, edition.id, { from, cutOff }, proposal);
      this.log.info('edition.proposed', {
        editionId,
        blocks: proposal.blocks.length,
        omitted: proposal.omitted.length,
      });
      return newsletter;
    });
  }

  /** The proposal a newsletter would get at `cutOff`, without writing anything. */
  async choose(db: Db, newsletter: Newsletter, cutOff: Date, dueAt: Date): Promise<{ proposal: Proposal; from: Date }> {
    const oldest = new Date(cutOff.getTime() - newsletter.windowHours * HOUR_MS);
    const last = await this.editions.lastCounted(db, newsletter.id);
    // What was stored around the last cut-off may have been invisible to it: look again, and leave out what was told.
    const again = last === undefined ? oldest : new Date(last.cutOff.getTime() - CUT_OFF_OVERLAP_MS);
    const from = again > oldest ? again : oldest;
    const { language } = newsletter;
    const lastDueAt = last?.dueAt ?? from;
    const found = await this.shelf.window(db, { language, from, to: cutOff, oldest, dueAt, lastDueAt });
    const told = await this.editions.told(
      db,
      newsletter.id,
      found.map((dispatch) => dispatch.id),
    );
    const proposal = proposeDigest({
      dispatches: found.filter((dispatch) => !told.has(dispatch.id)),
      sections: newsletter.sections,
      maxDispatches: newsletter.maxDispatches,
      dueAt,
    });
    return { proposal, from };
  }
}
