import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository, type Newsletter } from '@app/editions';
import { newId, type Database } from '@app/platform';
import type { Gallery } from './open-gallery.js';
import { subjects } from './gallery-texts.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface MadeEdition {
  readonly id: string;
  readonly newsletter: Newsletter;
}

async function newsletterOf({ from }: Gallery, slug: string): Promise<Newsletter> {
  const found = await from(NewsletterRepository).bySlug(slug);
  if (found === undefined) throw new Error(`the gallery has no newsletter ${slug}`);
  return found;
}

/** Assembled and frozen by the product from what is on the shelf. */
export async function frozenEdition(gallery: Gallery, slug: string): Promise<MadeEdition> {
  const newsletter = await newsletterOf(gallery, slug);
  const id = await gallery.from(ClaimEditions).claimNow(newsletter);
  await gallery.from(AssembleEdition).assemble(id);
  const { state } = await gallery.from(FreezeEdition).freeze(id, null);
  if (state !== 'frozen') throw new Error(`the edition of ${slug} is ${state}`);
  return { id, newsletter };
}

/** What the calendar asks for now, proposed and not approved. */
export async function proposedEdition(gallery: Gallery, slug: string): Promise<MadeEdition> {
  const newsletter = await newsletterOf(gallery, slug);
  const [id] = await gallery.from(ClaimEditions).claimOf(newsletter);
  if (id === undefined) throw new Error(`nothing is due of ${slug}`);
  await gallery.from(AssembleEdition).assemble(id);
  return { id, newsletter };
}

/** When the calendar's own edition of a day was due, or an instant a few minutes ago for the one that leaves now. */
async function dueOn({ id }: MadeEdition, database: Database, { due, state }: { due: Date; state: 'sent' | 'sending' }): Promise<void> {
  await database
    .updateTable('edition')
    .set({ due_at: due, last_due_at: due, edition_date: due.toISOString().slice(0, 10), sequence: 1, slot: 'all', state,
           freeze_at: new Date(due.getTime() - 20 * MINUTE_MS), frozen_at: new Date(due.getTime() - 20 * MINUTE_MS),
           cut_off: new Date(due.getTime() - 90 * MINUTE_MS), propose_at: new Date(due.getTime() - 90 * MINUTE_MS), useful_until: new Date(due.getTime() + DAY_MS / 3),
           audience_frozen_at: new Date(due.getTime() - 15 * MINUTE_MS), sent_at: state === 'sent' ? new Date(due.getTime() + 3 * 3_600_000) : null })
    .where('id', '=', id)
    .execute();
} // prettier-ignore

export interface Sending {
  readonly due: Date;
  readonly state: 'sent' | 'sending';
  /** Of the first wave, 0 to 1; what is not done is planned. */
  readonly done: number;
}

/**
 * Rows as a worker leaves them: three waves, most accepted, some refused, left out or uncertain. A wave that is not due yet
 * is planned whole.
 */
export async function deliver({ database }: Gallery, made: MadeEdition, sending: Sending): Promise<void> {
  await dueOn(made, database, sending);
  const { id } = made;
  await sql`select ensure_delivery_partition(edition_date) from edition where id = ${id}::uuid`.execute(database);
  await sql`
    with reader as materialized (
      select id, subscriber_id, row_number() over (order by id)::int as nth, count(*) over ()::int as all
        from subscription where newsletter_id = ${made.newsletter.id}::uuid and state = 'active' and activated_at < now() - interval '1 day'
    ), placed as (
      select *, case when nth % 10 < 7 then 0 when nth % 10 < 9 then 1 else 2 end as wave, nth::float8 / "all" as share from reader
    ), dated as (
      select *, ${sending.due}::timestamptz + make_interval(hours => wave) as due_at, least(share / ${sending.done}::float8, 1) as at,
             (wave = 0 and share <= ${sending.done}::float8) or ${sending.state} = 'sent' as is_over
        from placed
    ), ended as (
      select *, case when not is_over then 'planned' when nth % 89 = 5 then 'rejected' when nth % 173 = 9 then 'skipped'
                     when nth % 2611 = 40 and ${sending.state} = 'sent' then 'uncertain' when nth % 307 = 3 and ${sending.state} = 'sending' then 'deferred' else 'submitted' end::delivery_state as state,
             (array['google','google','microsoft','orange','apple','yahoo','free','laposte','other'])[1 + nth % 9] as provider
        from dated
    )
    insert into delivery (edition_date, edition_id, subscriber_id, subscription_id, chunk, due_at, state, skip_cause, attempts, settled_at,
                          submitting_at, transport, provider, smtp_code, enhanced_code, revision, variant_id, bounced_at)
    select edition.edition_date, edition.id, subscriber_id, ended.id, wave * 1000 + nth / 500, ended.due_at, ended.state,
           case when ended.state = 'skipped' then (array['unsubscribed','paused','suppressed'])[1 + nth % 3] end::skip_cause,
           case when ended.state in ('planned', 'skipped') then 0 when nth % 61 = 2 then 2 else 1 end,
           case when ended.state in ('submitted', 'rejected', 'skipped', 'uncertain') then ended.due_at + make_interval(secs => 20 + at * 540) end,
           case when ended.state in ('submitted', 'rejected', 'uncertain') then ended.due_at + make_interval(secs => 18 + at * 540) end,
           case when ended.state not in ('planned', 'skipped') then case when provider in ('orange', 'free') then 'europe' else 'main' end end,
           case when ended.state not in ('planned', 'skipped') then provider end,
           case ended.state when 'rejected' then 550 when 'submitted' then 250 when 'deferred' then 451 end,
           case when ended.state = 'rejected' then (array['5.1.1','5.2.1','5.7.1'])[1 + nth % 3] when ended.state = 'deferred' then '4.7.0' end,
           case when ended.state in ('submitted', 'rejected', 'uncertain') then 1 end,
           case when ended.state in ('submitted', 'uncertain') then (select v.id from variant v where v.edition_id = edition.id limit 1) end,
           case when ended.state = 'submitted' and nth % 240 = 11 then ended.due_at + interval '20 minutes' end
      from ended, edition where edition.id = ${id}::uuid`.execute(database);
  await countChunks(database, id);
} // prettier-ignore

