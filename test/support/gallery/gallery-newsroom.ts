import { sql } from 'kysely';
import { AlarmRepository, SourceRepository } from '@app/dispatches';
import { InviteOperator, IssueApiKey } from '@app/operators';
import { SystemAlarms } from '@app/platform';
import { RunUploads } from '@app/subscribers';
import type { Gallery } from './open-gallery.js';

/** Operators with different rights, keys, relays, sessions, and an audit of some weeks. */
export async function furnish(gallery: Gallery): Promise<void> {
  const operators = await people(gallery);
  await keys(gallery, operators);
  await relays(gallery);
  await past(gallery, operators);
}

async function people({ from, database, operatorId }: Gallery): Promise<string[]> {
  const newsletters = await database.selectFrom('newsletter').select(['id', 'slug', 'family_id']).execute();
  const of = (slug: string) => newsletters.find((one) => one.slug === slug)?.id ?? null;
  const family = newsletters[0]?.family_id ?? null;
  const colleagues = [
    { address: 'moussa.diarra@newsroom.example', name: 'Moussa Diarra', role: 'editor', locale: 'fr', grants: [{ rights: ['configure', 'import'], newsletterId: of('monde'), familyId: null }, { rights: ['export'], newsletterId: null, familyId: family }] },
    { address: 'eleni.pappa@newsroom.example', name: 'Eleni Pappa', role: 'editor', locale: 'en', grants: [] },
    { address: 'rania.khoury@newsroom.example', name: 'رانيا خوري', role: 'viewer', locale: 'en', grants: [{ rights: ['edit', 'approve', 'send'], newsletterId: of('alam'), familyId: null }] },
    { address: 'jonas.weber@newsroom.example', name: 'Jonas Weber', role: 'designer', locale: 'en', grants: [] },
    { address: 'claire.aubry@newsroom.example', name: 'Claire Aubry', role: 'viewer', locale: 'fr', grants: [] },
  ] as const;
  const ids: string[] = [];
  for (const one of colleagues) ids.push((await from(InviteOperator).invite({ ...one, invitedBy: operatorId })).operatorId);
  await sql`
    update operator set created_at = now() - interval '70 days' - interval '1 day' * length(name),
           last_signed_in_at = case when name = 'Claire Aubry' then null else now() - interval '37 minutes' * length(address) end,
           totp_confirmed_at = case when role = 'editor' then now() - interval '60 days' end, totp_secret = case when role = 'editor' then '\\x00'::bytea end`.execute(database);
  await sql`
    insert into operator_session (id, operator_id, token_hash, created_at, last_seen_at, expires_at, user_agent, method)
    select gen_random_uuid(), ${operatorId}::uuid, sha256(agent::bytea), now() - interval '26 hours', now() - interval '9 hours', now() + interval '6 days', agent, 'password'
      from unnest(array['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
                        'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0']) agent`.execute(database);
  return [operatorId, ...ids];
} // prettier-ignore

async function keys({ from, database }: Gallery, [ana = '', moussa = '']: readonly string[]): Promise<void> {
  const issue = from(IssueApiKey);
  const DAY_MS = 86_400_000;
  await issue.issue({ operatorId: ana, name: 'CMS of the website', scopes: ['dispatches:read', 'dispatches:write'], issuedBy: ana });
  await issue.issue({ operatorId: moussa, name: 'Wall screen', scopes: ['editions:read'], expiresAt: new Date(Date.now() + 90 * DAY_MS), issuedBy: ana });
  await issue.issue({ operatorId: ana, name: 'Statistics, nightly', scopes: ['editions:read', 'subscribers:read'], issuedBy: ana });
  await sql`
    update api_key set created_at = now() - interval '48 days',
           last_used_at = case name when 'Wall screen' then now() - interval '40 seconds' when 'CMS of the website' then now() - interval '11 minutes' end`.execute(database);
} // prettier-ignore

