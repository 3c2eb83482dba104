import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { violations } from '../support/accessibility.js';
import { startArticleSite, type ArticleSite } from '../support/article-site.js';
import { openBrowser, type TestBrowser } from '../support/browser.js';
import { startTryItInstance, type TryItInstance } from '../support/instance.js';
import { messageTo } from '../support/mailbox.js';
import { watch, type Watch } from '../support/page-watch.js';

/** Document, style sheet and scripts of the page with the form. */
const PAGE_BYTES_MAX = 30 * 1024;

type Snippets = Readonly<Record<'element' | 'html' | 'iframe' | 'link', string>>;

let instance: TryItInstance;
let site: ArticleSite;
let stranger: ArticleSite;
let browser: TestBrowser;
let french: Snippets;
let arabic: Snippets;
/** As strict as a site can be and still load what the snippets name. */
let policy: string;

beforeAll(async () => {
  browser = openBrowser();
  [site, stranger] = [await startArticleSite(), await startArticleSite()];
  // Under attack from the first sign-up on: everybody is asked for a proof of work.
  instance = await startTryItInstance({ SIGN_UP_PER_MINUTE: '0' });
  await instance.run('newsletter', 'sites', 'monde', '--add', site.url);
  await instance.run('newsletter', 'sites', 'alam', '--add', site.url);
  const printed = async (slug: string): Promise<Snippets> =>
    ((await instance.run('newsletter', 'embed', slug)) as { snippets: Snippets }).snippets;
  [french, arabic] = [await printed('monde'), await printed('alam')];
  const { url } = instance;
  policy = `default-src 'none'; style-src 'self'; img-src data:; script-src ${url}; connect-src ${url}; frame-src ${url}; form-action ${url}; require-trusted-types-for 'script'`;
});
afterAll(async () => {
  await browser.close();
  await Promise.all([site.close(), stranger.close()]);
  await instance.close();
});

interface Visit {
  readonly page: Page;
  readonly watched: Watch;
}

async function visit(address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.open({ locale: 'fr-FR', viewport: { width: 320, height: 720 }, ...options });
  const watched = watch(context, [instance.url, site.url]);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(address);
  return { page, watched };
}

function contentWidth(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth');
}

async function expectNoTrace({ page, watched }: Visit): Promise<void> {
  expect(watched).toEqual({ strangers: [], complaints: [] });
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
}

/** No barrier that axe can find, light or dark. */
async function expectOpenToAll(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect([colorScheme, await violations(page, colorScheme === 'dark' ? 'colours' : 'everything')]).toEqual([
      colorScheme,
      [],
    ]);
  }
}

describe('the element on an article of another site', () => {
  it('asks about a slip, does the work that is asked for, and leaves nothing behind', async () => {
    site.show({ language: 'fr', snippet: french.element.repeat(2), policy });
    const visited = await visit(`${site.url}/article?reader=ana`);
    const { page } = visited;
    const form = page.locator('colporteur-signup').first();
    const field = form.getByLabel('Votre adresse e-mail');
    await field.fill('ana@gmial.com');
    await field.press('Enter');
    const error = form.getByRole('alert');
    await error.filter({ hasText: 'vouliez-vous' }).waitFor();
    expect(await error.textContent()).toBe(
      '«\u00a0gmial.com\u00a0»\u00a0: vouliez-vous écrire «\u00a0gmail.com\u00a0»\u00a0?',
    );
    const focused = "document.querySelector('colporteur-signup').shadowRoot.activeElement?.id";
    expect(await page.evaluate(focused)).toBe('address');
    expect(await contentWidth(page)).toBe(320);
    await form.getByRole('button', { name: 'Oui, c’est ana@gmail.com' }).waitFor();
    await field.fill('lectrice@hotmial.com');
    await field.press('Enter');
    // Kept, and then asked for a proof: nobody is asked the same twice.
    await form.getByRole('button', { name: 'Non, garder lectrice@hotmial.com' }).click();
    const sent = form.getByRole('status').filter({ hasText: 'Regardez votre boîte mail' });
    await sent.waitFor({ timeout: 45_000 });
    expect(await contentWidth(page)).toBe(320);
    await expectNoTrace(visited);
    await messageTo(instance.mailboxUrl, 'lectrice@hotmial.com');
  });

  it('speaks Arabic from right to left, and meets no barrier', async () => {
    site.show({ language: 'ar', snippet: arabic.element });
    const { page } = await visit(`${site.url}/article`, { locale: 'ar' });
    const form = page.locator('colporteur-signup');
    await form.getByRole('button', { name: 'أشترك' }).click();
    await form.getByRole('alert').filter({ hasText: 'هذا العنوان غير صالح' }).waitFor();
    expect(await form.locator('.card').getAttribute('dir')).toBe('rtl');
    expect(await contentWidth(page)).toBe(320);
    await expectOpenToAll(page);
  });

  it('stays a link where script does not run, and where the site is not on the list', async () => {
    site.show({ language: 'fr', snippet: french.element });
    const without = await visit(`${site.url}/article`, { javaScriptEnabled: false });
    expect(await without.page.getByRole('link', { name: 'Je m’abonne' }).isVisible()).toBe(true);
    stranger.show({ language: 'fr', snippet: french.element });
    const { page } = await visit(stranger.url);
    await page.waitForLoadState('networkidle');
    const link = page.getByRole('link', { name: 'Je m’abonne' });
    expect(await link.isVisible()).toBe(true);
    expect(await link.getAttribute('href')).toBe(`${instance.url}/n/monde?placement=article-foot`);
    expect(await page.getByRole('textbox').count()).toBe(0);
  });
});

