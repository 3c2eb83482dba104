import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId, type DeliveryState } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom } from '../../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let newsletterId: string;
let templateId: string;
let viewer: { cookie: string };
let admin: { cookie: string };
const day = '2026-03-10';
const due = new Date(`${day}T06:00:00Z`);

beforeAll(async () => {
  server = await startTestApi();
  ({ newsletterId, templateId } = await createNewsroom(server.database));
  viewer = await signedIn(server, 'viewer');
  admin = await signedIn(server, 'admin');
  await sql`select ensure_delivery_partition('2026-03-10')`.execute(server.database);
});
afterAll(() => server.close());

async function ask(method: string, path: string, by: Record<string, string>, body?: unknown) {
  const headers = { ...by, 'sec-fetch-site': 'same-origin' };
  const { status, text } = await server.json(method, `/api/v1/${path}`, body, headers);
  return { status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown> };
}

let sequence = 0;

async function edition(hours = 0): Promise<string> {
  const id = newId();
  sequence += 1;
  const at = new Date(due.getTime() + hours * 3_600_000);
  const times = { due_at: at, last_due_at: at, propose_at: at, freeze_at: at, useful_until: new Date('2026-03-12T12:00:00Z') };
  await server.database.insertInto('edition').values({ id, newsletter_id: newsletterId, kind: 'digest', edition_date: day, sequence, state: 'sent', ...times }).execute();
  return id;
} // prettier-ignore

/** As the ledger keeps it, with the chunk's own counts. */
async function deliver(id: string, rows: readonly Partial<{ state: DeliveryState; provider: string; code: string; seconds: number; cause: string }>[]) {
  const count = (state: DeliveryState): number => rows.filter((row) => row.state === state).length;
  const key = { edition_id: id, edition_date: day, chunk: 0, due_at: due };
  const chunk = { size: rows.length, submitted: count('submitted'), rejected: count('rejected'), skipped: count('skipped'), uncertain: count('uncertain'), open: count('planned') };
  await server.database.insertInto('delivery_chunk').values({ ...key, ...chunk }).execute();
  await server.database.insertInto('delivery').values(rows.map(({ state = 'submitted', provider = 'gmail', code, seconds = 30, cause }) => ({
    ...key, subscriber_id: newId(), subscription_id: newId(), state, attempts: state === 'skipped' ? 0 : 1,
    ...(state === 'skipped' ? { skip_cause: 'suppressed' as const } : { provider, transport: 'relay', settled_at: new Date(due.getTime() + seconds * 1_000) }),
    ...(code === undefined ? {} : { enhanced_code: code, smtp_code: 550 }),
    ...(cause === undefined ? {} : { reply: cause }),
  }))).execute();
} // prettier-ignore

describe('the delivery report', () => {
  it('says of every row what became of it, by way and by wave', async () => {
    const id = await edition();
    const taken = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((seconds) => ({ state: 'submitted' as const, seconds }));
    await deliver(id, [
      ...taken,
      { state: 'rejected', provider: 'orange', code: '5.1.1' },
      { state: 'skipped' },
      { state: 'uncertain' },
    ]);
    const { status, body } = await ask('GET', `editions/${id}/report`, await keyWith(server, 'editions:read'));
    expect(status).toBe(200);
    const counts = { recipients: 12, submitted: 9, deferred: 0, rejected: 1, skipped: 1, uncertain: 1, waiting: 0 };
    expect(body).toMatchObject({
      editionId: id,
      sum: { recipients: 12, submitted: 9, rejected: 1, skipped: 1, uncertain: 1, closedAt: null },
      detail: {
        totals: counts,
        ways: [
          { transport: 'relay', provider: 'gmail', recipients: 10, submitted: 9 },
          { provider: 'orange', rejected: 1 },
        ],
        // Half of the eleven that were owed is the sixth; 95 % of them never came.
        waves: [{ dueAt: due.toISOString(), ...counts, secondsTo: { half: 60, most: null, all: 90 } }],
        rejections: [{ kind: 'hard', smtpCode: 550, enhancedCode: '5.1.1', rows: 1 }],
        skips: [{ cause: 'suppressed', rows: 1 }],
      },
    });
    const { text } = await ask('GET', `editions/${id}/report/csv`, viewer);
    expect(text).toContain('wave,2026-03-10T06:00:00.000Z,submitted,9\r\n');
    expect(text).not.toContain('@');
  });

  it('keeps the sum of a closed edition whose rows are gone, and knows no other', async () => {
    const id = await edition();
    await sql`insert into edition_summary (edition_id, recipients, submitted, rejected, skipped, uncertain) values (${id}::uuid, 7, 5, 1, 1, 0)`.execute(server.database);
    expect((await ask('GET', `editions/${id}/report`, viewer)).body).toMatchObject({ sum: { recipients: 7, submitted: 5 }, detail: null });
    expect((await ask('GET', `editions/${newId()}/report`, viewer)).status).toBe(404);
  }); // prettier-ignore
});