async function relays({ ask, database }: Gallery): Promise<void> {
  await ask('PUT', '/api/v1/transports/main', { host: 'relay.mail.example', port: 587, tls: 'required', username: 'newsroom', password: 'not a real one', purposes: ['editions', 'flash', 'notices'], weight: 10, connections: 20, perSecond: 120 });
  await ask('PUT', '/api/v1/transports/europe', { host: 'smtp.courriel.example', port: 465, tls: 'implicit', username: 'lettres', password: 'not a real one', purposes: ['editions', 'flash'], weight: 6, connections: 10 });
  await ask('PUT', '/api/v1/transports/spare', { host: 'relay.post.example', port: 587, tls: 'required', purposes: ['notices'], weight: 1, connections: 2 });
  await sql`
    insert into transport_health (transport, failing_since, failures, last_failure, next_try_at)
    values ('spare', now() - interval '23 minutes', 4, '421 4.3.2 closing for maintenance, come back at ten', now() + interval '4 minutes')
    on conflict (transport) do update set failing_since = excluded.failing_since, failures = excluded.failures, last_failure = excluded.last_failure`.execute(database);
} // prettier-ignore

/** What everybody did over some weeks, newest last; the seeding's own acts follow it. */
async function past({ database }: Gallery, operators: readonly string[]): Promise<void> {
  await sql`
    insert into audit_entry (occurred_at, operator_id, action, object, detail)
    select now() - make_interval(mins => n * 47), case when act.by < 0 then null else (${operators}::uuid[])[1 + act.by] end, act.action,
           act.kind || ':' || coalesce(case act.kind when 'edition' then (select id::text from edition order by due_at desc offset n % 20 limit 1)
             when 'dispatch' then (select id::text from dispatch order by published_at desc offset n % 20 limit 1)
             when 'subscriber' then (select id::text from subscriber offset n limit 1)
             when 'newsletter' then (select id::text from newsletter order by slug offset n % 3 limit 1)
             when 'transport' then (select id::text from transport order by name limit 1) else (${operators}::uuid[])[1 + abs(act.by)]::text end, ''), act.detail::jsonb
      from (select n, (array[1,1,3,1,0,2,-1,1,2,0,4,1])[1 + n % 12] as by,
                   (array['edition.approved','operator.signed_in','edition.rewrite','dispatch.labelled','newsletter.changed','dispatch.withheld','edition.unattended','edition.exclude','operator.signed_in','transport.paused','operator.signed_in','subscription.ended'])[1 + n % 12] as action,
                   (array['edition','operator','edition','dispatch','newsletter','dispatch','edition','edition','operator','transport','operator','subscriber'])[1 + n % 12] as kind,
                   (array['{}','{"method":"password"}','{}','{}','{"changes":["calendar"]}','{"reason":"Agency asks to wait for the second source"}','{"policy":"send_short"}','{"reason":"Told yesterday"}','{"method":"oidc"}','{"name":"europe"}','{"method":"link"}','{"reason":"asked by telephone"}'])[1 + n % 12] as detail
              from generate_series(1, 90) n order by n desc) act`.execute(database);
} // prettier-ignore

