import { sql } from 'kysely';
import type { Db } from '@app/platform';

/**
 * The query other floors join for "what may be done with this edition right now, and with which bytes": one row an
 * edition. `is_stale` is judged on the database's clock; `variant_id` is the current revision's rendering.
 *
 * It is a query and not rows, so that the statement which marks deliveries `submitting` judges and marks at one moment.
 */
export function editionStandings(db: Db) {
  return db
    .selectFrom('edition')
    .leftJoin('variant', (join) =>
      join.onRef('variant.edition_id', '=', 'edition.id').onRef('variant.revision', '=', 'edition.current_revision'),
    )
    .select([
      'edition.id as edition_id',
      'edition.edition_date',
      'edition.state',
      'edition.audience_frozen_at',
      sql<boolean>`edition.paused_at is not null`.as('is_paused'),
      sql<boolean>`edition.useful_until <= now()`.as('is_stale'),
      'edition.current_revision as revision',
      'variant.id as variant_id',
    ]);
}
