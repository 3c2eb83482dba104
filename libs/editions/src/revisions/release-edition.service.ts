import { Injectable } from '@nestjs/common';
import { Database, type EditionState } from '@app/platform';
import { ApproveEdition, type ApprovalRequest } from '../desk/approve-edition.service.js';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { FreezeEdition } from './freeze-edition.service.js';

/** "Send it": whoever makes an edition by hand and may approve does so in the same breath. */
@Injectable()
export class ReleaseEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly approving: ApproveEdition,
    private readonly freezing: FreezeEdition,
  ) {}

  /**
   * An approval like any other: where the newsletter wants two, the second person's is waited for, and its delay passes
   * first. A flash that one approval is enough for waits for no delay, and a newsletter that sends by itself asks nobody
   * about a digest. Returns the state: `frozen` when it leaves as it is.
   *
   * @throws as `ApproveEdition.approve`
   */
  async release(editionId: string, { by, isAlone }: Pick<ApprovalRequest, 'by' | 'isAlone'>): Promise<EditionState> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    // The assembly found nothing, or too little: that was its policy's decision, and stays so.
    if (edition.state !== 'proposed') return edition.state;
    const newsletter = await this.newsletters.known(this.database, edition.newsletterId);
    const asksNobody = edition.kind === 'digest' && newsletter.approval === 'automatic';
    const isPressing = edition.kind === 'flash' && newsletter.approvalsNeeded === 1;
    if (asksNobody || isPressing) return (await this.freezing.freeze(editionId, by)).state;
    return (await this.approving.approve(editionId, { by, isAlone })).state;
  }
}