/** Feeds that are well, one that fails and one that pauses. */
export async function watchSources({ ask, from, database }: Gallery): Promise<void> {
  const rights = { mail: true, archive: true, feed: false };
  const feeds = [
    { slug: 'agence-atlas', name: 'Agence Atlas', url: 'https://atlas.example/monde.xml', language: 'fr', fullText: true },
    { slug: 'harbour-wire', name: 'Harbour Wire', url: 'https://harbour-wire.example/feed', language: 'en' },
    { slug: 'barid', name: 'بريد الشرق', url: 'https://barid.example/rss', language: 'ar' },
    { slug: 'le-fleuve', name: 'Le Fleuve', url: 'https://le-fleuve.example/atom.xml', language: 'fr' },
    { slug: 'science-desk', name: 'The Science Desk', url: 'https://science-desk.example/feed.json', language: 'en' },
  ];
  for (const feed of feeds) await ask('POST', '/api/v1/sources', { ...feed, rights });
  await sql`
    insert into source_poll (id, source_id, polled_at, outcome, http_status, bytes, millis, created, unchanged, reason, message)
    select uuidv7(at - now()), source.id, at, (case when is_failed then 'failed' when n % 4 = 0 then 'read' else 'not_modified' end)::poll_outcome,
           case when is_failed then 503 when n % 4 = 0 then 200 else 304 end, 42000, 180 + n * 7 % 300, case when n % 4 = 0 and not is_failed then 1 + n % 3 else 0 end, 20,
           case when is_failed then 'source.unreachable' end, case when is_failed then 'HTTP 503' end
      from source, generate_series(0, 140) n, lateral (select now() - make_interval(mins => 12 + n * 70) as at) t,
           lateral (select source.slug = 'le-fleuve' and n < 9 as is_failed) f
     where source.kind = 'feed'`.execute(database);
  await sql`
    update source set last_polled_at = now() - interval '12 minutes', last_success_at = now() - case when slug = 'le-fleuve' then interval '10 hours' else interval '12 minutes' end,
           last_new_at = now() - interval '50 minutes', next_poll_at = now() + interval '18 minutes', usual_gap_seconds = 5400,
           failing_since = case when slug = 'le-fleuve' then now() - interval '10 hours' end, consecutive_failures = case when slug = 'le-fleuve' then 9 else 0 end,
           last_failure = case when slug = 'le-fleuve' then 'HTTP 503' end, last_failure_at = case when slug = 'le-fleuve' then now() - interval '12 minutes' end
     where kind = 'feed'`.execute(database);
  const silent = await from(SourceRepository).bySlug('science-desk');
  if (silent !== undefined) await from(AlarmRepository).raise(database, { code: 'source.silent', sourceId: silent.id, detail: { usualGapSeconds: 5400 } });
  await sql`update dispatch_alarm set raised_at = now() - interval '2 hours'`.execute(database);
  await ask('POST', '/api/v1/sources/barid/pause', { reason: 'The publisher moves its site this week' });
} // prettier-ignore

/** What waits for a person this morning. */
export async function callForHelp({ from, database }: Gallery): Promise<void> {
  const reason = '421 4.3.2 closing for maintenance, come back at ten';
  const alarms = from(SystemAlarms);
  await alarms.raise(database, { code: 'transport.failing', object: 'transport:spare', detail: { transport: 'spare', reason }, transport: 'spare' });
  await alarms.raise(database, { code: 'pace.slowed', object: 'pace:main:yahoo', detail: { provider: 'yahoo', transport: 'main', minutes: 15 } });
  await sql`update system_alarm set raised_at = now() - case code when 'transport.failing' then interval '23 minutes' else interval '6 minutes' end`.execute(database);
} // prettier-ignore

const PEOPLE = ['amina', 'bruno', 'celine', 'dario', 'edith', 'farid', 'gaelle', 'henri', 'ilan', 'jade'];

/** One list that is in, one with rows that are refused. Returns the second. */
export async function listImports({ ask, from }: Gallery): Promise<string> {
  const rows = Array.from({ length: 240 }, (_, at) => `${PEOPLE[at % 10] ?? ''}${at}@readers.example;Paris;2025-0${1 + (at % 9)}-14`);
  const good = ['Courriel;Ville;Inscription', ...rows].join('\n');
  const bad = ['Courriel;Ville;Inscription', ...rows.slice(0, 90).map((row, at) => (at % 9 === 4 ? row.replace('@', ' at ') : row.replace('readers', 'lecteurs'))), ';Lyon;2025-03-14'].join('\n');
  await bringIn({ ask, from }, { fileName: 'abonnes-2025.csv', text: good, isApplied: true });
  return bringIn({ ask, from }, { fileName: 'salon-du-livre.csv', text: bad, isApplied: false });
} // prettier-ignore

async function bringIn(
  { ask, from }: Pick<Gallery, 'ask' | 'from'>,
  list: { readonly fileName: string; readonly text: string; readonly isApplied: boolean },
): Promise<string> {
  const { fileName, text, isApplied } = list;
  const { id } = (await ask('POST', '/api/v1/imports', { newsletter: 'monde', fileName })) as { id: string };
  await ask('PUT', `/api/v1/imports/${id}/parts/0`, Buffer.from(text));
  const options = { platform: 'Cahier d’inscription', consentDate: '2025-09-01', wording: 'Je m’abonne à la lettre du matin', map: { address: 'Courriel' } };
  await ask('POST', `/api/v1/imports/${id}/rehearse`, options);
  await from(RunUploads).runWaiting();
  if (!isApplied) return id;
  await ask('POST', `/api/v1/imports/${id}/apply`, { attested: true });
  await from(RunUploads).runWaiting();
  return id;
} // prettier-ignore
