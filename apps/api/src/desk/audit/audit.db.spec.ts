import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Audit, newId } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { keyOf, signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let admin: { cookie: string };
const edition = `edition:${newId()}`;
const someone = newId();

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly object: string;
  readonly operator: { id: string; name: string } | null;
  readonly key: { id: string; name: string } | null;
}

beforeAll(async () => {
  server = await startTestApi();
  admin = await signedIn(server, 'admin');
  const audit = new Audit();
  const { database } = server.test;
  await audit.append(database, { operatorId: null, action: 'edition.approved', object: edition });
  await audit.append(database, { operatorId: someone, action: 'edition.held', object: edition, detail: { reason: '=2+2, "or"\nmore' } });
  await audit.append(database, { operatorId: someone, action: 'editionXheld', object: 'other' });
}); // prettier-ignore
afterAll(() => server.close());

async function entries(query: string, headers: Record<string, string> = admin): Promise<Entry[]> {
  const { status, text } = await server.ask('GET', `/api/v1/audit?${query}`, { headers });
  expect(status).toBe(200);
  return (JSON.parse(text) as { entries: Entry[] }).entries;
}

describe('the audit log', () => {
  it('is found by operator, object and the beginning of an action, in which a point is a point', async () => {
    expect((await entries(`object=${edition}`)).map(({ action }) => action)).toEqual(['edition.held', 'edition.approved']);
    expect((await entries(`operator=${someone}`)).map(({ action }) => action)).toEqual(['editionXheld', 'edition.held']);
    expect((await entries('action=edition.')).map(({ action }) => action)).toEqual(['edition.held', 'edition.approved']);
    expect(await entries('action=edition_')).toEqual([]);
    expect(await entries(`object=${edition}&from=2100-01-01T00:00:00Z`)).toEqual([]);
    expect(await entries(`object=${edition}&to=2000-01-01T00:00:00%2B02:00`)).toEqual([]);
  }); // prettier-ignore

  it.each(['', 'to=2100-01-01T00:00:00Z&', 'from=2000-01-01T00:00:00Z&'])('is read a page at a time without a gap (%s)', async (span) => {
    const whole = await entries(`${span}limit=500`);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { text } = await server.ask('GET', `/api/v1/audit?${span}limit=2${after}`, { headers: admin });
      const page = JSON.parse(text) as { entries: Entry[]; next: string | null };
      seen.push(...page.entries.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toEqual(whole.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(2);
  }); // prettier-ignore

  it('tells a span of time by its clock, whatever was written first', async () => {
    const object = `edition:${newId()}`;
    const acts = [['edition.held', '2020-01-03'], ['edition.resumed', '2020-01-01'], ['edition.paused', '2020-01-02']]; // prettier-ignore
    for (const [action = '', day = ''] of acts)
      await server.test.database.insertInto('audit_entry').values({ action, object, detail: '{}', occurred_at: new Date(day) }).execute(); // prettier-ignore
    const told = (await entries(`object=${object}&to=2020-01-03T12:00:00Z`)).map(({ action }) => action);
    expect(told).toEqual(['edition.held', 'edition.paused', 'edition.resumed']);
    const whole = (await entries(`object=${object}`)).map(({ action }) => action);
    expect(whole).toEqual(['edition.paused', 'edition.resumed', 'edition.held']);
  });

  it('refuses a cursor that is none', async () => {
    for (const bad of ['after=x', 'after=-1', `after=${'9'.repeat(30)}`, 'operator=x', 'limit=0', 'action=%00', 'from=x']) {
      expect([bad, (await server.ask('GET', `/api/v1/audit?${bad}`, { headers: admin })).status]).toEqual([bad, 400]);
    }
  }); // prettier-ignore

  it('leaves as JSON lines and as CSV that runs no formula, and says who took it and with which key', async () => {
    const key = await keyOf(server, 'admin', 'audit:read');
    const lines = await server.ask('GET', `/api/v1/audit/export?object=${edition}`, { headers: key });
    expect([lines.status, lines.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    expect(lines.text.trimEnd().split('\n').map((line) => (JSON.parse(line) as Entry).action)).toEqual(['edition.held', 'edition.approved']);
    const [taken] = await entries('action=audit.exported');
    expect(taken).toMatchObject({ object: 'audit', detail: { format: 'jsonl', object: edition }, key: { name: 'CMS' } });
    const sheet = await server.ask('GET', `/api/v1/audit/export?format=csv&object=${edition}`, { headers: admin });
    expect(sheet.text).toContain('edition.held');
    expect(sheet.text.split('\n')[0]).toBe('id,at,operatorId,operatorName,apiKeyId,apiKeyName,action,object,detail');
    expect(sheet.text).not.toMatch(/(^|,)=/m);
    expect((await entries('action=audit.exported'))[0]).toMatchObject({ key: null });
  }); // prettier-ignore

  it('is for those who administer, and for keys that were given it', async () => {
    const refused = async (headers: Record<string, string>) => (await server.ask('GET', '/api/v1/audit', { headers })).status; // prettier-ignore
    expect(await refused(await signedIn(server, 'editor'))).toBe(403);
    expect(await refused(await keyOf(server, 'admin', 'editions:read'))).toBe(403);
    expect(await refused({})).toBe(401);
  });
});
