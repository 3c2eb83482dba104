import { Injectable } from '@nestjs/common';
import { AssembleEdition } from './assembly/assemble-edition.service.js';
import { FreezeEdition } from './revisions/freeze-edition.service.js';

/** What the job does with a claimed edition: assemble the proposal, and freeze it where policy approves. */
@Injectable()
export class PrepareEdition {
  constructor(
    private readonly assembling: AssembleEdition,
    private readonly freezing: FreezeEdition,
  ) {}

  /** Finds nothing to do when another worker was here first. */
  async prepare(editionId: string): Promise<void> {
    const newsletter = await this.assembling.assemble(editionId);
    if (newsletter?.approval === 'automatic') await this.freezing.freeze(editionId, null);
  }
}
