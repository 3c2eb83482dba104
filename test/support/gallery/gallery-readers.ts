import { sql } from 'kysely';
import type { Database } from '@app/platform';

/** A newsletter's readers as the gallery has them: some brought along, then sixty days of sign-ups that grow. */
export interface GalleryReaders {
  readonly newsletterId: string;
  readonly locale: string;
  /** Readers who came with a list, before all others. */
  readonly brought: number;
  /** Sign-ups on the first of the sixty days; the last has twice as many. */
  readonly daily: number;
}

const DAYS = 60;

/**
 * Each reader has a subscription and its consents; one of eight never confirmed, one of eleven left. Everything is drawn
 * from a hash of the number, so that each gallery shows the same people.
 */
export async function insertReaders(database: Database, of: GalleryReaders): Promise<void> {
  await sql`
    with day as (
      select n, case when n = 0 then ${of.brought}::int
                     -- fewer at the weekend, and one day on which everybody read an article
                     else (${of.daily}::float8 * (1 + n::float8 / ${DAYS}) * case when n % 7 in (3, 4) then 0.55 when n = 41 then 2.6 else 0.9 + (n * 37 % 11) / 40.0 end)::int end as readers
        from generate_series(0, ${DAYS}::int) n
    ), person as materialized (
      select at, 'x' || substr(seed, 1, 7) as seed, ('x' || substr(seed, 1, 7))::bit(28)::int as dice, day.n = 0 as was_brought,
             uuidv7(at - now()) as id, uuidv7(at - now()) as asked_id, uuidv7(at + interval '9 minutes' - now()) as given_id,
             uuidv7(at - now()) as subscription_id, row_number() over () as number
        from day, generate_series(1, day.readers) nth,
             lateral (select md5(${of.newsletterId} || day.n || ' ' || nth) as seed) hash,
             lateral (select now() - interval '1 hour' - make_interval(days => ${DAYS} - day.n)
                             - case when day.n = 0 then interval '40 days' else make_interval(secs => nth * 86400 / day.readers) end as at) time
    ), named as materialized (
      select *, (array['camille','ines','moussa','lea','hugo','nour','yasmine','paul','awa','jeanne','karim','sofia','leon','maya','tom','salma'])[1 + dice % 16]
             || '.' || (array['martin','diallo','bernard','haddad','nguyen','moreau','petit','okafor','silva','khoury','roux','garnier'])[1 + dice / 16 % 12]
             || (number * 3 + ascii(${of.locale}) % 3) || '@' || (array['readers.example','courriel.example','mail.example','post.example'])[1 + dice / 200 % 4] as address,
             not was_brought and dice % 8 = 0 as is_pending,
             at + make_interval(days => 2 + dice / 7 % case when was_brought then 98 else 34 end, mins => dice % 900) as left_at,
             (array['one_click','one_click','one_click','reader','suppression','inactivity'])[1 + dice / 11 % 6] as ender
        from person
    ), told as materialized (
      select *, dice % case when was_brought then 8 else 11 end = 3 and not is_pending and left_at < now() - interval '1 hour' as has_left from named
    ), known as (
      insert into subscriber (id, address, canonical_address, address_hash, locale, created_at, last_contact_at)
      select id, address, address, sha256(convert_to(address, 'UTF8')), ${of.locale}, at, at from told
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, page, placement, occurred_at, evidence)
      select asked_id, id, ${of.newsletterId}::uuid, 'requested'::consent_act, null::consent_basis, 'Je m’abonne', '1', ${of.locale},
             'https://newsroom.example/' || (array['international','international/afrique','economie','climat','direct','culture'])[1 + dice / 3 % 6],
             (array['article','article','foot','home','menu'])[1 + dice / 5 % 5], at, '{}'::jsonb from told where not was_brought
      union all
      select given_id, id, ${of.newsletterId}::uuid, 'given', case when was_brought then 'imported' else 'confirmed' end::consent_basis, 'Je m’abonne', '1', ${of.locale},
             'https://newsroom.example/' || (array['international','international/afrique','economie','climat','direct','culture'])[1 + dice / 3 % 6],
             (array['article','article','foot','home','menu'])[1 + dice / 5 % 5], at + interval '9 minutes', '{}' from told where not is_pending
      union all
      select uuidv7(left_at - now()), id, ${of.newsletterId}::uuid, 'withdrawn', null, 'Je m’abonne', '1', ${of.locale}, null, ender, left_at,
             jsonb_build_object('withdraws', given_id) from told where has_left
    )
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, requested_at, activated_at, ended_at, ended_by, leave_reason)
    select subscription_id, id, ${of.newsletterId}::uuid,
           case when is_pending then 'pending' when has_left then 'ended' when dice % 40 = 7 then 'paused' else 'active' end::subscription_state,
           case when not is_pending and not has_left then given_id end, at, case when not is_pending then at + interval '9 minutes' end,
           case when has_left then left_at end,
           case when has_left then ender end::ended_by,
           null
      from told`.execute(database);
} // prettier-ignore

/** Who ended on the day of an edition by one click did so from it. */
export async function leaveByEditions(database: Database): Promise<void> {
  await sql`
    update subscription set ended_edition_id = edition.id from edition
     where subscription.state = 'ended' and subscription.ended_by in ('one_click', 'reader') and edition.state = 'sent'
       and edition.newsletter_id = subscription.newsletter_id and edition.edition_date = subscription.ended_at::date`.execute(
    database,
  );
}
