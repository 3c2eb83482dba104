import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { RevisionRepository, type CurrentRevision } from '../revisions/revision.repository.js';
import { comparedBlocks, type ComparedBlock } from './compared-blocks.js';
import { EditionListRepository } from './edition-list.repository.js';

/** Two editions of one newsletter side by side, each by its current revision. */
export interface EditionComparison {
  readonly before: CurrentRevision;
  readonly after: CurrentRevision;
  readonly blocks: readonly ComparedBlock[];
}

@Injectable()
export class CompareEditions {
  constructor(
    private readonly database: Database,
    private readonly revisions: RevisionRepository,
    private readonly editions: EditionRepository,
    private readonly list: EditionListRepository,
  ) {}

  /**
   * @param withId the other one; left out: the one before it, of its kind
   * @throws `edition.unknown`, `edition.not_comparable`
   */
  async compare(id: string, withId?: string): Promise<EditionComparison> {
    const one = await this.current(id);
    const otherId = withId ?? (await this.list.before(one.edition));
    if (otherId === undefined) throw editionErrors.error('edition.not_comparable', { cause: 'nothing before it' });
    const other = await this.current(otherId);
    if (other.edition.newsletterId !== one.edition.newsletterId)
      throw editionErrors.error('edition.not_comparable', { cause: 'another newsletter' });
    const [before, after] = one.edition.dueAt >= other.edition.dueAt ? [other, one] : [one, other];
    return { before, after, blocks: comparedBlocks(before.blocks, after.blocks) };
  }

  private async current(id: string): Promise<CurrentRevision> {
    const found = await this.revisions.current(this.database, id);
    if (found !== undefined) return found;
    const known = await this.editions.byId(this.database, id);
    if (known === undefined) throw editionErrors.error('edition.unknown', { editionId: id });
    throw editionErrors.error('edition.not_comparable', { editionId: id, cause: 'not frozen' });
  }
}