describe('the frame on an article of another site', () => {
  it('answers in the frame', async () => {
    site.show({ language: 'fr', snippet: french.iframe, policy });
    const visited = await visit(`${site.url}/article`);
    const { page } = visited;
    const frame = page.frameLocator('iframe');
    await frame.getByLabel('Votre adresse e-mail').fill('cadre@example.org');
    await frame.getByRole('button', { name: 'Je m’abonne' }).click();
    await frame.getByRole('heading', { name: 'Regardez votre boîte mail' }).waitFor({ timeout: 45_000 });
    expect(await contentWidth(page)).toBe(320);
    await expectNoTrace(visited);
    await messageTo(instance.mailboxUrl, 'cadre@example.org');
  });

  it('is not shown on a site that is not on the list', async () => {
    stranger.show({ language: 'fr', snippet: french.iframe });
    const { page, watched } = await visit(stranger.url);
    await page.waitForLoadState('networkidle');
    expect(await page.frameLocator('iframe').getByRole('button', { name: 'Je m’abonne' }).count()).toBe(0);
    expect(watched.complaints.join()).toContain('frame-ancestors');
  });
});

describe('our own page under attack', () => {
  it('does the work by script, of a page that weighs little', async () => {
    const visited = await visit('about:blank');
    const { page } = visited;
    let bytes = 0;
    page.on('response', (response) => {
      const isFont = response.url().endsWith('.woff2');
      void response.body().then((body) => (bytes += isFont ? 0 : body.length), () => undefined); // prettier-ignore
    });
    await page.goto(`${instance.url}/n/monde`, { waitUntil: 'networkidle' });
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThan(PAGE_BYTES_MAX);
    await page.getByText('Recevoir aussi d’autres newsletters').click();
    await page.getByLabel('The World This Morning').check();
    await page.locator('#address').fill('deux@example.org');
    await page.getByRole('button', { name: 'Je m’abonne' }).click();
    await page.getByRole('heading', { name: 'Regardez votre boîte mail' }).waitFor({ timeout: 45_000 });
    await expectNoTrace(visited);
    await messageTo(instance.mailboxUrl, 'deux@example.org');
  });

  it('says without script how long to wait, and keeps what was typed', async () => {
    const { page } = await visit(`${instance.url}/n/monde`, { javaScriptEnabled: false });
    await page.locator('#address').fill('patiente@example.org');
    await page.getByRole('button', { name: 'Je m’abonne' }).click();
    const note = page.getByRole('status');
    expect(await note.textContent()).toMatch(/Patientez \d+ secondes, puis appuyez de nouveau/);
    expect(await page.locator('#address').inputValue()).toBe('patiente@example.org');
    expect(await page.locator('input[name=proof]').inputValue()).not.toBe('');
    expect(await contentWidth(page)).toBe(320);
  });

  it('meets no barrier with a question, and with a wait', async () => {
    const { page } = await visit(`${instance.url}/n/monde`);
    // The script of the page would solve what we want to look at.
    await page.route('**/assets/proof*.js', (route) => route.abort());
    await page.goto(`${instance.url}/n/monde`);
    await page.locator('#address').fill('ana@gmial.com');
    await page.getByRole('button', { name: 'Je m’abonne' }).click();
    await page.getByRole('button', { name: 'Oui, c’est ana@gmail.com' }).waitFor();
    expect(await contentWidth(page)).toBe(320);
    await expectOpenToAll(page);
    await page.getByRole('button', { name: 'Non, garder ana@gmial.com' }).click();
    await page.getByRole('status').waitFor();
    await expectOpenToAll(page);
    await page.goto(`${instance.url}/n/monde/frame`);
    await expectOpenToAll(page);
  });
});
