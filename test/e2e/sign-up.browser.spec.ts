import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { violations } from '../support/accessibility.js';
import { openBrowser, type TestBrowser } from '../support/browser.js';
import { startTryItInstance, type TryItInstance } from '../support/instance.js';
import { messageTo } from '../support/mailbox.js';
import { watch } from '../support/page-watch.js';

interface Language {
  readonly locale: string;
  readonly slug: string;
  readonly newsletter: string;
  readonly direction: string;
  readonly promise: string;
  readonly button: string;
  readonly wrong: string;
  readonly sent: string;
  readonly confirm: string;
  readonly confirmButton: string;
  readonly confirmed: string;
  readonly leave: string;
  readonly view: string;
  readonly leaveTitle: string;
  readonly leaveButton: string;
  readonly goodbye: string;
}

const french: Language = {
  locale: 'fr-FR',
  slug: 'monde',
  newsletter: 'Le monde ce matin',
  direction: 'ltr',
  promise: 'Recevez toute l’actualité internationale directement dans votre boîte mail',
  button: 'Je m’abonne',
  wrong: 'Cette adresse n’est pas valable. Saisissez-la en entier, par exemple nom@example.org.',
  sent: 'Regardez votre boîte mail',
  confirm: 'Confirmez votre inscription',
  confirmButton: 'Je confirme',
  confirmed: 'C’est confirmé',
  leave: 'Me désabonner',
  view: 'Lire dans le navigateur',
  leaveTitle: 'Quitter «\u00a0Le monde ce matin\u00a0»\u00a0?',
  leaveButton: 'Je me désabonne',
  goodbye: 'Votre abonnement a pris fin',
};

const arabic: Language = {
  locale: 'ar',
  slug: 'alam',
  newsletter: 'العالم هذا الصباح',
  direction: 'rtl',
  promise: 'كل الأخبار الدولية مباشرة إلى بريدكم الإلكتروني',
  button: 'أشترك',
  wrong: 'هذا العنوان غير صالح. اكتبه كاملًا، على سبيل المثال ⁦name@example.org⁩.',
  sent: 'راجع بريدك الإلكتروني',
  confirm: 'أكّد اشتراكك',
  confirmButton: 'أؤكّد اشتراكي',
  confirmed: 'تم تأكيد الاشتراك',
  leave: 'إلغاء الاشتراك',
  view: 'القراءة في المتصفح',
  leaveTitle: 'هل تريد مغادرة «العالم هذا الصباح»؟',
  leaveButton: 'ألغي اشتراكي',
  goodbye: 'انتهى اشتراكك',
};

/** Called at every page a reader comes to, and at the mailbox; `name` says which in a failure. */
type Look = (name: string, page: Page) => Promise<void>;

let instance: TryItInstance;
let browser: TestBrowser;
let key: string;

beforeAll(async () => {
  browser = openBrowser();
  instance = await startTryItInstance();
  await instance.run('operator', 'invite', 'cms@newsroom.example', '--role', 'editor');
  const issued = await instance.run('operator', 'key', 'cms@newsroom.example', 'CMS', '--scope', 'dispatches:write');
  key = (issued as { key: string }).key;
});
afterAll(async () => {
  await browser.close();
  await instance.close();
});

/** From the list of newsletters to the goodbye, by what is on the pages and in the mailbox alone. */
async function walk(context: BrowserContext, language: Language, address: string, look: Look): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  await signUp(page, language, address, look);
  const confirmation = await messageTo(instance.mailboxUrl, address);
  const confirm = await openFromMailbox(page, confirmation, language.confirmButton, look);
  await press(confirm, language.confirm, language.confirmButton, language.confirmed, look);
  const welcome = await messageTo(instance.mailboxUrl, address, [confirmation.id]);
  await publish(language);
  const digest = await messageTo(instance.mailboxUrl, address, [confirmation.id, welcome.id]);
  expect(digest.subject).toContain(language.newsletter);
  const view = await openFromMailbox(page, digest, language.view, look);
  expect(await view.locator('h1').textContent()).toBe(language.newsletter);
  await look('web view', view);
  const leave = await openFromMailbox(page, digest, language.leave, look);
  await press(leave, language.leaveTitle, language.leaveButton, language.goodbye, look);
  await leave.goto(`${instance.url}/privacy`);
  await look('privacy', leave);
}

async function signUp(page: Page, language: Language, address: string, look: Look): Promise<void> {
  await page.goto(`${instance.url}/`);
  await look('list', page);
  await page.getByRole('link', { name: language.newsletter }).click();
  expect(await page.locator('html').getAttribute('dir')).toBe(language.direction);
  expect(await page.locator('h1').textContent()).toBe(language.newsletter);
  expect(await page.locator('.offer .standfirst').textContent()).toBe(language.promise);
  await look('form', page);
  const field = page.locator('#address');
  const button = page.getByRole('button', { name: language.button });
  await field.fill('lectrice@');
  await button.click();
  const error = page.locator('#address-error');
  expect(await error.textContent()).toBe(language.wrong);
  expect(await field.inputValue()).toBe('lectrice@');
  expect(await field.getAttribute('aria-describedby')).toContain('address-error');
  expect(await distance(error, field)).toBeLessThan(24);
  await look('form with an error', page);
  await field.fill(address);
  await button.click();
  expect(await page.locator('h1').textContent()).toBe(language.sent);
  expect(page.url()).toBe(`${instance.url}/n/${language.slug}?sent=1`);
  await look('sent', page);
}

