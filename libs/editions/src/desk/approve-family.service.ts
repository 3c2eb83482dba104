import { Injectable } from '@nestjs/common';
import { Database, type EditionState } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { PreflightGate } from '../preflight/preflight-gate.service.js';
import { ApprovalRepository } from './approval.repository.js';
import { ApproveEdition, type ApprovalResult } from './approve-edition.service.js';

export interface FamilyRequest {
  readonly by: string | null;
  /** The version of each edition that was looked at, by its id; left out: whatever they are. */
  readonly versions?: ReadonlyMap<string, number> | undefined;
  /** As {@link ApprovalRequest.isAlone}. */
  readonly isAlone?: boolean | undefined;
}

/** Sister newsletters tell one morning in several languages: approved together, or not at all. */
@Injectable()
export class ApproveFamily {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly approvals: ApprovalRepository,
    private readonly approving: ApproveEdition,
    private readonly gate: PreflightGate,
  ) {}

  /**
   * Every digest of the newsletter's family and day that waits for a person, all slots. What has left the desk already,
   * or is cancelled or empty, stays what it is; what is not proposed yet keeps all of them back.
   *
   * @throws `edition.family_not_ready`, and for each what approving it alone would
   */
  async approve(newsletter: Newsletter, editionDate: string, request: FamilyRequest): Promise<ApprovalResult[]> {
    const { familyId } = newsletter;
    const all = await this.newsletters.all();
    const sisters = familyId === null ? [newsletter] : all.filter((sister) => sister.familyId === familyId);
    const ids = sisters.map(({ id }) => id);
    const wishes = async () =>
      (await this.approvals.family(this.database, ids, editionDate)).filter(isWaiting).map(({ id: editionId }) => ({ editionId }));
    return this.gate.afterJudging(wishes, async (trx, judged) => {
      const editions = await this.approvals.lockFamily(trx, ids, editionDate);
      const waiting = editions.filter(isWaiting);
      this.assertReady(editions, waiting, request.versions);
      const results: ApprovalResult[] = [];
      for (const { id } of waiting)
        results.push(
          await this.approving.approveIn(trx, id, { ...request, version: request.versions?.get(id), judged }),
        );
      return results;
    });
  } // prettier-ignore

  private assertReady(
    editions: readonly { id: string; state: EditionState }[],
    waiting: readonly { id: string }[],
    versions: ReadonlyMap<string, number> | undefined,
  ): void {
    const early = editions.filter(({ state }) => state === 'claimed').map(({ id }) => ({ id, cause: 'not_proposed' }));
    const unseen = waiting
      .filter(({ id }) => versions !== undefined && !versions.has(id))
      .map(({ id }) => ({ id, cause: 'not_looked_at' }));
    const gone = [...(versions?.keys() ?? [])]
      .filter((id) => !waiting.some((edition) => edition.id === id))
      .map((id) => ({ id, cause: 'not_waiting' }));
    const problems = [...early, ...unseen, ...gone];
    if (problems.length > 0 || waiting.length === 0)
      throw editionErrors.error('edition.family_not_ready', { editions: problems });
  }
}

function isWaiting({ state }: { readonly state: EditionState }): boolean {
  return state === 'proposed' || state === 'held';
}
