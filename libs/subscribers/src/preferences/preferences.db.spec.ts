import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { ReaderLinks } from '../reader-links.js';
import { eligibleSubscriptions } from '../subscription-standing.js';
import { TendReaders } from '../tend-readers.service.js';
import { versionOf, type ReaderChoices } from './choices.js';
import type { NewsletterWish, PreferenceWish } from './planned-changes.js';
import { ReaderPreferences, type ShownPage } from './reader-preferences.service.js';

const READER = 'lectrice@readers.example';
const DAY_MS = 86_400_000;
const labels = { regions: ['afrique', 'europe', 'france'], topics: ['climat', 'sport'] };
const words = (version: string) => ({ wording: `mots ${version}`, wordingVersion: version });
const shown: ShownPage & { labels: typeof labels } = {
  language: 'fr',
  opens: words('o1'),
  clicks: words('c1'),
  move: words('m1'),
  join: ({ slug }) => words(`j-${slug}`),
  page: 'https://gazette.example/preferences',
  labels,
};

let desk: ReaderDesk;
let english: string;
let subscriberId: string;
let mine: string;

beforeAll(async () => {
  desk = await openReaderDesk();
  const { database } = desk.test;
  const offers = { offers_regions: true, offers_topics: true, offers_time_zone: true, delivery_times: ['06:40', '12:00'] };
  await sql`update newsletter set ${sql.raw(`offers_regions = true, offers_topics = true, offers_time_zone = true, delivery_times = '{06:40,12:00}'`)}`.execute(database);
  english = (await createNewsroom(database, { slug: 'morning', language: 'en', name: 'The Morning', section_rules: JSON.stringify([{ label: 'region', slug: 'europe', min: 0, max: null, weekdays: null }]), ...offers, offers_topics: false })).newsletterId;
  await createNewsroom(database, { slug: 'dimanche', family_id: null, name: 'Dimanche' });
  const foreign = newId();
  await sql`insert into brand (id, slug, name, legal_name, postal_address, contact_address, site_url, sender_domain, accent)
            select ${foreign}, 'autre', 'Autre', legal_name, postal_address, contact_address, site_url, sender_domain, accent from brand`.execute(database);
  await createNewsroom(database, { slug: 'ailleurs', brand_id: foreign, family_id: null });
}); // prettier-ignore
afterAll(() => desk.close());
beforeEach(async () => {
  desk.clock.set(new Date());
  await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, suppression, notice cascade'));
  [subscriberId, mine] = [newId(), newId()];
  const consentId = newId();
  await sql`
    with person as (
      insert into subscriber (id, address, canonical_address, address_hash, locale, last_contact_at)
      values (${subscriberId}, ${READER}, ${READER}, sha256('lectrice'), 'fr', now() - interval '1 year')),
    agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, occurred_at)
      values (${consentId}, ${subscriberId}, ${desk.newsroom.newsletterId}, 'given', 'attested', 'Je m’abonne', 'v1', 'fr', now() - interval '1 day') returning id)
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
    select ${mine}, ${subscriberId}, ${desk.newsroom.newsletterId}, 'active', id, now() from agreed`.execute(desk.test.database);
}); // prettier-ignore

const preferences = (): ReaderPreferences => desk.tools.get(ReaderPreferences);
const rows = () => desk.test.database.selectFrom('subscription').selectAll().orderBy('id').execute();
const one = async (id = mine) => (await rows()).find((row) => row.id === id);
const consents = () =>
  desk.test.database.selectFrom('consent').selectAll().orderBy('occurred_at').orderBy('id').execute();
