import { Injectable } from '@nestjs/common';
import { Audit, Clock, Log, type Db } from '@app/platform';
import type { FrozenDispatchBlock } from '../digest/frozen-block.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { CorrectionRepository } from './correction.repository.js';
import { RevisionRepository, type CurrentRevision } from './revision.repository.js';
import { withCorrected } from './revised-blocks.js';
import { WriteRevision } from './write-revision.service.js';

/**
 * A frozen correction sets right the editions that held the error: their next revision has the story as the correction
 * has it, marked `corrected`, for the waves still to come, the web view, the archive and the feeds. Whoever got the error
 * gets the correction itself.
 */
@Injectable()
export class CorrectEditions {
  constructor(
    private readonly editions: EditionRepository,
    private readonly corrections: CorrectionRepository,
    private readonly revisions: RevisionRepository,
    private readonly writing: WriteRevision,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** In the transaction that froze the correction. Without the story in it (it was killed) there is nothing to put there. */
  async correct(trx: Db, correction: Edition): Promise<void> {
    const wrong = await this.corrections.of(trx, correction.id);
    const made = await this.revisions.current(trx, correction.id);
    const story = made?.blocks.find((block) => block.kind === 'dispatch' && block.dispatchId === wrong?.dispatchId);
    if (wrong === undefined || story?.kind !== 'dispatch') return;
    const { newsletterId } = correction;
    for (const editionId of await this.corrections.erroneous(trx, { newsletterId, ...wrong })) {
      if (editionId === correction.id) continue;
      // In the order of their ids, so that two corrections at once wait for each other and do not lock each other out.
      const locked = await this.editions.lock(trx, editionId);
      const current = await this.revisions.current(trx, editionId);
      if (current !== undefined && locked?.state !== 'cancelled') await this.revise(trx, current, story, correction.id);
    }
  }

  private async revise(
    trx: Db,
    { edition, revision, subject, blocks, marks }: CurrentRevision,
    story: FrozenDispatchBlock,
    correctionId: string,
  ): Promise<void> {
    const corrected = withCorrected(blocks, story, this.clock.now());
    // It has the right words already.
    if (corrected.marks.length === 0) return;
    const isLead = blocks.find((block) => block.kind === 'dispatch')?.dispatchId === story.dispatchId;
    const number = await this.writing.write(trx, {
      edition,
      blocks: corrected.blocks,
      // A subject about the error would repeat it.
      head: { subject: revision.isSubjectByDesk && !isLead ? subject : null, preheader: null },
      templateVersionId: revision.templateVersionId,
      marks: [...marks, ...corrected.marks],
      approvedBy: revision.approvedBy,
      reason: 'corrected',
    });
    await this.audit.append(trx, {
      operatorId: null,
      action: 'edition.revised',
      object: `edition:${edition.id}`,
      detail: { revision: number, reason: 'corrected', correction: correctionId },
    });
    this.log.info('edition.revised', { editionId: edition.id, revision: number, reason: 'corrected' });
  }
}