/** CSS pixels between the foot of one and the head of the other. */
async function distance(above: Locator, below: Locator): Promise<number> {
  const [upper, lower] = [await above.boundingBox(), await below.boundingBox()];
  if (upper === null || lower === null) throw new Error('one of the two is not to be seen');
  return lower.y - (upper.y + upper.height);
}

/** Opens the mailbox, the message in it, and from the message the link with that name. */
async function openFromMailbox(
  page: Page,
  message: { id: string; subject: string },
  link: string,
  look: Look,
): Promise<Page> {
  // A tab that an earlier link opened still lies on top.
  await page.bringToFront();
  await page.goto(instance.mailboxUrl);
  await look('mailbox', page);
  await page.locator(`a[href*="${message.id}"]`).first().click();
  const found = page.frameLocator('iframe').getByRole('link', { name: link, exact: true });
  const [opened] = await Promise.all([page.context().waitForEvent('page'), found.click()]);
  await opened.waitForLoadState();
  return opened;
}

/** A page with one button, and what the button leads to. */
async function press(page: Page, title: string, button: string, result: string, look: Look): Promise<void> {
  expect(await page.locator('h1').textContent()).toBe(title);
  await look(title, page);
  await page.getByRole('button', { name: button }).click();
  expect(await page.locator('h1').textContent()).toBe(result);
  await look(result, page);
}

/** An edition of the newsletter, with something new in it, leaves now. */
async function publish({ locale, slug }: Language): Promise<void> {
  const answer = await fetch(`${instance.url}/api/v1/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      externalId: crypto.randomUUID(),
      language: locale.slice(0, 2),
      headline: locale === 'ar' ? `خبر ${Date.now()}` : `Une nouvelle de ${Date.now()}`,
      regions: ['europe'],
    }),
  });
  expect(answer.status).toBe(201);
  await instance.run('edition', 'send', slug);
}

function innerWidths(page: Page): Promise<{ content: number; window: number }> {
  return page.evaluate('({ content: document.documentElement.scrollWidth, window: innerWidth })');
}

describe.each([
  ['French', french],
  ['Arabic', arabic],
] as const)('a reader in %s', (name, language) => {
  it('signs up, confirms, reads and leaves without script, on 320 pixels, unseen by anybody else', async () => {
    const context = await browser.open({
      locale: language.locale,
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
    });
    const watched = watch(context, [instance.url, instance.mailboxUrl]);
    const seen: string[] = [];
    await walk(context, language, `${name.toLowerCase()}.walker@example.org`, async (place, page) => {
      const { content, window } = await innerWidths(page);
      seen.push(place);
      expect({ place, content, window }).toEqual({ place, content: 320, window: 320 });
    });
    expect(seen).toEqual(expect.arrayContaining(['form', language.goodbye]));
    expect(watched).toEqual({ strangers: [], complaints: [] });
  });

  it('meets no barrier that axe can find (WCAG 2.2 AA)', async () => {
    const context = await browser.open({ locale: language.locale, viewport: { width: 1200, height: 800 } });
    const barriers: Record<string, string[]> = {};
    await walk(context, language, `${name.toLowerCase()}.second@example.org`, async (place, page) => {
      // The mailbox is a developer's tool; it reloads itself, which a page for readers must not.
      if (place === 'mailbox') return;
      // The colours are the same in every language.
      for (const colorScheme of language === french ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        const found = await violations(page, colorScheme === 'dark' ? 'colours' : 'everything');
        if (found.length > 0) barriers[`${place}, ${colorScheme}`] = found;
      }
    });
    expect(barriers).toEqual({});
  });
});

describe('a link that leads nowhere', () => {
  it.each([
    ['/confirm/forged', 'Ce lien n’est pas valable'],
    ['/unsubscribe/forged', 'Ce lien n’est pas valable'],
    ['/n/soir', 'Cette newsletter n’existe pas'],
    ['/nowhere', 'Cette page n’existe pas'],
  ])('%s says what to do, on 320 pixels, light and dark', async (address, title) => {
    const context = await browser.open({ locale: 'fr-FR', viewport: { width: 320, height: 640 } });
    const page = context.pages()[0] ?? (await context.newPage());
    const answer = await page.goto(`${instance.url}${address}`);
    expect(answer?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe(title);
    expect((await innerWidths(page)).content).toBe(320);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, 'colours')).toEqual([]);
    await context.close();
  });
});