const person = () => desk.test.database.selectFrom('subscriber').selectAll().executeTakeFirstOrThrow();
const eligible = (id = desk.newsroom.newsletterId) => eligibleSubscriptions(desk.test.database, id).execute();
const notices = () => desk.test.database.selectFrom('notice').select(['kind', 'address']).execute();
const day = (days: number): string => new Date(desk.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
const everything = async (): Promise<string> =>
  JSON.stringify([await rows(), await consents(), await person(), await notices()]);

function token(id = mine): string {
  const url = desk.tools.get(ReaderLinks).preferencesUrl(id);
  return url.slice(url.lastIndexOf('/') + 1);
}

const look = (id = mine): Promise<ReaderChoices> => preferences().look(token(id), labels);

/** The form as the page shows it, before the reader touches it. */
function untouched(choices: ReaderChoices): PreferenceWish {
  const newsletters = choices.live.map(({ newsletter, regions, topics, choices: chosen }) => ({
    slug: newsletter.slug,
    keep: true,
    moveTo: newsletter.slug,
    regions: chosen.regions ?? regions,
    topics: chosen.topics ?? topics,
    deliveryTime: chosen.deliveryTime,
    pausedUntil: chosen.pausedUntil,
    resume: false,
    opens: chosen.opens,
    clicks: chosen.clicks,
  }));
  return { seen: versionOf(choices, ['o1', 'c1', 'm1']), newsletters, joins: [], timeZone: choices.timeZone };
}

async function filledIn(change: Partial<NewsletterWish>, rest: Partial<PreferenceWish> = {}): Promise<PreferenceWish> {
  const form = untouched(await look());
  return { ...form, newsletters: form.newsletters.map((wish) => ({ ...wish, ...change })), ...rest };
}

const save = (wish: PreferenceWish): Promise<void> => preferences().change(token(), wish, shown);
const change = async (wish: Partial<NewsletterWish>, rest?: Partial<PreferenceWish>): Promise<void> =>
  save(await filledIn(wish, rest));

describe('the page', () => {
  it('shows what is offered, changes nothing, and holds no address', async () => {
    const before = await everything();
    const choices = await look();
    expect(await everything()).toBe(before);
    expect(choices.live).toMatchObject([{ regions: ['france', 'europe', 'afrique'], topics: labels.topics, choices: { regions: null, isPaused: false, opens: false, clicks: false } }]);
    expect(choices.live[0]?.sisters.map(({ slug }) => slug)).toEqual(['morning']);
    expect(choices.others.map(({ newsletter }) => newsletter.slug)).toEqual(['dimanche']);
    expect(JSON.stringify({ ...choices, live: [], others: [], newsletter: null })).not.toContain('@');
  }); // prettier-ignore

  it('is nobody’s after an erasure, and of no other link', async () => {
    const odd = [token().slice(1), token(newId()), ''];
    await sql`update subscriber set address = null, canonical_address = null, erased_at = now()`.execute(
      desk.test.database,
    );
    for (const given of [...odd, token()])
      await expect(preferences().look(given, labels)).rejects.toMatchObject({ code: 'token.invalid' });
  });
});

describe('choosing', () => {
  it('keeps regions, topics, hour and zone; all of them is everything, and counts as a sign of the reader', async () => {
    await change({ regions: ['europe'], topics: ['sport'], deliveryTime: '06:40' }, { timeZone: 'Africa/Dakar' });
    expect(await one()).toMatchObject({ regions: ['europe'], topics: ['sport'], delivery_time: '06:40' });
    expect(await person()).toMatchObject({ time_zone: 'Africa/Dakar' });
    expect(Date.now() - (await person()).last_contact_at.getTime()).toBeLessThan(60_000);
    await change({ regions: ['afrique', 'france', 'europe'], deliveryTime: null }, { timeZone: null });
    expect(await one()).toMatchObject({ regions: null, topics: ['sport'], delivery_time: null });
    expect(await person()).toMatchObject({ time_zone: null });
  });

  it.each<[string, Partial<NewsletterWish>, Partial<PreferenceWish>, string]>([
    ['no region', { regions: [] }, {}, 'nothing_chosen'],
    ['no topic', { topics: [] }, {}, 'nothing_chosen'],
    ['a region there is not', { regions: ['europe', 'lune'] }, {}, 'changed'],
    ['an hour that is not offered', { deliveryTime: '03:00' }, {}, 'changed'],
    ['a zone there is not', {}, { timeZone: 'Mars/Olympus' }, 'changed'],
    ['an offset for a zone', {}, { timeZone: '+05:30' }, 'changed'],
    ['a language there is not', { moveTo: 'dimanche' }, {}, 'changed'],
    ['another brand’s newsletter', {}, { joins: ['ailleurs'] }, 'changed'],
    ['a newsletter nobody knows', { slug: 'inconnue' }, {}, 'changed'],
    ['a page that showed something else', { regions: ['europe'] }, { seen: '0123456789abcdef' }, 'changed'],
    ['a pause until today', { pausedUntil: new Date().toISOString().slice(0, 10) }, {}, 'pause_date'],
    ['a pause of two years', { pausedUntil: `${new Date().getUTCFullYear() + 2}-06-01` }, {}, 'pause_date'],
    ['a day there is not', { pausedUntil: `${new Date().getUTCFullYear() + 1}-02-30` }, {}, 'pause_date'],
    ['no day at all', { pausedUntil: 'demain' }, {}, 'pause_date'],
  ])('%s is refused, and nothing is half written', async (_what, wish, rest, code) => {
    const form = await filledIn({ opens: true, ...wish }, { timeZone: 'Africa/Dakar', ...rest });
    const before = await everything();
    await expect(save(form)).rejects.toMatchObject({ code: `preferences.${code}` });
    expect(await everything()).toBe(before);
  });

  it('in two tabs saves the first and tells the second; the same form twice is saving once', async () => {
    const [first, second] = [
      await filledIn({ regions: ['europe'], opens: true }),
      await filledIn({ regions: ['afrique'] }),
    ];
    await Promise.all([save(first), save(first), save(first)]);
    const before = (await consents()).length;
    await expect(save(second)).rejects.toMatchObject({ code: 'preferences.changed' });
    await save(first);
    expect(await one()).toMatchObject({ regions: ['europe'] });
    expect(await consents()).toHaveLength(before);
    expect(before).toBe(2);
  });
});

describe('pausing', () => {
  it('mails nothing until the day in the reader’s zone, then goes on by itself', async () => {
    await change({ pausedUntil: day(9) });
    expect(await one()).toMatchObject({ state: 'paused' });
    const until = (await one())?.paused_until;
    expect(new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Paris' }).format(until ?? 0)).toBe(`${day(9)} 00:00`);
    expect(await eligible()).toEqual([]);
    await desk.tools.get(TendReaders).minute();
    expect(await one()).toMatchObject({ state: 'paused' });
    await sql`update subscription set paused_until = now() - interval '1 second'`.execute(desk.test.database);
    await Promise.all([desk.tools.get(TendReaders).minute(), desk.tools.get(TendReaders).minute()]);
    expect(await one()).toMatchObject({ state: 'active', paused_until: null });
    expect(await eligible()).toHaveLength(1);
  }); // prettier-ignore

  it('ends by hand, by the box or by an emptied field; a pause without a day goes on until then', async () => {
    for (const back of [{ resume: true }, { pausedUntil: null }]) {
      await change({ pausedUntil: day(9) });
      await change(back);
      expect(await one()).toMatchObject({ state: 'active', paused_until: null });
    }
    await sql`update subscription set state = 'paused'`.execute(desk.test.database);
    await change({ regions: ['europe'] });
    expect(await one()).toMatchObject({ state: 'paused', paused_until: null, regions: ['europe'] });
    await change({ resume: true });
    expect(await one()).toMatchObject({ state: 'active' });
  });
});

describe('measuring', () => {
  it('is agreed to for opens and for clicks apart, under the words shown, and withdrawn at once', async () => {
    await change({ opens: true });
    const [, opens] = await consents();
    expect(opens).toMatchObject({ act: 'given', basis: 'confirmed', purpose: 'opens', wording: 'mots o1', wording_version: 'o1', language: 'fr', page: shown.page, placement: 'preferences' });
    expect(await one()).toMatchObject({ open_consent_id: opens?.id, click_consent_id: null });
    await change({ opens: false, clicks: true });
    expect(await one()).toMatchObject({ open_consent_id: null });
    expect((await consents()).slice(2).map(({ act, purpose }) => [purpose, act])).toEqual([['opens', 'withdrawn'], ['clicks', 'given']]);
    expect(await eligible()).toHaveLength(1);
  }); // prettier-ignore
});

describe('another language', () => {
  it('moves the subscription, its choices and its pause to the sister newsletter, on the same basis', async () => {
    await sql`update subscription set held_until = now() + interval '3 days'`.execute(desk.test.database);
    await change({ regions: ['europe', 'france'], deliveryTime: '12:00', clicks: true, pausedUntil: day(9) });
    const form = await filledIn({ moveTo: 'morning' });
    await save(form);
    const old = await one();
    expect(old).toMatchObject({ state: 'ended', ended_by: 'moved', consent_id: null, click_consent_id: null });
    const moved = (await rows()).find(({ newsletter_id }) => newsletter_id === english);
    expect(moved).toMatchObject({ state: 'paused', delivery_time: '12:00', topics: null, regions: null, paused_until: expect.any(Date), held_until: expect.any(Date) });
    const given = (await consents()).find(({ id }) => id === moved?.consent_id);
    expect(given).toMatchObject({ act: 'given', basis: 'attested', wording: 'mots m1', placement: 'preferences', newsletter_id: english });
    expect(given?.evidence).toMatchObject({ movedFrom: desk.newsroom.newsletterId });
    expect((await consents()).find(({ id }) => id === moved?.click_consent_id)).toMatchObject({ purpose: 'clicks', newsletter_id: english });
    expect(await notices()).toEqual([]);
    const before = await rows();
    await save(form);
    expect(await rows()).toEqual(before);
    expect((await look()).newsletter.slug).toBe('morning');
  }); // prettier-ignore

  it('takes up a sister newsletter that was left before, and moves back', async () => {
    await change({ moveTo: 'morning' });
    expect(await eligible(english)).toHaveLength(1);
    await change({ moveTo: 'matin' });
    expect([await eligible(), await eligible(english)].map(({ length }) => length)).toEqual([1, 0]);
    expect((await rows()).map(({ state }) => state).sort()).toEqual(['active', 'ended']);
  });
});

describe('other newsletters', () => {
  it('begin with a confirmation to the address on file, whoever holds the link', async () => {
    await change({}, { joins: ['dimanche'] });
    expect(await notices()).toEqual([{ kind: 'confirmation', address: READER }]);
    const choices = await look();
    expect(choices.others).toMatchObject([{ newsletter: { slug: 'dimanche' }, isPending: true }]);
    expect((await consents()).at(-1)).toMatchObject({ act: 'requested', wording: 'mots j-dimanche', placement: 'preferences' });
  }); // prettier-ignore

  it('do not fill the mailbox, however often the link is used', async () => {
    for (let press = 0; press < 12; press += 1) {
      await change({}, { joins: ['dimanche'] });
      await desk.test.database.updateTable('notice').set({ state: 'submitted', address: null }).execute();
    }
    expect(await notices()).toHaveLength(10);
  });

  it('end where the box is emptied, and come back only by a confirmation', async () => {
    await change({ keep: false, regions: [] });
    expect(await one()).toMatchObject({ state: 'ended', ended_by: 'reader' });
    expect((await consents()).at(-1)).toMatchObject({ act: 'withdrawn', placement: 'preferences' });
    const choices = await look();
    expect([choices.live, choices.others.map(({ newsletter }) => newsletter.slug).sort()]).toEqual([[], ['dimanche', 'matin', 'morning']]);
    await save({ ...untouched(choices), joins: ['matin'] });
    expect(await one()).toMatchObject({ state: 'pending' });
    expect(await eligible()).toEqual([]);
  }); // prettier-ignore
});
