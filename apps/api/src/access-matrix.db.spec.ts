import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClaimEditions, NewsletterRepository } from '@app/editions';
import {
  InviteOperator,
  IssueApiKey,
  IssueSignInLink,
  rights,
  rightsHeldEverywhere,
  scopes,
  type Right,
} from '@app/operators';
import { newId } from '@app/platform';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../test/support/newsroom.js';
import { accessTable, rightOfScope, type AskedFor } from './access-matrix.fixture.js';
import { listRoutes } from './http-server.js';
import { publicRoutes } from './public-routes.js';

type Headers = Readonly<Record<string, string>>;
type Place = { newsletterId?: string; familyId?: string } | 'everywhere';
interface Object {
  readonly slug: string;
  readonly newsletterId: string;
  readonly editionId: string;
}

let server: TestApi;
let newsroom: Newsroom;
/** A newsletter of a family, and one that belongs to nobody else. */
let own: Object;
let other: Object;

beforeAll(async () => {
  server = await startTestApi();
  // Where no approval is needed, making an edition is approving it.
  newsroom = await createNewsroom(server.database, { approval: 'desk' });
  own = { ...newsroom, editionId: await editionOf(newsroom.slug) };
  const alone = await createNewsroom(server.database, { slug: 'other', family_id: null, approval: 'desk' });
  other = { ...alone, editionId: await editionOf('other') };
});
afterAll(() => server.close());

const get = <Service>(token: abstract new (...given: never[]) => Service): Service =>
  server.api.app.get<Service>(token, { strict: false });

async function editionOf(slug: string): Promise<string> {
  const newsletter = await get(NewsletterRepository).bySlug(slug);
  if (newsletter === undefined) throw new Error(`no newsletter ${slug}`);
  return get(ClaimEditions).claimNow(newsletter);
}

/** Somebody with these rights there, beyond looking, and nothing else. */
async function operatorWith(held: readonly Right[], place: Place): Promise<string> {
  const at = place === 'everywhere' ? {} : place;
  const grant = { rights: held, newsletterId: at.newsletterId ?? null, familyId: at.familyId ?? null };
  const invitation = { address: `${newId()}@newsroom.example`, name: 'Ana', role: 'viewer', invitedBy: null } as const;
  return (await get(InviteOperator).invite({ ...invitation, grants: held.length > 0 ? [grant] : [] })).operatorId;
}

async function session(held: readonly Right[], place: Place = 'everywhere'): Promise<Headers> {
  const { secret } = await get(IssueSignInLink).issue({ operatorId: await operatorWith(held, place), issuedBy: null });
  const { headers } = await server.ask('POST', `/admin/sign-in/${secret}`);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' };
}

async function keyWith(given: readonly string[], restriction?: { newsletterId: string }): Promise<Headers> {
  const operatorId = await operatorWith(rights, 'everywhere');
  const bound = restriction && { newsletterId: restriction.newsletterId, familyId: null };
  const request = { operatorId, name: 'CMS', scopes: given, issuedBy: null, restriction: bound, requestsPerMinute: 60_000 }; // prettier-ignore
  return { authorization: `Bearer ${(await get(IssueApiKey).issue(request)).key}` };
}

function addressOf(route: string, { slug, newsletterId, editionId }: Object): string {
  return route
    .replace('/newsletters/:slug', `/newsletters/${slug}`)
    .replace('/newsletters/:id', `/newsletters/${newsletterId}`)
    .replace('/editions/:id', `/editions/${editionId}`)
    .replace(':date', '2026-03-10')
    .replace(/:(slug|name)/g, 'nobody')
    .replace(':number', '1')
    .replace(/:\w+/g, newId());
}

/** Only whether it was let in: what becomes of an empty request is another matter. */
async function ask(route: string, who: Headers, object: Object = own): Promise<'in' | 401 | 403> {
  const [method = '', path = ''] = route.split(' ');
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
  const headers = { ...who, 'if-match': '"1"', ...('body' in body && { 'content-type': 'application/json' }) };
  const answer = await fetch(server.api.url + addressOf(path, object), { method, headers, ...body });
  await answer.body?.cancel();
  expect([route, answer.status < 500]).toEqual([route, true]);
  return answer.status === 401 || answer.status === 403 ? answer.status : 'in';
}

