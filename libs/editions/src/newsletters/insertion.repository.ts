import { Injectable } from '@nestjs/common';
import type { BlockKind, Db } from '@app/platform';

/** One of the house's promotions or a sponsor's, as it stands in every edition of its days. */
export interface StandingInsertion {
  readonly id: string;
  readonly kind: Extract<BlockKind, 'promotion' | 'sponsor'>;
  /** Set for a sponsor, null for the house. */
  readonly advertiser: string | null;
  readonly title: string;
  /** Plain text; '' : none */
  readonly text: string;
  readonly link: string;
  readonly linkLabel: string;
  /** It stands after so many dispatches. */
  readonly afterBlocks: number;
}

/** Every statement on insertions. */
@Injectable()
export class InsertionRepository {
  /**
   * What stands in an edition of this day, in order: where two have one place, what was booked first.
   *
   * @param editionDate `YYYY-MM-DD`
   */
  async standing(db: Db, newsletterId: string, editionDate: string): Promise<StandingInsertion[]> {
    const rows = await db
      .selectFrom('insertion')
      .select(['id', 'kind', 'advertiser', 'title', 'body', 'link', 'link_label', 'after_blocks'])
      .where('newsletter_id', '=', newsletterId)
      .where('first_day', '<=', editionDate)
      .where('last_day', '>=', editionDate)
      .where('withdrawn_at', 'is', null)
      .orderBy('after_blocks')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind === 'sponsor' ? 'sponsor' : 'promotion',
      advertiser: row.advertiser,
      title: row.title,
      text: row.body,
      link: row.link,
      linkLabel: row.link_label,
      afterBlocks: row.after_blocks,
    }));
  }
}
