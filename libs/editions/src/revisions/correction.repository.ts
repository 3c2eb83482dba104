import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

/** Which error a correction edition corrects. */
export interface Correction {
  readonly editionId: string;
  readonly dispatchId: string;
  /** The wrong ones. */
  readonly versions: readonly number[];
  /** In the desk's words, Markdown. */
  readonly explanation: string;
}

/** Every statement on corrections. */
@Injectable()
export class CorrectionRepository {
  async add(db: Db, { editionId, dispatchId, versions, explanation }: Correction): Promise<void> {
    await db
      .insertInto('correction')
      .values({ edition_id: editionId, dispatch_id: dispatchId, versions: [...versions], explanation })
      .execute();
  }

  /** What an edition of kind `correction` corrects; undefined for any other. */
  async of(db: Db, editionId: string): Promise<Correction | undefined> {
    const row = await db.selectFrom('correction').selectAll().where('edition_id', '=', editionId).executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      editionId: row.edition_id,
      dispatchId: row.dispatch_id,
      versions: row.versions,
      explanation: row.explanation,
    };
  }

  /** The versions of a dispatch that the newsletter froze into an edition, lowest first. */
  async frozenVersions(db: Db, newsletterId: string, dispatchId: string): Promise<number[]> {
    const rows = await db
      .selectFrom('revision_block')
      .innerJoin('edition', 'edition.id', 'revision_block.edition_id')
      .select('revision_block.dispatch_version')
      .distinct()
      .where('edition.newsletter_id', '=', newsletterId)
      .where('revision_block.dispatch_id', '=', dispatchId)
      .orderBy('revision_block.dispatch_version')
      .execute();
    return rows.flatMap(({ dispatch_version: version }) => (version === null ? [] : [version]));
  }

  /** Editions that still show the error: their current revision holds the dispatch in one of these versions. */
  async erroneous(
    db: Db,
    wrong: { readonly newsletterId: string; readonly dispatchId: string; readonly versions: readonly number[] },
  ): Promise<string[]> {
    if (wrong.versions.length === 0) return [];
    const rows = await db
      .selectFrom('revision_block')
      .innerJoin('edition', (join) =>
        join
          .onRef('edition.id', '=', 'revision_block.edition_id')
          .onRef('edition.current_revision', '=', 'revision_block.revision'),
      )
      .select('edition.id')
      .distinct()
      .where('edition.newsletter_id', '=', wrong.newsletterId)
      .where('edition.state', 'in', ['frozen', 'sending', 'sent'])
      .where('revision_block.dispatch_id', '=', wrong.dispatchId)
      .where('revision_block.dispatch_version', 'in', wrong.versions)
      .orderBy('edition.id')
      .execute();
    return rows.map((row) => row.id);
  }
}
