import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, type Db } from '@app/platform';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { CorrectEditions } from './correct-editions.service.js';
import { deskHead } from './desk-head.js';
import { DraftRepository, type StoredDraft } from './draft.repository.js';
import { FreezeBlocks } from './freeze-blocks.service.js';
import { hasContent } from './revised-blocks.js';
import { WriteRevision } from './write-revision.service.js';

/** From approved to frozen: content and bytes are written once, before the first message leaves. */
@Injectable()
export class FreezeEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly drafts: DraftRepository,
    private readonly blocks: FreezeBlocks,
    private readonly writing: WriteRevision,
    private readonly correcting: CorrectEditions,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /**
   * Freezes a proposed, held or approved edition: blocks, template version and bytes are written before its first message
   * leaves and never change. `approvedBy` null: by the newsletter's policy. An edition without a usable dispatch is
   * `empty` and mailed to nobody. Called again it finds nothing to do.
   *
   * @throws `edition.unknown`, `edition.wrong_state`, `template.unknown`
   */
  async freeze(editionId: string, approvedBy: string | null): Promise<Edition> {
    return this.database.transaction().execute((trx) => this.freezeIn(trx, editionId, approvedBy));
  }

  /** As {@link freeze}, in the caller's transaction: several editions are frozen together or none. */
  async freezeIn(trx: Db, editionId: string, approvedBy: string | null): Promise<Edition> {
    const edition = await this.editions.lock(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    if (edition.state === 'frozen') return edition;
    const { state } = edition;
    if (state !== 'proposed' && state !== 'held' && state !== 'approved')
      throw editionErrors.error('edition.wrong_state', { editionId, state });
    const drafts = await this.drafts.drafts(trx, editionId);
    const blocks = await this.blocks.freeze(trx, drafts, edition);
    if (!hasContent(edition.kind, blocks)) {
      await this.editions.setState(trx, editionId, { from: [state], to: 'empty', reason: 'edition.empty' });
      this.log.warn('edition.empty', { editionId, newsletterId: edition.newsletterId });
      return { ...edition, state: 'empty', reason: 'edition.empty' };
    }
    return this.write(trx, { edition, drafts, blocks, approvedBy });
  }

  /** A proposal's blocks as they would be frozen now; for a preview, which writes nothing. */
  async frozenBlocks(db: Db, drafts: readonly StoredDraft[], dueAt: Date): Promise<FrozenBlock[]> {
    return this.blocks.freeze(db, drafts, { dueAt, lastDueAt: dueAt });
  }

  private async write(
    trx: Db,
    {
      edition,
      drafts,
      blocks,
      approvedBy,
    }: {
      edition: Edition;
      drafts: readonly StoredDraft[];
      blocks: readonly FrozenBlock[];
      approvedBy: string | null;
    },
  ): Promise<Edition> {
    const { approval } = await this.newsletters.known(trx, edition.newsletterId);
    const head = deskHead(edition, drafts, blocks);
    const number = await this.writing.write(trx, {
      edition,
      blocks,
      head,
      templateVersionId: null,
      marks: [],
      approvedBy,
      reason: 'approved',
    });
    await this.audit.append(trx, {
      operatorId: approvedBy,
      action: 'edition.approved',
      object: `edition:${edition.id}`,
      detail: { revision: number, policy: approval },
    });
    if (edition.kind === 'correction') await this.correcting.correct(trx, edition);
    this.log.info('edition.frozen', { editionId: edition.id, revision: number, blocks: blocks.length });
    return { ...edition, state: 'frozen', reason: null, currentRevision: number };
  }
}