describe('the archive', () => {
  it('comes page by page, narrowed by what the address says', async () => {
    const ids = [await edition(1), await edition(2), await edition(3)].reverse();
    const path = 'editions?newsletter=matin&kind=digest&state=sent&from=2026-03-10&to=2026-03-10&limit=2';
    const first = await ask('GET', path, viewer);
    const listed = (body: Record<string, unknown>) => (body['editions'] as { id: string }[]).map(({ id }) => id);
    expect(listed(first.body)).toEqual(ids.slice(0, 2));
    expect(first.body['editions']).toMatchObject([{ newsletter: { slug: 'matin' }, subject: null, sum: null }, {}]);
    const second = await ask('GET', `${path}&after=${String(first.body['next'])}`, viewer);
    expect(listed(second.body)[0]).toBe(ids[2]);
    expect((await ask('GET', 'editions?after=none', viewer)).status).toBe(400);
    expect((await ask('GET', 'editions?newsletter=soir', viewer)).body).toEqual({ editions: [], next: null });
  });
});

async function freeze(id: string, subject: string): Promise<void> {
  const template = await server.database.selectFrom('template_version').select('id').where('template_id', '=', templateId).executeTakeFirstOrThrow();
  await server.database.insertInto('revision').values({ edition_id: id, number: 1, subject, preheader: '', template_version_id: template.id, content_hash: Buffer.alloc(32), reason: 'approved' }).execute();
  const content = JSON.stringify({ title: subject, markdown: '', html: '', text: '', signature: '' });
  await sql`insert into revision_block (edition_id, revision, position, kind, section, content) values (${id}::uuid, 1, 1, 'text', 'france', ${content}::jsonb)`.execute(server.database);
  await server.database.updateTable('edition').set({ current_revision: 1 }).where('id', '=', id).execute();
} // prettier-ignore

describe('a comparison', () => {
  it('is with the edition before, or with the one that is named', async () => {
    const [one, two] = [await edition(10), await edition(11)];
    await freeze(one, 'Hier');
    expect((await ask('GET', `editions/${two}/comparison`, viewer)).status).toBe(409);
    await freeze(two, 'Aujourd’hui');
    const { body } = await ask('GET', `editions/${two}/comparison`, viewer);
    expect(body).toMatchObject({
      before: { id: one, subject: 'Hier', blocks: 1 },
      after: { id: two, subject: 'Aujourd’hui' },
      blocks: [
        { title: 'Aujourd’hui', change: 'came' },
        { title: 'Hier', change: 'went' },
      ],
    });
    expect((await ask('GET', `editions/${one}/comparison?with=${two}`, viewer)).body).toEqual(body);
    expect((await ask('GET', `editions/${newId()}/comparison`, viewer)).status).toBe(404);
    const other = await createNewsroom(server.database, { slug: 'other', family_id: null });
    const theirs = await edition(12);
    await server.database.updateTable('edition').set({ newsletter_id: other.newsletterId }).where('id', '=', theirs).execute(); // prettier-ignore
    const { operator } = (await ask('GET', 'session', admin)).body as { operator: { id: string } };
    const given = { operatorId: operator.id, name: 'CMS', scopes: ['editions:read'], newsletterId };
    const { key } = (await ask('POST', 'api-keys', admin, given)).body as { key: string };
    const authorization = `Bearer ${key}`;
    expect((await ask('GET', `editions/${two}/comparison?with=${one}`, { authorization })).status).toBe(200);
    expect((await ask('GET', `editions/${two}/comparison?with=${theirs}`, { authorization })).status).toBe(404);
    expect((await ask('GET', `editions/${two}/revisions`, viewer)).body).toMatchObject({
      revisions: [{ number: 1, subject: 'Aujourd’hui', reason: 'approved', by: null }],
    });
  });
});

