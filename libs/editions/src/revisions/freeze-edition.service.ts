import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Audit, Database, Log, type Db } from '@app/platform';
import { DispatchShelf } from '@app/dispatches';
import { TemplateRepository } from '@app/mail';
import { ProposalRepository } from '../desk/proposal.repository.js';
import { freezeDispatch, type FrozenBlock } from '../digest/frozen-block.js';
import { RenderDigest } from '../digest/render-digest.service.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { RevisionRepository } from './revision.repository.js';

/** The one variant an edition has until readers can choose regions: everything, no measurement. */
export const EVERYTHING_VARIANT = 'all';

/** From approved to frozen: content and bytes are written once, before the first message leaves. */
@Injectable()
export class FreezeEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly proposals: ProposalRepository,
    private readonly revisions: RevisionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly shelf: DispatchShelf,
    private readonly templates: TemplateRepository,
    private readonly renderer: RenderDigest,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

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
      const newsletter = await this.newsletters.known(trx, edition.newsletterId);
      const blocks = await this.frozenBlocks(trx, await this.proposals.proposal(trx, editionId), edition.dueAt);
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
    await this.revisions.freeze(
      trx,
      { editionId: edition.id, number, subject, preheader, templateVersionId: template.id, approvedBy, contentHash },
      blocks,
    );
    await this.revisions.ensureWholeCut(trx, edition.id);
    const positions = blocks.map((block) => block.position);
    const key = `${newsletter.language}/${EVERYTHING_VARIANT}`;
    await this.revisions.addVariant(
      trx,
      { editionId: edition.id, revision: number, key, cuts: [0], positions },
      rendered,
    );
    return number;
  }
}
