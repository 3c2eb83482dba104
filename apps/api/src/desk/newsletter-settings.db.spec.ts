import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplyNewsroom, ChangeNewsletter, InsertionRepository, SetUpNewsroom, type NewsroomSetUp } from '@app/editions';
import { SeedRepository } from '@app/subscribers';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';
import { addReaders, readerAddress } from '../../../../test/support/sending.js';

let server: TestApi;
let admin: Record<string, string>;
let editor: Record<string, string>;
let newsletterId: string;

beforeAll(async () => {
  server = await startTestApi();
  newsletterId = (await createNewsroom(server.database)).newsletterId;
  admin = { ...(await signedIn(server, 'admin')), 'sec-fetch-site': 'same-origin' };
  editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
});
afterAll(() => server.close());

async function ask(method: string, path: string, body?: unknown, headers = admin) {
  const url = `/api/v1/newsletters${path}`;
  const answer = body === undefined ? await server.ask(method, url, { headers }) : await server.json(method, url, body, headers);
  return { status: answer.status, etag: answer.headers.etag, body: JSON.parse(answer.text) as Record<string, unknown> };
} // prettier-ignore

async function patch(body: unknown, version?: number | string) {
  return ask(
    'PATCH',
    '/matin/settings',
    body,
    version === undefined ? admin : { ...admin, 'if-match': `"${version}"` },
  );
}

async function version(): Promise<number> {
  return Number((await ask('GET', '/matin/settings')).body['version']);
}

