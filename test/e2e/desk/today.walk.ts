import { expect } from '@jest/globals';
import { startWorker } from '@app/worker';
import { AssembleEdition, ClaimEditions, DeskAlarms, FreezeEdition, NewsletterRepository } from '@app/editions';
import { Config, Log } from '@app/platform';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';
import { startScriptedRelay } from '../../support/scripted-relay.js';
import { addReaders, impatient, ledger, until } from '../../support/sending.js';

/** So many, and so slowly, that an edition is still leaving when somebody presses pause on a busy machine. */
const READERS = 600;
const DOT_MS = 250;

interface Shown {
  readonly newsletters: { readonly editions: { readonly id: string; readonly pausedAt: string | null; readonly state: string }[] }[]; // prettier-ignore
  readonly needs: { readonly code: string }[];
}

async function frozen({ api, database }: DeskWalk): Promise<string> {
  const its = { strict: false } as const;
  const newsletter = await api.app.get(NewsletterRepository, its).bySlug('monde');
  if (newsletter === undefined) throw new Error('the demo has no newsletter monde');
  await addReaders(database, newsletter.id, READERS);
  const editionId = await api.app.get(ClaimEditions, its).claimNow(newsletter);
  await api.app.get(AssembleEdition, its).assemble(editionId);
  await api.app.get(FreezeEdition, its).freeze(editionId, null);
  return editionId;
}

/** What earlier walks left half made is over: a worker comes now, and would send it before what one looks at. */
async function endsEarlierWalks({ database }: DeskWalk): Promise<void> {
  await database
    .updateTable('edition')
    .set({ state: 'cancelled', cancelled_at: new Date() })
    .where('state', 'not in', ['sent', 'empty', 'cancelled'])
    .execute();
}

/** An alarm comes while one looks, and goes when it is called settled. */
async function settlesAnAlarm({ page, api, database, ask }: DeskWalk, editionId: string): Promise<void> {
  const [newsletter] = await api.app.get(NewsletterRepository, { strict: false }).all();
  const alarm = { newsletterId: newsletter?.id ?? '', editionId, code: 'edition.unattended_sent' };
  await api.app.get(DeskAlarms, { strict: false }).raise(database, alarm);
  await page.getByText('it left as proposed').waitFor();
  await page.getByRole('button', { name: /^Call settled: .*it left as proposed/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('it left as proposed').waitFor({ state: 'detached' });
  const { needs } = (await ask('GET', '/api/v1/today')) as Shown;
  expect(needs.map(({ code }) => code)).not.toContain('edition.unattended_sent');
}

async function submitted(desk: DeskWalk, editionId: string): Promise<number> {
  return (await ledger(desk.database, editionId))['submitted'] ?? 0;
}

/** The number beside "submitted" as the page has it. */
async function shownSubmitted({ page }: DeskWalk): Promise<number> {
  const text = await page.locator('article li', { hasText: 'submitted' }).first().textContent();
  return Number(/\d+/.exec(text ?? '')?.[0]);
}

/** Numbers move by themselves; pause is pressed, and they stop. */
async function pausesASending(desk: DeskWalk, editionId: string): Promise<void> {
  const { page, ask, seen } = desk;
  const relay = await startScriptedRelay({ delayMs: DOT_MS });
  const config = new Config({ ...desk.api.app.get(Config).env, SMTP_URL: relay.url, SWEEP_SECONDS: 1, DELIVERY_CONNECTIONS: Number(impatient.DELIVERY_CONNECTIONS) }); // prettier-ignore
  const worker = await startWorker(config, new Log('silent'));
  try {
    const card = page.getByRole('article');
    await card.getByRole('progressbar').waitFor();
    await until('numbers move', async () => (await shownSubmitted(desk)) >= 5);
    const first = await shownSubmitted(desk);
    await until('numbers move again', async () => (await shownSubmitted(desk)) > first);
    await card.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/did not leave yet/).waitFor();
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await card.getByText('paused').waitFor();
    // What was being submitted ends; then nothing moves any more.
    await until('nothing is on its way', async () => (await ledger(desk.database, editionId))['submitting'] === undefined);
    const stopped = await submitted(desk, editionId);
    expect(stopped).toBeLessThan(READERS);
    await until('the page says the same', async () => (await shownSubmitted(desk)) === stopped);
    const accepted = relay.accepted.length;
    await card.getByText('Waves and providers').click();
    await card.getByRole('table', { name: 'By transport and provider' }).getByRole('rowheader').first().waitFor();
    await seen('a paused sending');
    expect(relay.accepted.length).toBe(accepted);
    expect(await submitted(desk, editionId)).toBe(stopped);
  } finally {
    await worker.close();
    await relay.close();
  }
  const { newsletters } = (await ask('GET', '/api/v1/today')) as Shown;
  const edition = newsletters.flatMap(({ editions }) => editions).find(({ id }) => id === editionId);
  expect(edition).toMatchObject({ state: 'sending', pausedAt: expect.any(String) });
} // prettier-ignore

async function cancels({ page, database }: DeskWalk, editionId: string): Promise<void> {
  await page.getByRole('article').getByRole('button', { name: 'Cancel the edition' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason, for the audit').fill('Wrong picture');
  await dialog.getByRole('button', { name: 'Cancel the edition' }).click();
  await page.getByRole('article').waitFor({ state: 'detached' });
  const row = await database
    .selectFrom('edition')
    .select('state')
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow();
  expect(row.state).toBe('cancelled');
}

export const walk: Walk = {
  room: 'today',
  run: async (desk) => {
    const { page, url, seen } = desk;
    await endsEarlierWalks(desk);
    await page.goto(`${url}/admin`);
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.getByText('Le monde ce matin').first().waitFor();
    await seen('today, quiet');
    const editionId = await frozen(desk);
    await settlesAnAlarm(desk, editionId);
    await pausesASending(desk, editionId);
    await cancels(desk, editionId);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  },
};
