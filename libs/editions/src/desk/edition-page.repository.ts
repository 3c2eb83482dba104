import { Injectable } from '@nestjs/common';
import { Database, type EditionState } from '@app/platform';
import { toEdition, type Edition } from '../edition.js';

export interface EditionFilter {
  readonly newsletterId: string;
  /** `YYYY-MM-DD`, both included; left out: without end. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly state?: EditionState | undefined;
  readonly limit: number;
}

/** The desk's list of a newsletter's editions. */
@Injectable()
export class EditionPageRepository {
  constructor(private readonly database: Database) {}

  /** The latest day first; of a day the first due first. */
  async page({ newsletterId, from, to, state, limit }: EditionFilter): Promise<Edition[]> {
    let query = this.database
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .orderBy('edition_date', 'desc')
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit);
    if (from !== undefined) query = query.where('edition_date', '>=', from);
    if (to !== undefined) query = query.where('edition_date', '<=', to);
    if (state !== undefined) query = query.where('state', '=', state);
    return (await query.execute()).map(toEdition);
  }
}
