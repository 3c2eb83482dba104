import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { SourceRecord } from './source.js';

/** Article pages are fetched for what is still news, not for years of a source that gets its rights late. */
const ARTICLE_DAYS = 7;

/** What a change of a source's rights means for what it brought before. */
@Injectable()
export class InheritedRightsRepository {
  /**
   * Dispatches and pictures whose rights no operator set take the source's; what an API client or an operator stated
   * with the dispatch or the picture itself counts before them, right by right, as when it was stored. Texts and
   * pictures that may now be used become due to be fetched. Returns how many changed.
   */
  async inherit(db: Db, source: SourceRecord): Promise<{ dispatches: number; pictures: number }> {
    const dispatches = await this.dispatches(db, source);
    const pictures = await this.pictures(db, source);
    await this.makeDue(db, source);
    return { dispatches, pictures };
  }

  private async dispatches(db: Db, source: SourceRecord): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      with ${given(source)},
      own as (
        select dispatch.id,
               coalesce((stated ->> 'mail')::boolean, given.mail) as mail,
               coalesce((stated ->> 'archive')::boolean, given.archive) as archive,
               coalesce((stated ->> 'feed')::boolean, given.feed) as feed,
               case when stated ? 'until' then (stated ->> 'until')::timestamptz else given.until end as until,
               case when stated ? 'credit' then stated ->> 'credit' else given.credit end as credit,
               case when stated ? 'territories' then ${codes(sql`stated -> 'territories'`)} else given.territories end
                 as territories,
               given.excerpt_length,
               coalesce(newest.content ->> 'usageTerms', given.usage_terms) as usage_terms
          from given, dispatch
          ${newestVersion(source)}
          cross join lateral (select newest.content -> 'rights' as stated) statement
         where dispatch.source_id = ${source.id} and not dispatch.rights_by_desk)
      update dispatch set
        may_mail = own.mail, may_archive = own.archive, may_feed = own.feed, use_until = own.until,
        credit = own.credit, territories = own.territories,
        excerpt_length = own.excerpt_length, usage_terms = own.usage_terms
        from own
       where dispatch.id = own.id
         and (dispatch.may_mail, dispatch.may_archive, dispatch.may_feed, dispatch.use_until, dispatch.credit,
              dispatch.territories, dispatch.excerpt_length, dispatch.usage_terms)
             is distinct from (own.mail, own.archive, own.feed, own.until, own.credit,
              own.territories, own.excerpt_length, own.usage_terms)`.execute(db);
    return Number(numAffectedRows);
  }

  private async pictures(db: Db, source: SourceRecord): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      with ${given(source)},
      own as (
        select picture.id,
               coalesce((stated ->> 'mail')::boolean, given.mail) as mail,
               coalesce((stated ->> 'archive')::boolean, given.archive) as archive,
               coalesce((stated ->> 'feed')::boolean, given.feed) as feed,
               case when stated ? 'until' then (stated ->> 'until')::timestamptz else given.until end as until,
               case when stated ? 'territories' then ${codes(sql`stated -> 'territories'`)} else given.territories end
                 as territories
          from given, picture
          join dispatch on dispatch.id = picture.dispatch_id
          ${newestVersion(source)}
          cross join lateral (
            select ${statement(sql`newest.content -> 'rights'`)}
                || ${statement(sql`newest.content -> 'picture' -> 'rights'`)} as stated) statement
         where dispatch.source_id = ${source.id} and not picture.rights_by_desk)
      update picture set
        may_mail = own.mail, may_archive = own.archive, may_feed = own.feed, use_until = own.until,
        territories = own.territories
        from own
       where picture.id = own.id
         and (picture.may_mail, picture.may_archive, picture.may_feed, picture.use_until, picture.territories)
             is distinct from (own.mail, own.archive, own.feed, own.until, own.territories)`.execute(db);
    return Number(numAffectedRows);
  }

  private async makeDue(db: Db, source: SourceRecord): Promise<void> {
    if (source.fullText)
      await sql`
        update dispatch set article_state = 'due', article_next_at = now()
         where source_id = ${source.id} and article_state = 'none' and may_mail and link is not null
           and status <> 'killed' and not is_back_catalogue
           and first_seen_at > now() - make_interval(days => ${ARTICLE_DAYS})`.execute(db);
    await sql`
      update picture set state = 'due', next_try_at = now()
        from dispatch
       where picture.dispatch_id = dispatch.id and dispatch.source_id = ${source.id} and dispatch.status <> 'killed'
         and picture.state = 'none' and picture.killed_at is null
         and (picture.may_mail or picture.may_archive or picture.may_feed)
         and dispatch.first_seen_at > now() - make_interval(days => ${ARTICLE_DAYS})`.execute(db);
  }
}

/** The source's rights as one row. */
function given({ rights, excerptLength, usageTerms }: SourceRecord) {
  const territories = rights.territories === null ? null : [...rights.territories];
  return sql`given as (
    select ${rights.mail}::boolean as mail, ${rights.archive}::boolean as archive, ${rights.feed}::boolean as feed,
           ${rights.until}::timestamptz as until, ${rights.credit}::text as credit, ${territories}::text[] as territories,
           ${excerptLength}::int as excerpt_length, ${usageTerms}::text as usage_terms)`;
}

/** What stands in the newest version. A feed may state no rights with an entry: its versions, often many, are not read. */
function newestVersion(source: SourceRecord) {
  return sql`left join dispatch_version newest
    on ${source.kind !== 'feed'}::boolean and newest.dispatch_id = dispatch.id and newest.version = dispatch.version`;
}

/** Stated rights as an object, also where nothing was stated. */
function statement(value: ReturnType<typeof sql>) {
  return sql`case when jsonb_typeof(${value}) = 'object' then ${value} else '{}' end`;
}

/** A JSON list of codes as an array; null: everywhere. */
function codes(value: ReturnType<typeof sql>) {
  return sql`case when jsonb_typeof(${value}) = 'array' then array(select jsonb_array_elements_text(${value})) end`;
}
