import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { TryItInstance } from './instance.js';
import { messageTo } from './mailbox.js';

const sections = ['afrique', 'ameriques', 'asie-pacifique', 'europe', 'france', 'moyen-orient'];
const offers = { regions: true, topics: true, timeZone: true, deliveryTimes: ['06:40', '12:00', '18:30'] };
const calendar = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, '07:00']));
const sender = { senderName: 'Newsroom', senderAddress: 'lettre@newsletters.newsroom.example' };

/** Beside the demo's newsletters, under its brand: a pair of sisters that lets its readers choose everything there is. */
const NEWSROOM = {
  brand: {
    slug: 'newsroom',
    name: 'Newsroom',
    legalName: 'Newsroom Example SAS',
    postalAddress: '12 rue des Exemples, 75011 Paris, France',
    contactAddress: 'courrier@newsroom.example',
    siteUrl: 'https://newsroom.example',
    senderDomain: 'newsletters.newsroom.example',
    accent: '#a8321f',
  },
  family: { slug: 'lettre', name: 'La lettre' },
  newsletters: [
    {
      ...{ slug: 'lettre', name: 'La lettre du large', language: 'fr', timeZone: 'Europe/Paris' },
      promise: 'Les nouvelles du monde, à l’heure qui vous convient',
      ...{ sections, offers, calendar, ...sender },
    },
    {
      ...{ slug: 'risala', name: 'رسالة العالم', language: 'ar', timeZone: 'Asia/Beirut' },
      promise: 'أخبار العالم في الساعة التي تناسبك',
      ...{ sections, offers, calendar, ...sender },
    },
  ],
};

export async function addChoosableNewsletters(instance: TryItInstance): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-newsroom-'));
  const file = path.join(folder, 'newsroom.json');
  writeFileSync(file, JSON.stringify(NEWSROOM));
  try {
    await instance.run('newsletter', 'create', '--file', file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Signs up and confirms as readers do, receives an edition, and returns what the links of its foot lead to. */
export async function linksOfDigest(
  page: Page,
  instance: TryItInstance,
  { slug, address }: { readonly slug: string; readonly address: string },
): Promise<{ readonly preferences: string; readonly pause: string; readonly unsubscribe: string }> {
  const { url, mailboxUrl } = instance;
  await page.goto(`${url}/n/${slug}`);
  await page.locator('#address').fill(address);
  await page.locator('form.signup button').first().click();
  const confirmation = await messageTo(mailboxUrl, address);
  const link = async (id: string, part: string): Promise<string> => {
    await page.goto(`${mailboxUrl}/messages/${id}/html`);
    return (await page.locator(`a[href*="${part}"]`).first().getAttribute('href')) ?? '';
  };
  await page.goto(await link(confirmation.id, '/confirm/'));
  await page.locator('main button').click();
  const welcome = await messageTo(mailboxUrl, address, [confirmation.id]);
  await instance.run('edition', 'send', slug);
  const { id } = await messageTo(mailboxUrl, address, [confirmation.id, welcome.id]);
  const unsubscribe = await link(id, '/unsubscribe/');
  return { unsubscribe, preferences: await link(id, '/preferences/'), pause: await link(id, '#pause') };
}