type Asked = (route: string, need: string, of: AskedFor) => Promise<unknown>;

/** What `asked` says of every line of the table, as the table has it. */
async function everyLine(asked: Asked): Promise<string[]> {
  const lines: string[] = [];
  for (const [route, need, of] of accessTable) {
    const answer = await asked(route, need, of);
    if (answer !== undefined) lines.push(`${route}: ${JSON.stringify(answer)}`);
  }
  return lines;
}

const rightFor = (need: string): Right => (rightOfScope[need] ?? need) as Right;
const isScoped = (of: AskedFor): boolean => of === 'newsletter' || of === 'edition';
const isScope = (need: string): boolean => need in rightOfScope;

/** One session or key for each right or scope, made when it is first needed. */
function kept<Name extends string>(make: (name: Name) => Promise<Headers>): (name: Name) => Promise<Headers> {
  const made = new Map<Name, Promise<Headers>>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

describe('every route of the API', () => {
  it('stands in the table, and the table names no other', () => {
    const routes = listRoutes(server.api.app).map(({ method, path }) => `${method} ${path}`);
    const operators = routes.filter((route) => / \/api\/v1\//.test(route) && !publicRoutes.includes(route));
    expect(accessTable.map(([route]) => route).toSorted()).toEqual(operators.toSorted());
    expect(Object.keys(rightOfScope).toSorted()).toEqual([...scopes].sort());
  });

  it('lets nobody in without credentials, nor with those of somebody who is disabled', async () => {
    const gone = await session(rights);
    const goneKey = await keyWith(scopes);
    await server.database.updateTable('operator').set({ disabled_at: new Date() }).execute();
    const answers = await everyLine(async (route) => {
      const got = [await ask(route, {}), await ask(route, gone), await ask(route, goneKey)];
      return got.every((status) => status === 401) ? undefined : got;
    });
    await server.database.updateTable('operator').set({ disabled_at: null }).execute();
    expect(answers).toEqual([]);
  });

  it('refuses whoever has every right but the one it takes', async () => {
    const without = kept<Right>((right) => session(rights.filter((one) => one !== right && one !== 'view')));
    const wrong = await everyLine(async (route, need) => {
      if (rightFor(need) === 'view') return undefined;
      const got = await ask(route, await without(rightFor(need)));
      return got === 403 ? undefined : got;
    });
    expect(wrong).toEqual([]);
  });

  it('lets in whoever has that right alone', async () => {
    const only = kept<Right>((right) => session([right]));
    const wrong = await everyLine(async (route, need) => {
      const right = rightFor(need);
      // Some of what everybody may do ends the session it is done in.
      const got = await ask(route, right === 'view' && !route.startsWith('GET') ? await session([]) : await only(right));
      return got === 'in' ? undefined : got;
    });
    expect(wrong).toEqual([]);
  }); // prettier-ignore

  it.each(['newsletter', 'family'] as const)('takes a right for one %s for that and for no other’s things', async (kind) => {
    const place = kind === 'newsletter' ? { newsletterId: own.newsletterId } : { familyId: newsroom.familyId };
    const there = kept<Right>((right) => session([right], place));
    const wrong = await everyLine(async (route, need, of) => {
      const right = rightFor(need);
      if (right === 'view') return undefined;
      // Nobody has it for one place: it would open nothing.
      if (rightsHeldEverywhere.includes(right)) return of === 'everything' ? undefined : of;
      const who = await there(right);
      const got = [await ask(route, who), isScoped(of) ? await ask(route, who, other) : undefined];
      const expected = isScoped(of) ? ['in', 403] : [of === 'handler' ? 'in' : 403, undefined];
      return JSON.stringify(got) === JSON.stringify(expected) ? undefined : got;
    });
    expect(wrong).toEqual([]);
  }); // prettier-ignore

  it('lets a key in with its scope, and with every other scope refuses it', async () => {
    const only = kept((scope: string) => keyWith([scope]));
    const without = kept((scope: string) => keyWith(scopes.filter((one) => one !== scope)));
    const all = await keyWith(scopes);
    const wrong = await everyLine(async (route, need) => {
      const got = isScope(need) ? [await ask(route, await only(need)), await ask(route, await without(need))] : [await ask(route, all)]; // prettier-ignore
      const expected = isScope(need) ? ['in', 403] : [403];
      return JSON.stringify(got) === JSON.stringify(expected) ? undefined : got;
    });
    expect(wrong).toEqual([]);
  });

  it('keeps a key for one newsletter to that newsletter, also where it only reads', async () => {
    const ofNewsletters = scopes.filter((scope) => !scope.startsWith('dispatches:') && scope !== 'audit:read');
    const key = await keyWith(ofNewsletters, { newsletterId: own.newsletterId });
    const wrong = await everyLine(async (route, need, of) => {
      if (!ofNewsletters.some((scope) => scope === need) || of === 'handler') return undefined;
      const got = [await ask(route, key), await ask(route, key, other)];
      const expected = isScoped(of) ? ['in', 403] : [403, 403];
      return JSON.stringify(got) === JSON.stringify(expected) ? undefined : got;
    });
    expect(wrong).toEqual([]);
  });
});

describe('what a handler judges', () => {
  const post = async (who: Headers, path: string, body: unknown) =>
    (await server.json('POST', `/api/v1/${path}`, body, who)).status;

  it('belongs to the newsletter that is found, not to the one the right is held for', async () => {
    const editor = await session(['edit', 'kill'], { newsletterId: own.newsletterId });
    const alarm = async ({ newsletterId, editionId }: Object): Promise<string> => {
      const row = { id: newId(), newsletter_id: newsletterId, edition_id: editionId, code: 'edition.unapproved' };
      await server.database.insertInto('desk_alarm').values(row).execute();
      return row.id;
    };
    expect(await post(editor, `desk-alarms/${await alarm(own)}/settle`, {})).toBe(200);
    expect(await post(editor, `desk-alarms/${await alarm(other)}/settle`, {})).toBe(403);
    const order = (object: string, objectId: string) => ({ object, objectId, mode: 'redact', reference: 'Court' });
    expect(await post(editor, 'takedowns', order('edition', other.editionId))).toBe(403);
    expect(await post(editor, 'takedowns', order('dispatch', newId()))).toBe(403);
    expect(await post(editor, 'takedowns', order('edition', own.editionId))).toBe(200);
    const importer = await session(['import'], { newsletterId: own.newsletterId });
    const evidence = { method: 'account', verifiedAt: server.clock.now().toISOString(), wording: 'Yes.' };
    const attested = (...newsletters: string[]) => ({ address: 'lea@readers.example', newsletters, evidence });
    expect(await post(importer, 'subscriptions', attested(own.slug, 'other'))).toBe(403);
    expect(await post(importer, 'subscriptions', attested(own.slug))).toBe(200);
  });

  it('takes the right for every sister a flash or an approval is for', async () => {
    const sister = await createNewsroom(server.database, { slug: 'sister', language: 'en' });
    expect(sister.familyId).toBe(newsroom.familyId);
    const one = await session(['flash', 'approve'], { newsletterId: own.newsletterId });
    const all = await session(['flash', 'approve'], { familyId: newsroom.familyId });
    const flash = { dispatches: [newId()], family: true };
    expect(await post(one, `newsletters/${own.slug}/flashes`, flash)).toBe(403);
    expect(await post(all, `newsletters/${own.slug}/flashes`, flash)).not.toBe(403);
    const together = { editions: [{ id: own.editionId, version: 0 }] };
    expect(await post(one, `newsletters/${own.slug}/editions/2026-03-10/approve-family`, together)).toBe(403);
    expect(await post(all, `newsletters/${own.slug}/editions/2026-03-10/approve-family`, together)).not.toBe(403);
  });
});