async function countChunks(database: Database, id: string): Promise<void> {
  await sql`
    insert into delivery_chunk (edition_id, edition_date, chunk, due_at, size, submitted, rejected, skipped, uncertain, open, begun)
    select edition_id, edition_date, chunk, due_at, count(*), count(*) filter (where state = 'submitted'), count(*) filter (where state = 'rejected'),
           count(*) filter (where state = 'skipped'), count(*) filter (where state = 'uncertain'),
           count(*) filter (where state in ('planned', 'deferred')), bool_or(state <> 'planned')
      from delivery where edition_id = ${id}::uuid group by 1, 2, 3, 4`.execute(database);
  await sql`
    insert into wave (edition_id, due_at, size, opened_at)
    select edition_id, due_at, sum(size), case when due_at < now() then due_at end from delivery_chunk where edition_id = ${id}::uuid group by 1, 2`.execute(database);
} // prettier-ignore

/** Closed, as after its days of counting. */
export async function sumUp({ database }: Gallery, { id }: MadeEdition): Promise<void> {
  await sql`
    insert into edition_summary (edition_id, recipients, submitted, rejected, skipped, uncertain, closed_at)
    select edition_id, sum(size), sum(submitted), sum(rejected), sum(skipped), sum(uncertain), now() from delivery_chunk where edition_id = ${id}::uuid group by 1`.execute(database);
} // prettier-ignore

/** How far it had got minute by minute, and will have by the time the pictures are taken: the rate is reckoned from it. */
export async function notePace({ database }: Gallery, { id }: MadeEdition): Promise<void> {
  await sql`
    insert into edition_pace (edition_id, noted_at, settled)
    select ${id}::uuid, now() + make_interval(mins => n), (over.rows * (0.5 + n * 0.06))::int
      from generate_series(-4, 3) n, (select count(*) as rows from delivery where edition_id = ${id}::uuid and state in ('submitted', 'rejected', 'uncertain')) over`.execute(database);
} // prettier-ignore

/** Days of editions that left long ago. */
const PAST_DAYS = 30;

/** Editions of the days before a day, summed up, with the subjects they left under. */
export async function pastEditions(gallery: Gallery, slug: string, before: Date): Promise<void> {
  const { database } = gallery;
  const { id: newsletterId, timeZone, templateId } = await newsletterOf(gallery, slug);
  const version = await database.selectFrom('template_version').select('id').where('template_id', '=', templateId).orderBy('version', 'desc').limit(1).executeTakeFirstOrThrow();
  const own = subjects[slug] ?? [];
  const first = before.toISOString().slice(0, 10);
  for (let back = 1; back <= PAST_DAYS; back += 1) {
    const id = newId();
    const subject = own[back % own.length] ?? slug;
    await sql`
      insert into edition (id, newsletter_id, kind, edition_date, state, due_at, useful_until, last_due_at, propose_at, freeze_at, frozen_at, sent_at, slot, current_revision, audience_frozen_at)
      select ${id}::uuid, ${newsletterId}::uuid, 'digest', at::date, 'sent', at, at + interval '6 hours', at, at - interval '2 hours', at - interval '20 minutes', at - interval '20 minutes', at + interval '3 hours', 'all', 1, at
        from (select (${first}::date - ${back}::int + time '07:00') at time zone ${timeZone} as at)`.execute(database);
    await database.insertInto('revision').values({ edition_id: id, number: 1, subject, preheader: '', template_version_id: version.id, content_hash: createHash('sha256').update(id).digest() }).execute();
    await sql`
      insert into edition_summary (edition_id, recipients, submitted, rejected, skipped, uncertain, closed_at)
      select ${id}::uuid, n, n - n / 90 - n / 170, n / 90, n / 170, 0, now()
        from (select count(*)::int as n from subscription where newsletter_id = ${newsletterId}::uuid and activated_at < now() - make_interval(days => ${back}::int)
                and (ended_at is null or ended_at > now() - make_interval(days => ${back}::int)))`.execute(database);
  }
} // prettier-ignore
