import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import { withoutWords } from './without-words.js';

/** What is lost, as far as proposals may know it. */
export interface LostWords {
  /** null: not a dispatch. */
  readonly dispatchId: string | null;
  readonly words: readonly string[];
  /** Whether a text of the desk's own is too close to it. */
  readonly isTelling: (text: string) => boolean;
}

/** What the desk and the machine wrote of an edition outside its revisions. */
@Injectable()
export class ForgetProposalRepository {
  constructor(private readonly database: Database) {}

  /** Every text of the edition's row, its proposal and its alarms. A change that was under way against it is refused. */
  async forget(editionId: string, lost: LostWords): Promise<void> {
    const { dispatchId } = lost;
    const strip = (value: unknown): unknown =>
      withoutWords(value, { ids: new Set(dispatchId === null ? [] : [dispatchId]), words: lost.words });
    await this.database.transaction().execute(async (trx) => {
      const edition = await trx
        .selectFrom('edition')
        .select(['subject', 'preheader', 'assembled'])
        .where('id', '=', editionId)
        .forUpdate()
        .executeTakeFirst();
      if (edition === undefined) return;
      const own = (text: string | null): string | null => (text === null || lost.isTelling(text) ? null : text);
      await trx
        .updateTable('edition')
        .set({
          subject: own(edition.subject),
          preheader: own(edition.preheader),
          assembled: edition.assembled === null ? null : JSON.stringify(strip(edition.assembled)),
          proposal_version: sql<number>`proposal_version + 1`,
        })
        .where('id', '=', editionId)
        .execute();
      const blocks = await trx.selectFrom('block').selectAll().where('edition_id', '=', editionId).execute();
      for (const block of blocks) {
        const isIt = dispatchId !== null && block.dispatch_id === dispatchId;
        const reasons = isIt ? [] : strip(block.reasons);
        const [content, edits] = isIt ? [{}, {}] : [strip(block.content), strip(block.edits)];
        await trx
          .updateTable('block')
          .set({
            content: JSON.stringify(content),
            edits: JSON.stringify(edits),
            reasons: JSON.stringify(reasons),
          })
          .where('id', '=', block.id)
          .execute();
      }
      if (dispatchId !== null)
        await trx
          .updateTable('block_exclusion')
          .set({ reason: '' })
          .where('edition_id', '=', editionId)
          .where('dispatch_id', '=', dispatchId)
          .execute();
      const alarms = await trx
        .selectFrom('desk_alarm')
        .select(['id', 'detail'])
        .where('edition_id', '=', editionId)
        .execute();
      for (const { id, detail } of alarms)
        await trx
          .updateTable('desk_alarm')
          .set({ detail: JSON.stringify(strip(detail)) })
          .where('id', '=', id)
          .execute();
    });
  }

  /** As {@link forget}, of everything: the edition itself is taken down. It is not sent any further. */
  async forgetAll(editionId: string, reason: string): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      // First, like everybody who writes to a proposal: in another order two of them would lock each other out.
      await trx.selectFrom('edition').select('id').where('id', '=', editionId).forUpdate().execute();
      const blank = { content: '{}', edits: '{}', reasons: '[]' };
      await trx.updateTable('block').set(blank).where('edition_id', '=', editionId).execute();
      await trx.updateTable('block_exclusion').set({ reason: '' }).where('edition_id', '=', editionId).execute();
      await trx.updateTable('desk_alarm').set({ detail: '{}' }).where('edition_id', '=', editionId).execute();
      await trx
        .updateTable('edition')
        .set({ subject: null, preheader: null, assembled: null, proposal_version: sql<number>`proposal_version + 1` })
        .where('id', '=', editionId)
        .execute();
      await trx
        .updateTable('edition')
        .set({ state: 'cancelled', cancelled_at: sql<Date>`now()`, reason })
        .where('id', '=', editionId)
        .where('state', 'not in', ['sent', 'cancelled', 'empty'])
        .execute();
    });
  }
}
