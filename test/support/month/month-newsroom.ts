import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { newId, type Database } from '@app/platform';
import { createNewsroom } from '../newsroom.js';

/**
 * Forty zones from +14 to −12, of whole hours, halves and quarters, with and without summer time, north and south. Some
 * share their mornings, as the world's do.
 */
export const ZONES = [
  'Pacific/Kiritimati', 'Pacific/Auckland', 'Pacific/Tongatapu', 'Australia/Sydney', 'Australia/Melbourne',
  'Australia/Lord_Howe', 'Asia/Tokyo', 'Asia/Seoul', 'Asia/Shanghai', 'Asia/Singapore', 'Australia/Perth',
  'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Colombo', 'Asia/Dubai', 'Asia/Baku', 'Europe/Moscow', 'Africa/Nairobi',
  'Asia/Riyadh', 'Africa/Johannesburg', 'Europe/Athens', 'Africa/Cairo', 'Europe/Paris', 'Europe/Berlin', 'Europe/Madrid',
  'Africa/Lagos', 'Europe/London', 'Europe/Lisbon', 'Africa/Abidjan', 'Africa/Dakar', 'America/Sao_Paulo',
  'America/St_Johns', 'America/New_York', 'America/Toronto', 'America/Bogota', 'America/Lima', 'America/Los_Angeles',
  'Pacific/Honolulu', 'Pacific/Pago_Pago', 'Etc/GMT+12',
] as const; // prettier-ignore

/** Where `fuseaux` is read: the three slots. */
export const SLOT_ZONES: readonly string[] = [
  'Asia/Tokyo', 'Asia/Kolkata', 'Australia/Sydney', 'Pacific/Auckland', 'Europe/Paris', 'Europe/London',
  'Africa/Lagos', 'Asia/Dubai', 'America/Sao_Paulo', 'America/New_York',
]; // prettier-ignore

/** Days without editions: August, and the weeks of the year that nobody simulates. */
export const BREAKS = [
  { first_day: '2026-08-27', last_day: '2026-08-31', reason: 'Août' },
  { first_day: '2026-09-03', last_day: '2026-09-25', reason: 'Pause' },
  { first_day: '2026-10-06', last_day: '2026-10-22', reason: 'Pause' },
] as const;

export const SLOTS = [
  { name: 'asie', zones: ['Asia/Tokyo', 'Asia/Kolkata', 'Australia/Sydney', 'Pacific/Auckland'] },
  { name: 'europe', zones: ['Europe/Paris', 'Europe/London', 'Africa/Lagos'] },
  { name: 'monde', zones: ['*'] },
] as const;

/** Newsletter ids by slug. */
export type Newsletters = Readonly<Record<'matin' | 'redaction' | 'fuseaux', string>>;

const NEVER = '2026-01-01T00:00:00Z';

/** ISO weekdays on which each has an edition: the more zones it is read in, the fewer. */
export const WEEKDAYS = { matin: [2, 4, 6, 7], redaction: [1, 2, 3, 4, 5, 6, 7], fuseaux: [2, 4, 5] } as const;

/**
 * `matin` leaves by itself in every reader's morning; `redaction` is approved by a desk and due at 06:30 in New York,
 * except on slow days; `fuseaux` has an edition for each of three slots.
 */
export async function createMonthNewsroom(database: Database): Promise<Newsletters> {
  const common = { created_at: new Date(NEVER), useful_hours: 6, window_hours: 60 };
  const matin = await createNewsroom(database, { ...common, slug: 'matin', offers_time_zone: true });
  const redaction = await createNewsroom(database, {
    ...common,
    slug: 'redaction',
    family_id: null,
    time_zone: 'America/New_York',
    approval: 'desk',
    unapproved: 'send',
    slow_day: 'skip',
    slow_day_min: 2,
  });
  await database
    .updateTable('calendar_day')
    .set({ local_time: '06:30' })
    .where('newsletter_id', '=', redaction.newsletterId)
    .execute();
  const slots = JSON.stringify(SLOTS);
  const fuseaux = await createNewsroom(database, {
    ...common,
    slug: 'fuseaux',
    family_id: null,
    offers_time_zone: true,
    slots,
  });
  const ids = { matin: matin.newsletterId, redaction: redaction.newsletterId, fuseaux: fuseaux.newsletterId };
  for (const slug of ['matin', 'fuseaux'] as const)
    await database
      .deleteFrom('calendar_day')
      .where('newsletter_id', '=', ids[slug])
      .where('weekday', 'not in', WEEKDAYS[slug])
      .execute();
  const breaks = Object.values(ids).flatMap((id) => BREAKS.map((one) => ({ newsletter_id: id, ...one })));
  await database.insertInto('calendar_break').values(breaks).execute();
  return ids;
}

/** An active reader from this moment on, with a consent that was confirmed. */
export async function addReader(
  database: Database,
  reader: { address: string; zone: string | null; newsletterIds: readonly string[] },
): Promise<void> {
  await sql`
    with person as (
      insert into subscriber (id, address, canonical_address, address_hash, locale, time_zone)
      values (${newId()}::uuid, ${reader.address}, ${reader.address}, sha256(${reader.address}::text::bytea), 'fr', ${reader.zone})
      returning id
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
      select gen_random_uuid(), person.id, newsletter_id, 'given', 'confirmed', 'Je m’abonne', '1', 'fr'
        from person, unnest(${[...reader.newsletterIds]}::uuid[]) as newsletter_id
      returning id, subscriber_id, newsletter_id
    )
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
    select gen_random_uuid(), subscriber_id, newsletter_id, 'active', id, now() from agreed`.execute(database);
}

/** The reader says to live elsewhere from this moment on. */
export async function moveReader(database: Database, address: string, zone: string): Promise<void> {
  await database.updateTable('subscriber').set({ time_zone: zone }).where('address', '=', address).execute();
}

export async function addOperator(database: Database): Promise<string> {
  const id = newId();
  const operator = { id, address: 'chef@gazette.example', name: 'Chef', role: 'editor' } as const;
  await database.insertInto('operator').values(operator).execute();
  return id;
}

const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'zo'];
const REGIONS = ['france', 'europe', 'afrique', 'moyen-orient', 'ameriques', 'asie-pacifique'];

/** Words of no language and different for each mark, so that no two dispatches of the month tell one event. */
function words(mark: string, count: number): string {
  let state = Array.from(mark).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  const syllable = (): string => {
    state = (state * 48_271 + 11) % 1_000_003;
    return SYLLABLES[state % SYLLABLES.length] ?? '';
  };
  return Array.from({ length: count }, () => [1, 2, 3, 4].map(syllable).join('')).join(' ');
}

/** Each in turn, so that no region has more than its share of an edition. */
function regionOf(mark: string): string {
  const count = 4 * Number(mark.slice(3, 5)) + mark.charCodeAt(5);
  return REGIONS[count % REGIONS.length] ?? 'france';
}

/** A dispatch that comes in now and carries its mark; again under the same mark: a new version. Returns its id. */
export async function arrive(
  tools: INestApplicationContext,
  mark: string,
  change: { headline?: string } = {},
): Promise<string> {
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const { id } = await tools.get(StoreDispatch, { strict: false }).store(source, {
    externalId: mark,
    language: 'fr',
    headline: `${words(mark, 4)} ${change.headline ?? mark}`,
    standfirst: words(`${mark}-${change.headline ?? ''}`, 12),
    link: `https://gazette.example/${mark.toLowerCase()}-${randomUUID().slice(0, 4)}`,
    countries: [],
    regions: [regionOf(mark)],
  });
  return id;
}