describe('a newsletter to be', () => {
  it('shows thirty due instants of settings that are not stored', async () => {
    const calendar = { 1: '06:40', 2: '06:40', 3: '06:40', 4: '06:40', 5: '06:40', 6: '06:40', 7: '06:40' };
    const { status, body } = await ask('POST', 'newsletters/matin/calendar/preview', viewer, { calendar });
    expect(status).toBe(200);
    const days = body['days'] as Record<string, unknown>[];
    expect(days).toHaveLength(30);
    expect(days[0]).toMatchObject({ editionDate: '2026-03-11', localTime: '2026-03-11T06:40', wasDueAt: '2026-03-11T06:00:00.000Z' });
    expect(days.filter(({ isClockChange }) => isClockChange).map(({ editionDate }) => editionDate)).toEqual(['2026-03-29']);
    const stored = await server.database.selectFrom('calendar_day').select('local_time').where('newsletter_id', '=', newsletterId).executeTakeFirstOrThrow();
    expect(stored.local_time).toMatch(/^07:00/);
    const wrong = { breaks: [{ firstDay: '2026-04-02', lastDay: '2026-04-01' }] };
    expect((await ask('POST', 'newsletters/matin/calendar/preview', viewer, wrong)).body).toMatchObject({ code: 'newsletter.settings_invalid' });
  }); // prettier-ignore

  it('is made after a sister, silent and unlisted, and once', async () => {
    const sister = { like: 'matin', slug: 'morning', language: 'en', name: 'The Morning', promise: 'One mail a day.' };
    expect((await ask('POST', 'newsletters', viewer, sister)).status).toBe(403);
    const made = await ask('POST', 'newsletters', admin, sister);
    expect([made.status, made.body['slug']]).toEqual([201, 'morning']);
    const { body } = await ask('GET', 'newsletters/morning/settings', viewer);
    expect(body).toMatchObject({ language: 'en', settings: { name: 'The Morning', calendar: {}, isPublic: false } });
    expect((await ask('POST', 'newsletters', admin, { ...sister, slug: 'again' })).body['code']).toBe('newsletter.language_taken');
    expect((await ask('POST', 'newsletters', admin, { ...sister, language: 'es' })).body['code']).toBe('newsletter.slug_taken');
    expect((await ask('POST', 'newsletters', admin, { ...sister, language: 'es', like: 'soir', slug: 'x' })).status).toBe(404);
  }); // prettier-ignore

  it('gives its form to a site', async () => {
    const { body } = await ask('GET', 'newsletters/matin/embed?placement=foot', viewer);
    expect(body).toMatchObject({ placement: 'foot', preview: '/n/matin/frame?placement=foot' });
    expect((body['snippets'] as { element: string }).element).toContain('<colporteur-signup newsletter="matin" placement="foot">');
    expect((await ask('GET', 'newsletters/matin/embed?placement=a@b.test', viewer)).status).toBe(400);
  }); // prettier-ignore
});
