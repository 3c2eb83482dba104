import { sql } from 'kysely';
import type { Db } from '@app/platform';

/**
 * The query higher floors join for "may not leave any more": killed, withheld, or under an embargo at this moment. A
 * query and not rows, so that the statement which lets a message leave judges at one moment. `is_withdrawn`: killed or
 * withheld, whatever the embargo.
 */
export function unpublishable(db: Db) {
  return db
    .selectFrom('dispatch')
    .select([
      'dispatch.id as dispatch_id',
      'dispatch.embargoed_until',
      sql<boolean>`dispatch.status <> 'usable'`.as('is_withdrawn'),
    ])
    .where((where) =>
      where.or([where('dispatch.status', '<>', 'usable'), where('dispatch.embargoed_until', '>', sql<Date>`now()`)]),
    );
}

/** As {@link unpublishable}, of pictures. */
export function killedPictures(db: Db) {
  return db.selectFrom('picture').select('picture.id as picture_id').where('picture.killed_at', 'is not', null);
}
