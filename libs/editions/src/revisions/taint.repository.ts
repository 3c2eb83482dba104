import { Injectable } from '@nestjs/common';
import { Database, type Db, type EditionState } from '@app/platform';
import { killedPictures, unpublishable } from '@app/dispatches';
import type { Loss } from './revised-blocks.js';

/** What current revisions hold although it was killed, withheld, or put under an embargo again. */
@Injectable()
export class TaintRepository {
  constructor(private readonly database: Database) {}

  /** Of one edition's current revision. */
  async loss(db: Db, editionId: string): Promise<Loss> {
    const dispatches = await this.gone(db, ['frozen', 'sending', 'sent'])
      .select('gone.dispatch_id as id')
      .where('edition.id', '=', editionId)
      .execute();
    const pictures = await this.gonePictures(db, ['frozen', 'sending', 'sent'])
      .select('gone.picture_id as id')
      .where('edition.id', '=', editionId)
      .execute();
    return {
      dispatchIds: new Set(dispatches.map((row) => row.id)),
      pictureIds: new Set(pictures.map((row) => row.id)),
    };
  }

  /** Editions in these states whose current revision holds any of it, oldest first. */
  async tainted(states: readonly EditionState[], limit: number): Promise<string[]> {
    const rows = await this.gone(this.database, states)
      .select('edition.id')
      .union(this.gonePictures(this.database, states).select('edition.id'))
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  private gone(db: Db, states: readonly EditionState[]) {
    return (
      db
        .selectFrom('edition')
        .innerJoin('revision_block', (join) =>
          join
            .onRef('revision_block.edition_id', '=', 'edition.id')
            .onRef('revision_block.revision', '=', 'edition.current_revision'),
        )
        .innerJoin(unpublishable(db).as('gone'), 'gone.dispatch_id', 'revision_block.dispatch_id')
        // Frozen before its hour it may hold what becomes free by then.
        .where((where) =>
          where.or([
            where('gone.is_withdrawn', '=', true),
            where('gone.embargoed_until', '>', where.ref('edition.due_at')),
          ]),
        )
        .where('edition.state', 'in', states)
    );
  }

  private gonePictures(db: Db, states: readonly EditionState[]) {
    return db
      .selectFrom('edition')
      .innerJoin('revision_block', (join) =>
        join
          .onRef('revision_block.edition_id', '=', 'edition.id')
          .onRef('revision_block.revision', '=', 'edition.current_revision'),
      )
      .innerJoin(killedPictures(db).as('gone'), 'gone.picture_id', 'revision_block.picture_id')
      .where('edition.state', 'in', states);
  }
}