describe('settings over HTTP', () => {
  it('are read as one document, changed under its version, and are the same again', async () => {
    const read = await ask('GET', '/matin/settings', undefined, await keyWith(server, 'editions:read'));
    expect(read).toMatchObject({ status: 200, etag: '"1"', body: { slug: 'matin', version: 1, settings: { maxDispatches: 12, unapproved: 'hold', accent: null, template: 'digest', calendar: { 7: '07:00' } } } });
    expect(await patch(read.body['settings'], 1)).toMatchObject({ status: 200, etag: '"1"', body: { changes: [] } });
    const change = { approval: 'desk', accent: '#112233', offers: { topics: true }, calendar: { 1: '06:30' }, breaks: [{ firstDay: '2026-08-10', lastDay: '2026-08-20' }, { firstDay: '2026-05-01', lastDay: '2026-05-01', reason: 'férié' }], sections: ['europe', { label: 'rest', slug: 'reste', max: 3 }], slots: [{ name: 'asie', zones: ['asia/tokyo'] }, { name: 'monde', zones: ['*'] }], linkParameters: { utm_source: '{newsletter}' } };
    const changed = await patch(change, 1);
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { version: 2, settings: { approval: 'desk', accent: '#112233', offers: { regions: false, topics: true }, calendar: { 1: '06:30' }, slots: [{ zones: ['Asia/Tokyo'] }, { zones: ['*'] }], breaks: [{ firstDay: '2026-05-01', reason: 'férié' }, { reason: '' }] } } });
    expect(changed.body['changes']).toContainEqual({ field: 'approval', before: 'automatic', after: 'desk' });
    expect(changed.body['changes']).toContainEqual({ field: 'calendar.2', before: '07:00', after: null });
    expect(await patch(change, 2)).toMatchObject({ status: 200, etag: '"2"', body: { changes: [] } });
    const entries = await server.database.selectFrom('audit_entry').selectAll().where('action', '=', 'newsletter.changed').execute();
    expect(entries).toMatchObject([{ operator_id: expect.any(String), object: `newsletter:${newsletterId}`, detail: { version: 2 } }]);
  });

  it('are not overwritten: not without a version, not under an old one, not by two at once', async () => {
    expect(await patch({ maxDispatches: 9 })).toMatchObject({ status: 428, body: { code: 'request.if_match_missing' } });
    expect(await patch({ maxDispatches: 9 }, 'x')).toMatchObject({ status: 400, body: { code: 'request.if_match_invalid' } });
    const now = await version();
    expect(await patch({ maxDispatches: 9 }, now - 1)).toMatchObject({ status: 412, body: { code: 'newsletter.changed_meanwhile', details: { version: now } } });
    const two = await Promise.all([patch({ maxDispatches: 9 }, now), patch({ maxDispatches: 8 }, now)]);
    expect(two.map(({ status }) => status).sort()).toEqual([200, 412]);
    const [won] = two.filter(({ status }) => status === 200);
    expect(await ask('GET', '/matin/settings')).toMatchObject({ etag: won?.etag, body: { settings: won?.body['settings'] } });
  });

  it.each<[object, RegExp]>([
    [{ slug: 'soir' }, /"slug" stays: links.*Make another newsletter/],
    [{ language: 'en', listId: 'x.example' }, /"language", "listId" stays/],
    [{ maxDispatch: 3 }, /Unrecognized key: "maxDispatch"/],
    [{ senderName: 'x\r\nBcc: a@b.example' }, /one line without control characters/],
    [{ logo: { url: 'https://a:b@c.example/l.png', width: 1, height: 1, alt: 'x' } }, /https address without user/],
  ])('refuse %j by its form', async (change, words) => {
    const { status, body } = await patch(change, await version());
    expect([status, body['code']]).toEqual([422, 'request.invalid']);
    expect(JSON.stringify(body['issues']).replaceAll('\\"', '"')).toMatch(words);
  });

  it.each<[object, string]>([
    [{ slowDayMin: 30 }, 'slowDayMin'],
    [{ senderAddress: 'matin@ailleurs.example' }, 'senderAddress'],
    [{ freezeLeadMinutes: 1_440 }, 'proposalLeadMinutes'],
    [{ sections: [{ slug: 'a', min: 20 }, { slug: 'b', min: 20, weekdays: [1] }] }, 'sections'],
    [{ sections: ['a', 'a'] }, 'sections.1'],
    [{ sections: [{ label: 'rest', slug: 'a' }, { label: 'rest', slug: 'b' }] }, 'sections.1.label'],
    [{ slots: [{ name: 'a', zones: ['Asia/Tokyo', '*'] }, { name: 'b', zones: ['asia/tokyo'] }] }, 'slots.1.zones'],
    [{ breaks: [{ firstDay: '2026-08-01', lastDay: '2026-08-09' }, { firstDay: '2026-08-09', lastDay: '2026-08-09' }] }, 'breaks.1.firstDay'],
  ])('refuse %j with what is stored', async (change, field) => {
    const { status, body } = await patch(change, await version());
    expect([status, body]).toMatchObject([422, { code: 'newsletter.settings_invalid', details: { problems: [{ field }] } }]);
  });

  it('are changed by administrators, read by everybody who signed in', async () => {
    expect((await ask('PATCH', '/matin/settings', {}, { ...editor, 'if-match': '"1"' })).status).toBe(403);
    expect((await ask('GET', '/matin/settings', undefined, editor)).status).toBe(200);
    expect(await ask('GET', '/personne/settings')).toMatchObject({ status: 404, body: { code: 'newsletter.unknown' } });
    expect(await patch({ template: 'nobody' }, await version())).toMatchObject({ status: 404, body: { code: 'template.unknown' } });
  });
}); // prettier-ignore

