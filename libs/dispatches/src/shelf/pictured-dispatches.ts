import type { Db } from '@app/platform';

/** For higher floors to join: dispatches with a picture that may stand in a mail now. */
export function picturedDispatches(db: Db) {
  return db
    .selectFrom('picture')
    .select('picture.dispatch_id')
    .where('picture.killed_at', 'is', null)
    .where('picture.may_mail', '=', true)
    .where('picture.state', '=', 'stored');
}
