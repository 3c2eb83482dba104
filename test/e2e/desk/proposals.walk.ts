import { expect } from '@jest/globals';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { InviteOperator, IssueSignInLink } from '@app/operators';
import { newId } from '@app/platform';
import type { Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

interface Block {
  id: string;
  kind: string;
  dispatchId: string | null;
  headline: string;
  section: string;
  content: Record<string, unknown>;
}
interface Proposal {
  version: number;
  state: string;
  blocks: Block[];
  approvals: unknown[];
}

const STORIES = [
  ['europe', 'La Meuse monte moins vite que prévu'],
  ['europe', 'Un train de nuit de plus vers Vienne'],
  ['afrique', 'À Dakar, le bus express ouvre'],
  ['afrique', 'Le Niger rouvre ses écoles'],
  ['ameriques', 'Le Québec compte ses neiges'],
] as const;

const block = (page: Page, id: string) => page.locator(`[data-block="${id}"]`);
const stored = (page: Page) => page.locator('[data-stored="true"]').getByText('Everything is saved').waitFor();
const dialogOf = (page: Page) => page.getByRole('dialog');

async function news({ api, database }: DeskWalk): Promise<void> {
  const from = <T>(service: abstract new (...given: never[]) => T): T => api.app.get<T>(service, { strict: false });
  const rights = { mail: true, archive: true, feed: true };
  const source = await from(SourceRepository).ensure(database, { slug: 'agence-du-fleuve', kind: 'operator', name: 'Agence du Fleuve', rights });
  for (const [region, headline] of STORIES) {
    const text = { headline, standfirst: `${headline}, dit l’agence.`, language: 'fr' };
    const link = `https://newsroom.example/${newId()}`;
    await from(StoreDispatch).store(source, { ...text, externalId: newId(), link, countries: [], regions: [region] });
  }
} // prettier-ignore

/** Where a newsletter has nothing open, its desk makes what the calendar does not: an extra digest, a flash, a letter. */
async function makes({ page, url }: DeskWalk): Promise<string> {
  await page.goto(`${url}/admin/newsletters/monde/desk`);
  await page.getByRole('button', { name: 'Extra digest' }).click();
  await dialogOf(page).getByText('once it is approved').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Extra digest' }).click();
  await page.waitForURL(/\/editions\/[^/]+\/desk/);
  await page.locator('[data-block]').first().waitFor();
  expect(await page.getByRole('navigation').first().locator('[aria-current="page"]').innerText()).toBe('Desk');
  return /editions\/([^/]+)\/desk/.exec(page.url())?.[1] ?? '';
}

/** A story dropped on a section's head by hand, and put over into the next section by a key. */
async function changesSections({ page }: DeskWalk, read: () => Promise<Proposal>): Promise<void> {
  const { blocks } = await read();
  const story = blocks.find(({ section }) => section === 'europe');
  if (story === undefined) throw new Error('no story of Europe is proposed');
  const head = page.locator('section > div', { has: page.getByRole('heading', { level: 3, name: 'Afrique' }) }).last();
  // Both on the page at once: nothing scrolls under the hand.
  await page.setViewportSize({ width: 1280, height: 3000 });
  await block(page, story.id).hover({ position: { x: 80, y: 20 } });
  await page.mouse.down();
  await head.hover({ force: true, position: { x: 40, y: 6 } });
  await head.hover({ force: true, position: { x: 40, y: 10 } });
  await page.mouse.up();
  await page.setViewportSize({ width: 1280, height: 900 });
  const afrique = page.locator('section', { has: page.getByRole('heading', { level: 3, name: 'Afrique' }) }).last();
  await afrique.locator(`[data-block="${story.id}"]`).waitFor();
  await stored(page);
  const sectionOf = async (): Promise<string | undefined> => (await read()).blocks.find(({ id }) => id === story.id)?.section;
  expect(await sectionOf()).toBe('afrique');
  await block(page, story.id).focus();
  await page.keyboard.press(']');
  await afrique.locator(`[data-block="${story.id}"]`).waitFor({ state: 'detached' });
  await stored(page);
  expect(await sectionOf()).not.toBe('afrique');
  await page.locator(`[data-block="${story.id}"]:focus`).waitFor();
} // prettier-ignore

/** An advertiser's and the house's own, each under its label. */
async function adds({ page, seen }: DeskWalk, read: () => Promise<Proposal>): Promise<void> {
  for (const button of ['Sponsor', 'Promotion']) {
    await page.getByRole('button', { name: button, exact: true }).click();
    const dialog = dialogOf(page);
    if (button === 'Sponsor') await dialog.getByLabel('Advertiser').fill('Librairie du Port');
    await dialog.getByLabel('Title').fill(`${button} du jour`);
    await dialog.getByLabel('Address').fill('https://librairie.example/automne');
    await dialog.getByLabel('Words of the link').fill('Voir les livres');
    if (button === 'Sponsor') await seen('adding a sponsor');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('heading', { level: 4, name: `${button} du jour` }).waitFor();
    await stored(page);
  }
  const added = (await read()).blocks.filter(({ kind }) => kind === 'sponsor' || kind === 'promotion');
  expect(added.map(({ kind, headline }) => `${kind}: ${headline}`)).toEqual(expect.arrayContaining(['promotion: Promotion du jour', 'sponsor: Sponsor du jour']));
} // prettier-ignore

/** Somebody else rewrites the very block one is rewriting; both are asked, and nothing is lost by itself. */
async function meetsSomebody({ page, ask, seen }: DeskWalk, id: string, read: () => Promise<Proposal>): Promise<void> {
  const before = await read();
  const story = before.blocks.find(({ kind }) => kind === 'dispatch');
  if (story === undefined) throw new Error('no story is left');
  await block(page, story.id).focus();
  await page.keyboard.press('e');
  await page.getByLabel('Headline').fill('Le titre de cet écran');
  const theirs = [{ act: 'rewrite', block: story.id, headline: 'Le titre de quelqu’un d’autre' }];
  // What the screen knows stays as it was until its own act is refused.
  let isHeldBack = true;
  const old = JSON.stringify(before);
  const address = (to: URL): boolean => to.pathname === `/api/v1/editions/${id}/proposal`;
  await page.route(address, (route) => isHeldBack ? route.fulfill({ body: old, contentType: 'application/json' }) : route.continue());
  await ask('POST', `/api/v1/editions/${id}/acts`, theirs, { 'if-match': `"${String(before.version)}"` });
  const refusal = page.waitForResponse((response) => response.url().endsWith('/acts') && response.request().method() === 'POST');
  await page.keyboard.press('Enter');
  isHeldBack = false;
  expect((await refusal).status()).toBe(412);
  await page.getByRole('alert').getByText('Somebody changed the same block meanwhile').waitFor();
  await seen('a conflict');
  await page.getByRole('button', { name: 'Do mine all the same' }).click();
  await stored(page);
  await page.unroute(address);
  expect((await read()).blocks.find((one) => one.id === story.id)?.headline).toBe('Le titre de cet écran');
} // prettier-ignore

/** Killed while it stood on the desk: its block says so, approving says so, and the desk leaves it out. */
async function losesOne({ page, ask, seen }: DeskWalk, read: () => Promise<Proposal>): Promise<Block> {
  const lost = (await read()).blocks.findLast(({ dispatchId, headline }) => dispatchId !== null && !headline.startsWith('Le titre'));
  if (lost === undefined) throw new Error('no story can be killed');
  await ask('POST', `/api/v1/dispatches/${lost.dispatchId ?? ''}/kill`, { reason: 'Démenti' });
  await page.reload();
  await block(page, lost.id).getByText('Killed').first().waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await dialogOf(page).getByText('A block is killed or withheld, and will not leave').waitFor();
  await seen('approving with a killed dispatch');
  await page.keyboard.press('Escape');
  await dialogOf(page).waitFor({ state: 'detached' });
  await block(page, lost.id).focus();
  await page.keyboard.press('x');
  await dialogOf(page).getByRole('button', { name: 'Not confirmed' }).click();
  await block(page, lost.id).waitFor({ state: 'detached' });
  await stored(page);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  return lost;
} // prettier-ignore

/** The second of two people, at another machine. */
async function approvedByAnother({ api, url, database }: DeskWalk, id: string, version: number): Promise<void> {
  const its = { strict: false } as const;
  const invitation = { address: `${newId()}@newsroom.example`, name: 'Benoît Faure', role: 'editor', locale: 'fr', invitedBy: null } as const;
  const { operatorId } = await api.app.get(InviteOperator, its).invite(invitation);
  const { secret } = await api.app.get(IssueSignInLink, its).issue({ operatorId, issuedBy: null });
  const entered = await fetch(`${url}/admin/sign-in/${secret}`, { method: 'POST', redirect: 'manual', headers: { origin: url } });
  const cookie = entered.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const headers = { cookie, origin: url, 'if-match': `"${String(version)}"` };
  const answer = await fetch(`${url}/api/v1/editions/${id}/approve`, { method: 'POST', headers });
  expect(answer.status).toBe(200);
  const approvals = database.selectFrom('edition_approval').select('operator_id').where('edition_id', '=', id);
  expect(await approvals.execute()).toHaveLength(2);
} // prettier-ignore

async function approvesTogether(desk: DeskWalk, id: string, read: () => Promise<Proposal>): Promise<void> {
  const { page, ask, seen } = desk;
  await dialogOf(page).getByText('wants two people to approve').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Approve' }).click();
  await page.locator('#main').getByText('You have approved it. One more: not you.').waitFor();
  await seen('one of two approvals');
  const { version, state } = await read();
  expect(state).toBe('proposed');
  await expect(ask('POST', `/api/v1/editions/${id}/approve`, undefined, { 'if-match': `"${String(version)}"` })).rejects.toThrow('edition.needs_another_operator');
  await approvedByAnother(desk, id, version);
  await page.getByText('nothing here can be changed any more').waitFor();
} // prettier-ignore

/** A signed text alone, and a flash of one dispatch. */
async function makesShort({ page, url, ask }: DeskWalk): Promise<void> {
  const at = `${url}/admin/newsletters/monde/desk`;
  await page.goto(at);
  await page.getByRole('button', { name: 'New letter' }).click();
  await dialogOf(page).getByLabel('Subject').fill('Ce que la rédaction prépare');
  await dialogOf(page).getByLabel('Text (Markdown)').fill('Chères lectrices, chers lecteurs.');
  await dialogOf(page).getByLabel('Signed by').fill('La rédaction');
  await dialogOf(page).getByRole('button', { name: 'Propose' }).click();
  await page.waitForURL(/\/editions\/[^/]+\/desk/);
  await page.getByText('It leaves when a person approves it, and not before.').waitFor();
  const letter = /editions\/([^/]+)\/desk/.exec(page.url())?.[1] ?? '';
  expect(await ask('GET', `/api/v1/editions/${letter}`)).toMatchObject({ kind: 'letter', state: 'proposed' });
  const today = (await ask('GET', '/api/v1/today')) as { needs: { code: string; path: string }[] };
  expect(today.needs).toContainEqual(expect.objectContaining({ code: 'edition.approval_wanted', path: `/editions/${letter}/desk` }));
  await ask('POST', `/api/v1/editions/${letter}/cancel`, { reason: 'Pas aujourd’hui' });

  await page.goto(at);
  await page.getByRole('button', { name: 'New flash' }).click();
  await dialogOf(page).getByRole('checkbox', { name: 'Le Québec compte ses neiges' }).first().check();
  await dialogOf(page).getByRole('button', { name: 'Propose' }).click();
  await page.waitForURL(/\/editions\/[^/]+\/desk/);
  await page.locator('[data-block]').first().waitFor();
  const flash = /editions\/([^/]+)\/desk/.exec(page.url())?.[1] ?? '';
  expect(await ask('GET', `/api/v1/editions/${flash}`)).toMatchObject({ kind: 'flash', state: 'proposed' });
  await page.getByRole('button', { name: 'Cancel the edition' }).click();
  await dialogOf(page).getByLabel('Reason').fill('Déjà dit');
  await dialogOf(page).getByRole('button', { name: 'Cancel the edition' }).click();
  await page.getByText('It was cancelled').waitFor();
} // prettier-ignore

export const walk: Walk = {
  room: 'the desk, with others',
  run: async (desk) => {
    const rules = { approval: 'desk', approvals_needed: 2, approval_delay_minutes: 0 } as const;
    const set = (change: object) => desk.database.updateTable('newsletter').set(change).where('slug', '=', 'monde').execute();
    await desk.database.updateTable('edition').set({ state: 'cancelled', cancelled_at: new Date() }).where('state', 'in', ['claimed', 'proposed', 'held', 'approved']).execute();
    await set(rules);
    await news(desk);
    const id = await makes(desk);
    const read = async (): Promise<Proposal> => (await desk.ask('GET', `/api/v1/editions/${id}/proposal`)) as Proposal;
    await changesSections(desk, read);
    await adds(desk, read);
    await meetsSomebody(desk, id, read);
    const lost = await losesOne(desk, read);
    await approvesTogether(desk, id, read);
    const { html } = (await desk.ask('GET', `/api/v1/editions/${id}/preview`)) as { html: string };
    expect(html).toContain('Le titre de cet écran');
    expect(html).toContain('Librairie du Port');
    expect(html).not.toContain(lost.headline);
    await makesShort(desk);
    await set({ approvals_needed: 1 });
  },
}; // prettier-ignore