describe('insertions', () => {
  const promotion = { kind: 'promotion', title: 'Nos archives', link: 'https://gazette.example/a?b=1', linkLabel: 'Lire', firstDay: '2026-03-10', lastDay: '2026-03-12' };
  const sponsor = { ...promotion, kind: 'sponsor', advertiser: 'Ferries du Nord', text: 'Deux ports, une nuit.', afterBlocks: 1, lastDay: '2026-03-10' };

  it('stand on their days until they are withdrawn', async () => {
    const standing = (day: string) => new InsertionRepository().standing(server.database, newsletterId, day);
    const first = await ask('POST', '/matin/insertions', promotion, editor);
    expect(first).toMatchObject({ status: 201, body: { advertiser: null, text: '', afterBlocks: 3, withdrawnAt: null } });
    await ask('POST', '/matin/insertions', sponsor, editor);
    expect(await standing('2026-03-10')).toMatchObject([{ kind: 'sponsor', advertiser: 'Ferries du Nord', text: 'Deux ports, une nuit.', afterBlocks: 1 }, { kind: 'promotion', linkLabel: 'Lire' }]);
    expect(await standing('2026-03-12')).toHaveLength(1);
    expect([await standing('2026-03-09'), await standing('2026-03-13')]).toEqual([[], []]);
    const withdrawal = `/matin/insertions/${String(first.body['id'])}/withdraw`;
    expect(await ask('POST', withdrawal, {}, editor)).toEqual(expect.objectContaining({ status: 200, body: { changed: true } }));
    expect((await ask('POST', withdrawal, {}, editor)).body).toEqual({ changed: false });
    expect(await standing('2026-03-12')).toEqual([]);
    expect((await ask('GET', '/matin/insertions')).body['insertions']).toMatchObject([{ withdrawnAt: expect.any(String) }, { withdrawnAt: null }]);
    expect((await ask('POST', withdrawal.replace('matin', 'personne'), {}, editor)).status).toBe(404);
  });

  it('are so many a day, and no more', async () => {
    const days = [['2026-04-01', '2026-04-03'], ['2026-04-05', '2026-04-09']] as const;
    for (const [firstDay, lastDay] of days)
      for (let at = 0; at < 10; at += 1) expect((await ask('POST', '/matin/insertions', { ...promotion, firstDay, lastDay }, editor)).status).toBe(201);
    const more = { ...promotion, firstDay: '2026-04-02', lastDay: '2026-04-06' };
    expect(await ask('POST', '/matin/insertions', more, editor)).toMatchObject({ status: 409, body: { code: 'insertion.too_many' } });
    expect((await ask('POST', '/matin/insertions', { ...more, firstDay: '2026-04-04', lastDay: '2026-04-04' }, editor)).status).toBe(201);
  });

  it.each([
    [{ ...sponsor, advertiser: null }, 'advertiser'],
    [{ ...promotion, advertiser: 'X' }, 'advertiser'],
    [{ ...promotion, link: 'https://u:p@gazette.example/' }, 'link'],
    [{ ...promotion, link: 'javascript:alert(1)' }, 'link'],
    [{ ...promotion, link: 'https://gazette.example/\u0000' }, 'link'],
    [{ ...promotion, link: 'https://gazette.example/@@view@@' }, 'link'],
    [{ ...promotion, title: 'a\nb' }, 'title'],
    [{ ...promotion, title: 'a\u2028b' }, 'title'],
    [{ ...sponsor, advertiser: '\u202eX' }, 'advertiser'],
    [{ ...promotion, text: 'x'.repeat(401) }, 'text'],
    [{ ...promotion, lastDay: '2026-03-09' }, 'lastDay'],
    [{ ...promotion, firstDay: '2026-02-29' }, 'firstDay'],
  ])('refuse %j', async (given, field) => {
    const { status, body } = await ask('POST', '/matin/insertions', given, editor);
    expect([status, body['issues']]).toMatchObject([422, [{ path: field }]]);
  });
}); // prettier-ignore

