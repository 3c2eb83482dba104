import { Injectable } from '@nestjs/common';
import { Database, type EditionState } from '@app/platform';
import { ApproveEdition, type ApprovalRequest } from '../desk/approve-edition.service.js';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { PreflightGate } from '../preflight/preflight-gate.service.js';
import { FreezeEdition } from './freeze-edition.service.js';

/** "Send it": whoever makes an edition by hand and may approve does so in the same breath. */
@Injectable()
export class ReleaseEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly approving: ApproveEdition,
    private readonly gate: PreflightGate,
    private readonly freezing: FreezeEdition,
  ) {}

  /**
   * An approval like any other: where the newsletter wants two, the second person's is waited for, and its delay passes
   * first. A flash that one approval is enough for waits for no delay, and a newsletter that sends by itself asks nobody
   * about a digest: that one is held where it would be broken for its readers. Returns the state: `frozen` when it leaves
   * as it is.
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
    if (asksNobody || isPressing) return this.send(editionId, { by, asksNobody });
    return (await this.approving.approve(editionId, { by, isAlone })).state;
  }

  private async send(
    editionId: string,
    { by, asksNobody }: { readonly by: string | null; readonly asksNobody: boolean },
  ): Promise<EditionState> {
    return this.gate.afterJudging([{ editionId }], async (trx, judged) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      if (edition.state !== 'proposed') return edition.state;
      if (!asksNobody) await this.gate.assertMayLeave(trx, edition, judged);
      else if (await this.gate.holdBroken(trx, edition, { judged })) return 'held';
      return (await this.freezing.freezeIn(trx, editionId, by)).state;
    });
  }
}
