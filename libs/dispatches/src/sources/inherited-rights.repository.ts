import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { SourceRecord } from './source.js';

/** Article pages are fetched for what is still news, not for years of a source that gets its rights late. */
const ARTICLE_DAYS = 7;

/** An API client or an operator stated rights with the dispatch itself: they are of its newest version. */
const STATES_ITS_OWN = sql`exists (
  select from dispatch_version newest
   where newest.dispatch_id = dispatch.id and newest.version = dispatch.version
     and (jsonb_typeof(newest.content -> 'rights') = 'object'
       or jsonb_typeof(newest.content -> 'picture' -> 'rights') = 'object'))`;

/** What a change of a source's rights means for what it brought before. */
@Injectable()
export class InheritedRightsRepository {
  /**
   * Dispatches and pictures whose rights no operator set take the source's, all in two statements; texts and pictures
   * that may now be used become due to be fetched. Returns how many changed.
   */
  async inherit(db: Db, source: SourceRecord): Promise<{ dispatches: number; pictures: number }> {
    const { rights } = source;
    const territories = rights.territories === null ? null : [...rights.territories];
    const dispatches = await sql`
      update dispatch set
        may_mail = ${rights.mail}, may_archive = ${rights.archive}, may_feed = ${rights.feed},
        use_until = ${rights.until}, credit = ${rights.credit}, territories = ${territories}::text[],
        excerpt_length = ${source.excerptLength}, usage_terms = ${source.usageTerms}
       where source_id = ${source.id} and not rights_by_desk and not ${STATES_ITS_OWN}
         and (may_mail, may_archive, may_feed, use_until, credit, territories, excerpt_length, usage_terms)
             is distinct from (${rights.mail}::boolean, ${rights.archive}::boolean, ${rights.feed}::boolean,
               ${rights.until}::timestamptz, ${rights.credit}::text, ${territories}::text[],
               ${source.excerptLength}::int, ${source.usageTerms}::text)`.execute(db);
    const pictures = await sql`
      update picture set
        may_mail = ${rights.mail}, may_archive = ${rights.archive}, may_feed = ${rights.feed},
        use_until = ${rights.until}, territories = ${territories}::text[]
        from dispatch
       where picture.dispatch_id = dispatch.id and dispatch.source_id = ${source.id} and not picture.rights_by_desk
         and not ${STATES_ITS_OWN}
         and (picture.may_mail, picture.may_archive, picture.may_feed, picture.use_until, picture.territories)
             is distinct from (${rights.mail}::boolean, ${rights.archive}::boolean, ${rights.feed}::boolean,
               ${rights.until}::timestamptz, ${territories}::text[])`.execute(db);
    await this.makeDue(db, source);
    return { dispatches: Number(dispatches.numAffectedRows ?? 0n), pictures: Number(pictures.numAffectedRows ?? 0n) };
  }

  private async makeDue(db: Db, source: SourceRecord): Promise<void> {
    if (source.fullText)
      await sql`
        update dispatch set article_state = 'due', article_next_at = now()
         where source_id = ${source.id} and article_state = 'none' and may_mail and link is not null
           and not is_back_catalogue
           and first_seen_at > now() - make_interval(days => ${ARTICLE_DAYS})`.execute(db);
    await sql`
      update picture set state = 'due', next_try_at = now()
        from dispatch
       where picture.dispatch_id = dispatch.id and dispatch.source_id = ${source.id}
         and picture.state = 'none' and picture.killed_at is null
         and (picture.may_mail or picture.may_archive or picture.may_feed)
         and dispatch.first_seen_at > now() - make_interval(days => ${ARTICLE_DAYS})`.execute(db);
  }
}
