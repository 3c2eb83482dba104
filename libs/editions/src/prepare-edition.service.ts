import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Audit, Clock, Database, Log, type Db } from '@app/platform';
import { DispatchShelf } from '@app/dispatches';
import { TemplateRepository } from '@app/mail';
import { proposeDigest, type Proposal } from './assembly.js';
import { EditionRepository, type Edition } from './edition.repository.js';
import { editionErrors } from './editions.errors.js';
import { freezeDispatch, type FrozenBlock } from './frozen-block.js';
import type { Newsletter } from './newsletter.js';
import { NewsletterRepository } from './newsletter.repository.js';
import { RenderDigest } from './render-digest.service.js';

const HOUR_MS = 3_600_000;

/** Far longer than storing a dispatch takes and than the clocks of two machines differ. */
const CUT_OFF_OVERLAP_MS = 10 * 60_000;

/** The one variant an edition has until readers can choose regions: everything, no measurement. */
export const EVERYTHING_VARIANT = 'all';

/** From claimed to frozen: assemble the proposal, approve it where policy allows, freeze its content and bytes. */
@Injectable()
export class PrepareEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly shelf: DispatchShelf,
    private readonly templates: TemplateRepository,
    private readonly renderer: RenderDigest,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What the job does. Finds nothing to do when another worker was here first. */
  async prepare(editionId: string): Promise<void> {
    const newsletter = await this.assemble(editionId);
    if (newsletter?.approval === 'automatic') await this.freeze(editionId, null);
  }

  /** Chooses the dispatches of an edition that is claimed or proposed; a desk's changes come after this. */
  async assemble(editionId: string): Promise<Newsletter | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      const newsletter = await this.newsletterOf(trx, edition);
      if (edition.state === 'proposed') return newsletter;
      if (edition.state !== 'claimed') return undefined;
      const cutOff = this.clock.now();
      const { proposal, from } = await this.choose(trx, newsletter, cutOff, edition.dueAt);
      await this.editions.propose(trx, edition.id, { from, cutOff }, proposal);
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

  /**
   * Approves and freezes a proposed edition: blocks, template version and bytes are written before its first message
   * leaves and never change. `approvedBy` null: by the newsletter's policy. An edition without a usable dispatch is
   * `empty` and mailed to nobody.
   */
  async freeze(editionId: string, approvedBy: string | null): Promise<Edition> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      if (edition.state === 'frozen') return edition;
      if (edition.state !== 'proposed' && edition.state !== 'held')
        throw editionErrors.error('edition.wrong_state', { editionId, state: edition.state });
      const newsletter = await this.newsletterOf(trx, edition);
      const blocks = await this.frozenBlocks(trx, await this.editions.proposal(trx, editionId), edition.dueAt);
      if (blocks.length === 0) {
        await this.editions.setState(trx, editionId, { from: [edition.state], to: 'empty', reason: 'edition.empty' });
        this.log.warn('edition.empty', { editionId, newsletterId: newsletter.id });
        return { ...edition, state: 'empty', reason: 'edition.empty' };
      }
      const number = await this.writeRevision(trx, edition, newsletter, blocks, approvedBy);
      await this.audit.append(trx, {
        operatorId: approvedBy,
        action: 'edition.approved',
        object: `edition:${editionId}`,
        detail: { revision: number, policy: newsletter.approval },
      });
      this.log.info('edition.frozen', { editionId, revision: number, blocks: blocks.length });
      return { ...edition, state: 'frozen', currentRevision: number };
    });
  }

  /**
   * The dispatches as they are now, in the proposal's order. Left out is what may not leave at the hour any more: killed,
   * withheld, or put under an embargo after the proposal was made.
   */
  async frozenBlocks(
    db: Db,
    chosen: readonly { section: string; dispatchId: string }[],
    dueAt: Date,
  ): Promise<FrozenBlock[]> {
    const usable = new Map(
      (
        await this.shelf.usable(
          db,
          chosen.map((block) => block.dispatchId),
        )
      ).map((dispatch) => [dispatch.id, dispatch]),
    );
    const kept = chosen.flatMap((block) => {
      const dispatch = usable.get(block.dispatchId);
      if (dispatch === undefined || (dispatch.embargoedUntil !== null && dispatch.embargoedUntil > dueAt)) return [];
      return [{ dispatch, section: block.section }];
    });
    return kept.map(({ dispatch, section }, position) => freezeDispatch(dispatch, section, position, dueAt));
  }

  private async writeRevision(
    trx: Db,
    edition: Edition,
    newsletter: Newsletter,
    blocks: readonly FrozenBlock[],
    approvedBy: string | null,
  ): Promise<number> {
    const template = await this.templates.currentOf(trx, newsletter.templateId);
    if (template === undefined) throw editionErrors.error('template.unknown', { templateId: newsletter.templateId });
    const rendered = await this.renderer.render(newsletter, edition, blocks, template);
    const number = (edition.currentRevision ?? 0) + 1;
    const contentHash = createHash('sha256')
      .update(JSON.stringify([rendered.subject, rendered.preheader, template.id, blocks]))
      .digest();
    const { subject, preheader } = rendered;
    await this.editions.freeze(
      trx,
      { editionId: edition.id, number, subject, preheader, templateVersionId: template.id, approvedBy, contentHash },
      blocks,
    );
    await this.editions.addVariant(
      trx,
      { editionId: edition.id, revision: number, key: `${newsletter.language}/${EVERYTHING_VARIANT}` },
      rendered,
    );
    return number;
  }

  private async newsletterOf(db: Db, edition: Edition): Promise<Newsletter> {
    const newsletter = await this.newsletters.byId(db, edition.newsletterId);
    if (newsletter === undefined)
      throw editionErrors.error('newsletter.unknown', { newsletterId: edition.newsletterId });
    return newsletter;
  }
}