describe('a newsroom file, applied', () => {
  const brand = { slug: 'phare', name: 'Le Phare', legalName: 'Phare SAS', postalAddress: 'Brest', contactAddress: 'c@phare.example', siteUrl: 'https://phare.example', senderDomain: 'phare.example', accent: '#112233' };
  const newsletter = { slug: 'cote', language: 'fr', name: 'La côte', promise: 'La côte, le matin.', timeZone: 'Europe/Paris', senderName: 'Le Phare', senderAddress: 'cote@phare.example', sections: ['bretagne'], calendar: { 1: '07:00' } };
  const newsroom: NewsroomSetUp = { brand, family: { slug: 'cotes', name: 'Les côtes' }, newsletters: [newsletter] };
  const apply = (change: Partial<NewsroomSetUp> = {}, isRehearsal = false) =>
    server.api.app.get(ApplyNewsroom, { strict: false }).apply({ ...newsroom, ...change }, { operatorId: null, isRehearsal });
  const outcomes = async (change: Partial<NewsroomSetUp> = {}, isRehearsal = false) =>
    (await apply(change, isRehearsal)).map(({ outcome }) => outcome);

  it('creates what is missing, changes what differs, and nothing the second time', async () => {
    expect(await outcomes({}, true)).toEqual(['created', 'created', 'created']);
    expect(await outcomes()).toEqual(['created', 'created', 'created']);
    expect(await outcomes()).toEqual(['unchanged', 'unchanged', 'unchanged']);
    const other = { brand: { ...brand, ownHosts: ['phare.example'] }, newsletters: [{ ...newsletter, name: 'Les côtes', toldDays: 5 }] };
    const parts = [{ outcome: 'changed', changes: [{ field: 'ownHosts', before: [], after: ['phare.example'] }] }, { outcome: 'unchanged' }, { outcome: 'changed', changes: [{ field: 'name', before: 'La côte', after: 'Les côtes' }, { field: 'toldDays', before: 3, after: 5 }] }];
    expect(await apply(other, true)).toMatchObject(parts);
    expect(await apply(other)).toMatchObject(parts);
    expect(await outcomes(other)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    // What the file leaves out stays.
    expect(await apply({ brand: other.brand })).toMatchObject([{}, {}, { changes: [{ field: 'name' }] }]);
    const { settings, newsletter: read } = await server.api.app.get(ChangeNewsletter, { strict: false }).read('cote');
    expect(settings).toMatchObject({ toldDays: 5, sections: [{ label: 'region', slug: 'bretagne', min: 0, max: null, weekdays: null }] });
    expect(read.brand.ownHosts).toEqual(['phare.example']);
  });

  it.each<[string, Partial<NewsroomSetUp>]>([
    ['newsletter.identity_stays', { newsletters: [{ ...newsletter, language: 'en' }] }],
    ['newsletter.identity_stays', { family: { slug: 'gazette-matin', name: 'x' } }],
    ['newsletter.language_taken', { newsletters: [newsletter, { ...newsletter, slug: 'cote-sud' }] }],
    ['newsletter.settings_invalid', { newsletters: [newsletter, { ...newsletter, slug: 'sud', language: 'en', slowDayMin: 40 }] }],
    ['newsletter.settings_invalid', { brand: { ...brand, senderDomain: 'autre.example' } }],
    ['template.unknown', { newsletters: [{ ...newsletter, name: 'x', template: 'nobody' }] }],
  ])('is all of it or nothing: %s', async (code, change) => {
    const before = await server.database.selectFrom('newsletter').selectAll().orderBy('slug').execute();
    await expect(apply({ brand: { ...brand, name: 'Changed' }, ...change })).rejects.toMatchObject({ code });
    expect(await server.database.selectFrom('newsletter').selectAll().orderBy('slug').execute()).toEqual(before);
    expect(await server.database.selectFrom('brand').where('name', '=', 'Changed').select('id').execute()).toEqual([]);
  });

  it('leaves what exists as it is where it is only to be created', async () => {
    const setUp = server.api.app.get(SetUpNewsroom, { strict: false });
    await setUp.setUp(brand, newsroom.family, [{ ...newsletter, name: 'Autre' }]);
    const { newsletter: read } = await server.api.app.get(ChangeNewsletter, { strict: false }).read('cote');
    expect(read.name).toBe('La côte');
  });
}); // prettier-ignore

describe('seeds', () => {
  it('are active subscriptions and nobody else', async () => {
    const seeds = new SeedRepository();
    await addReaders(server.database, newsletterId, 1);
    const address = readerAddress(1);
    expect(await seeds.add(server.database, newsletterId, 'stranger@readers.example')).toBeUndefined();
    expect(await seeds.add(server.database, newsletterId, address)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await seeds.of(server.database, newsletterId)).toMatchObject([{ address, state: 'active' }]);
    expect(await seeds.remove(server.database, newsletterId, address)).toMatch(/^[0-9a-f-]{36}$/);
    await server.database.updateTable('subscription').set({ state: 'paused' }).execute();
    expect(await seeds.add(server.database, newsletterId, address)).toBeUndefined();
  });
}); // prettier-ignore
