import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { violations } from '../support/accessibility.js';
import { openBrowser, type TestBrowser } from '../support/browser.js';
import { startTryItInstance, type TryItInstance } from '../support/instance.js';
import { watch } from '../support/page-watch.js';
import { addChoosableNewsletters, linksOfDigest } from '../support/preference-journey.js';

let instance: TryItInstance;
let browser: TestBrowser;

beforeAll(async () => {
  browser = openBrowser();
  instance = await startTryItInstance();
  await addChoosableNewsletters(instance);
});
afterAll(async () => {
  await browser.close();
  await instance.close();
});

async function pageOf(context: BrowserContext): Promise<Page> {
  return context.pages()[0] ?? (await context.newPage());
}

/** Nothing sticks out sideways on the narrowest telephone. */
async function expectNarrow(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, colorScheme === 'dark' ? 'colours' : 'everything')).toEqual([]);
  }
}

describe('a reader in French', () => {
  it('chooses, pauses, leaves, says why and comes back without script, on 320 pixels, unseen by anybody else', async () => {
    const context = await browser.open({ locale: 'fr-FR', javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    const page = await pageOf(context);
    const links = await linksOfDigest(page, instance, { slug: 'lettre', address: 'lectrice@readers.example' });
    const watched = watch(context, [instance.url]);
    expect(links.pause).toBe(`${links.preferences}#pause`);
    await page.goto(links.preferences);
    await expectNarrow(page);
    await page.getByRole('checkbox', { name: 'Asie-Pacifique' }).uncheck();
    await page.getByLabel('Heure d’envoi').selectOption('12:00');
    await page.getByLabel('Ne rien m’envoyer avant le').fill('2020-01-01');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Rien n’a encore été enregistré');
    expect(await page.locator('.field-error').textContent()).toContain('Choisissez un jour');
    await expectNarrow(page);
    await page.getByLabel('Ne rien m’envoyer avant le').fill('');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    expect(await page.getByRole('status').textContent()).toBe('C’est enregistré.');
    expect(await page.getByRole('checkbox', { name: 'Asie-Pacifique' }).isChecked()).toBe(false);
    expect(await page.getByLabel('Heure d’envoi').inputValue()).toBe('12:00');
    await page.goto(links.unsubscribe);
    await page.getByRole('button', { name: 'Je me désabonne' }).click();
    await expectNarrow(page);
    await page.getByRole('radio', { name: 'Trop d’envois' }).check();
    await page.getByRole('button', { name: 'Envoyer cette réponse' }).click();
    await page.getByRole('button', { name: 'Revenir' }).click();
    expect(await page.locator('h1').textContent()).toBe('Vous êtes de retour');
    expect(watched).toEqual({ strangers: [], complaints: [] });
  }); // prettier-ignore
});

describe('a reader in Arabic', () => {
  it('meets no barrier that axe can find (WCAG 2.2 AA), light or dark, and moves to French', async () => {
    const context = await browser.open({ locale: 'ar', viewport: { width: 1200, height: 900 } });
    const page = await pageOf(context);
    const links = await linksOfDigest(page, instance, { slug: 'risala', address: 'qariaa@readers.example' });
    await page.goto(links.unsubscribe);
    await expectAccessible(page);
    await page.locator('main button').click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'العودة إلى النشرة' }).click();
    await page.goto(links.pause);
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await expectAccessible(page);
    const months = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    await page.locator('input[type="date"]').fill(months);
    await page.getByRole('button', { name: 'حفظ' }).click();
    expect(await page.getByRole('status').textContent()).toBe('تم الحفظ.');
    await expectAccessible(page);
    await page.locator('select[name="language:risala"]').selectOption('lettre');
    await page.getByRole('button', { name: 'حفظ' }).click();
    expect(await page.locator('h1').textContent()).toBe('Vos préférences');
    expect(await page.locator('.panel .told').textContent()).toContain('En pause');
  });
});
