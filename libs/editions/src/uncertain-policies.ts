import type { Db } from '@app/platform';

/** What each edition's newsletter wants done about deliveries nobody knows the end of. */
export function uncertainPolicies(db: Db) {
  return db
    .selectFrom('edition')
    .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
    .select(['edition.id as edition_id', 'newsletter.uncertain_policy as policy']);
}
