import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database } from '@app/platform';
import { AssembleEdition } from '../assembly/assemble-edition.service.js';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';

/** A person has the machine choose now, instead of at the hour it would by itself. */
@Injectable()
export class AssembleNow {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly claims: ClaimEditions,
    private readonly assembling: AssembleEdition,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes what came since into a proposal, and leaves what the desk did to it.
   *
   * @throws `edition.unknown`, `edition.wrong_state`, `edition.changed_meanwhile`
   */
  async again(editionId: string, { by, version }: { by: string | null; version: number }): Promise<Edition> {
    const before = await this.known(editionId);
    if (before.proposalVersion !== version)
      throw editionErrors.error('edition.changed_meanwhile', { editionId, version: before.proposalVersion });
    const assembled = await this.assembling.assembleAgain(editionId, this.clock.now());
    if (assembled === undefined) throw editionErrors.error('edition.wrong_state', { editionId, state: before.state });
    const after = await this.known(editionId);
    const detail = { blocks: assembled.proposal.blocks.length, version: after.proposalVersion };
    await this.record('edition.assembled_again', { editionId, by, detail });
    return after;
  }

  /** A digest beside the calendar's, due now for all its readers; it leaves when a person approves. */
  async extra(newsletter: Newsletter, by: string | null): Promise<Edition> {
    const editionId = await this.claims.claimNow(newsletter, 'digest', { createdBy: by });
    await this.assembling.assemble(editionId);
    const edition = await this.known(editionId);
    const detail = { kind: 'digest', newsletterId: newsletter.id };
    await this.record('edition.made', { editionId, by, detail });
    return edition;
  }

  private async record(
    action: string,
    { editionId, by, detail }: { editionId: string; by: string | null; detail: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    await this.audit.append(this.database, { operatorId: by, action, object: `edition:${editionId}`, detail });
  }

  private async known(editionId: string): Promise<Edition> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return edition;
  }
}
