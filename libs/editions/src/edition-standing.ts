import { sql } from 'kysely';
import type { Db } from '@app/platform';
import { killedPictures, unpublishable } from '@app/dispatches';

/**
 * The query other floors join for "what may be done with this edition right now": one row an edition. `is_stale` says on
 * the database's clock that it is old news for everybody; for one reader it is old `useful_span` after that reader's own
 * due instant. `is_tainted`: the current revision holds what may not leave any more (killed, withheld, under an embargo
 * again), and nothing leaves until the next one is frozen. `is_hollow`: nothing is left of it to be sent.
 *
 * It is a query and not rows, so that the statement which marks deliveries `submitting` judges and marks at one moment.
 */
export function editionStandings(db: Db) {
  return db.selectFrom('edition').select([
    'edition.id as edition_id',
    'edition.newsletter_id',
    'edition.kind',
    'edition.edition_date',
    'edition.state',
    'edition.audience_frozen_at',
    sql<boolean>`edition.paused_at is not null`.as('is_paused'),
    sql<boolean>`edition.useful_until <= now()`.as('is_stale'),
    sql<string>`(edition.useful_until - edition.last_due_at)`.as('useful_span'),
    'edition.current_revision as revision',
    isHollow.as('is_hollow'),
    (eb) =>
      eb
        .or([
          eb.exists(
            eb
              .selectFrom('revision_block')
              .innerJoin(unpublishable(db).as('gone'), 'gone.dispatch_id', 'revision_block.dispatch_id')
              .select('revision_block.position')
              .whereRef('revision_block.edition_id', '=', 'edition.id')
              .whereRef('revision_block.revision', '=', 'edition.current_revision'),
          ),
          eb.exists(
            eb
              .selectFrom('revision_block')
              .innerJoin(killedPictures(db).as('gone'), 'gone.picture_id', 'revision_block.picture_id')
              .select('revision_block.position')
              .whereRef('revision_block.edition_id', '=', 'edition.id')
              .whereRef('revision_block.revision', '=', 'edition.current_revision'),
          ),
        ])
        .$castTo<boolean>()
        .as('is_tainted'),
  ]);
}

/**
 * Nothing is left of the edition that anybody should be sent: it was taken down as a whole, or every story was killed after
 * it was called sent. Whoever comes late gets none of it.
 */
export const isHollow = sql<boolean>`(
  exists (select from takedown where takedown.edition_id = edition.id)
  or (edition.kind in ('digest', 'flash') and edition.current_revision is not null and not exists (
    select from revision_block block
     where block.edition_id = edition.id and block.revision = edition.current_revision and block.kind = 'dispatch')))`;

/** Editions that are being sent by the calendar and are to be done by a time their newsletter names. */
export function editionsWithTarget(db: Db) {
  return (
    db
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .select(['edition.id as edition_id', 'edition.newsletter_id', 'edition.start_lead_minutes'])
      .select(['newsletter.target_minutes', 'newsletter.target_percent'])
      .where('edition.state', 'in', ['sending', 'sent'])
      .where('edition.slot', 'is not', null)
      .where('newsletter.target_minutes', 'is not', null)
      // A day in which the last zone's wave may still be under way.
      .where('edition.last_due_at', '>', sql<Date>`now() - interval '1 day'`)
  );
}

/** Which bytes each cut's readers get now: one row a cut of an edition's current revision. */
export function currentVariants(db: Db) {
  return db
    .selectFrom('variant_cut')
    .innerJoin('edition', (join) =>
      join
        .onRef('edition.id', '=', 'variant_cut.edition_id')
        .onRef('edition.current_revision', '=', 'variant_cut.revision'),
    )
    .select(['variant_cut.edition_id', 'variant_cut.cut', 'variant_cut.variant_id']);
}

/** An error as a correction names it: a dispatch in its wrong versions. `editionId` is the correction's own. */
export interface HeldError {
  readonly editionId: string;
  readonly newsletterId: string;
  readonly dispatchId: string;
  readonly versions: readonly number[];
}

/**
 * The variants, over all editions of a newsletter, that hold the error: whoever was sent one of them read it. For the
 * ledger to join; a variant that was cut without the dispatch is not among them. Nor is one that has a wrong version as
 * the correction has it: the desk gave that version its right words, there and in the editions it set right.
 */
export function variantsHolding(db: Db, held: HeldError) {
  return db
    .selectFrom('revision_block')
    .innerJoin('edition', 'edition.id', 'revision_block.edition_id')
    .innerJoin('variant', (join) =>
      join
        .onRef('variant.edition_id', '=', 'revision_block.edition_id')
        .onRef('variant.revision', '=', 'revision_block.revision')
        .on(sql<boolean>`revision_block.position = any(variant.positions)`),
    )
    .select(['variant.id as variant_id', 'edition.id as edition_id', 'edition.edition_date as edition_date'])
    .where('edition.newsletter_id', '=', held.newsletterId)
    .where('revision_block.dispatch_id', '=', held.dispatchId)
    .where(sql<boolean>`revision_block.dispatch_version = any(${[...held.versions]}::int[])`)
    .where(
      sql<boolean>`not exists (
        select from edition c join revision_block r on r.edition_id = c.id and r.revision = c.current_revision
         where c.id = ${held.editionId}::uuid and r.dispatch_id = revision_block.dispatch_id
           and r.dispatch_version = revision_block.dispatch_version
           and r.content ->> 'headline' = revision_block.content ->> 'headline'
           and r.content ->> 'standfirst' = revision_block.content ->> 'standfirst')`,
    );
}
