import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { SETTLED } from './accessibility.js';
import { adminScreens, type AdminLook, type AdminScreen } from './admin-screens.js';
import { startArticleSite } from './article-site.js';
import { openBrowser, type TestBrowser } from './browser.js';
import { openGallery } from './gallery/gallery.js';
import { startTryItInstance, type TryItInstance } from './instance.js';
import { messageTo } from './mailbox.js';
import { addChoosableNewsletters, linksOfDigest } from './preference-journey.js';

/**
 * `npm run screenshots`: the pictures of docs/pictures, taken of throw-away instances in a real browser. With
 * `PICTURES_OF=admin` or `PICTURES_OF=readers` only one half, elsewhere with `PICTURES_DIR`.
 */
const FOLDER = process.env['PICTURES_DIR'] ?? path.join(import.meta.dirname, '..', '..', 'docs', 'pictures');

const DESKTOP = { width: 1200, height: 800 };
/** The width the admin is drawn for, and a height that a laptop shows. */
const ADMIN = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** The digest's 600 px and some ground on both sides. */
const MAIL = { width: 760, height: 1000 };

interface Look {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = openBrowser();
  const half = process.env['PICTURES_OF'];
  try {
    if (half !== 'readers') await pictureAdmin(browser);
    if (half !== 'admin') await pictureReaders(browser);
  } finally {
    await browser.close();
  }
}

/** What readers see, of an instance as `npm start` would bring it up. */
async function pictureReaders(browser: TestBrowser): Promise<void> {
  const instance = await startTryItInstance();
  try {
    await pictureForms(browser, instance);
    await pictureEmbeds(browser, instance);
    const mails = await receiveMails(browser, instance);
    await pictureMails(browser, instance, mails);
    await picturePreferences(browser, instance);
  } finally {
    await instance.close();
  }
}

/** A browser of its own per look; `work` gets its one page. */
async function looking<T>(browser: TestBrowser, look: Look, work: (page: Page) => Promise<T>): Promise<T> {
  const { viewport, locale = 'fr-FR', colorScheme = 'light' } = look;
  const options: BrowserContextOptions = { viewport, locale, colorScheme, timezoneId: 'Europe/Paris' };
  const context: BrowserContext = await browser.open(options);
  try {
    return await work(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
  }
}

async function picture(page: Page, name: string, options: { fullPage?: boolean; height?: number } = {}): Promise<void> {
  const { fullPage = false, height } = options;
  const size = page.viewportSize();
  const clip = height === undefined || size === null ? {} : { clip: { x: 0, y: 0, width: size.width, height } };
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const taken = await page.screenshot({ fullPage: fullPage || height !== undefined, ...clip });
  // They are looked at on a page and stay in the history of the project for ever: a palette halves them.
  await sharp(taken)
    .png({ palette: true, quality: 95, effort: 9 })
    .toFile(path.join(FOLDER, `${name}.png`));
  process.stdout.write(`${name}.png\n`);
}

async function pictureForms(browser: TestBrowser, { url }: TryItInstance): Promise<void> {
  const forms: readonly [string, string, Look][] = [
    ['form-fr', 'monde', { viewport: DESKTOP }],
    ['form-fr-dark', 'monde', { viewport: DESKTOP, colorScheme: 'dark' }],
    ['form-fr-phone', 'monde', { viewport: PHONE }],
    ['form-ar-phone', 'alam', { viewport: PHONE, locale: 'ar' }],
  ];
  for (const [name, slug, look] of forms) {
    await looking(browser, look, async (page) => {
      await page.goto(`${url}/n/${slug}`);
      await picture(page, name, { fullPage: name.endsWith('phone') });
    });
  }
}

/** The form at the foot of an article of another site, by the very snippet that `newsletter embed` prints. */
async function pictureEmbeds(browser: TestBrowser, instance: TryItInstance): Promise<void> {
  const site = await startArticleSite();
  const embeds: readonly [string, 'fr' | 'ar', Look][] = [
    ['embed-fr', 'fr', { viewport: MAIL }],
    ['embed-fr-dark', 'fr', { viewport: MAIL, colorScheme: 'dark' }],
    ['embed-ar-phone', 'ar', { viewport: PHONE, locale: 'ar' }],
  ];
  for (const [name, language, look] of embeds) {
    const slug = language === 'ar' ? 'alam' : 'monde';
    await instance.run('newsletter', 'sites', slug, '--add', site.url);
    const { snippets } = (await instance.run('newsletter', 'embed', slug)) as { snippets: { element: string } };
    site.show({ language, snippet: snippets.element });
    await looking(browser, look, async (page) => {
      await page.goto(`${site.url}/article`);
      await page.getByRole('textbox').waitFor();
      await picture(page, name, { fullPage: true });
    });
  }
  await site.close();
}

interface Mails {
  readonly confirmation: string;
  readonly digest: string;
  readonly arabicDigest: string;
}

/** Two readers sign up as readers do, then an edition of each newsletter leaves. */
async function receiveMails(browser: TestBrowser, instance: TryItInstance): Promise<Mails> {
  const confirmation = await subscribe(browser, instance, 'monde', 'lectrice@example.org');
  const arabic = await subscribe(browser, instance, 'alam', 'qariaa@example.org');
  await instance.run('edition', 'send', 'monde');
  await instance.run('edition', 'send', 'alam');
  const digest = await messageTo(instance.mailboxUrl, 'lectrice@example.org', [confirmation]);
  const arabicDigest = await messageTo(instance.mailboxUrl, 'qariaa@example.org', [arabic]);
  return { confirmation, digest: digest.id, arabicDigest: arabicDigest.id };
}

async function subscribe(
  browser: TestBrowser,
  { url, mailboxUrl }: TryItInstance,
  slug: string,
  address: string,
): Promise<string> {
  return looking(browser, { viewport: DESKTOP }, async (page) => {
    await page.goto(`${url}/n/${slug}`);
    await page.locator('#address').fill(address);
    await page.locator('form.signup button').click();
    const { id } = await messageTo(mailboxUrl, address);
    await page.goto(`${mailboxUrl}/messages/${id}/html`);
    const link = await page.locator('a[href*="/confirm/"]').first().getAttribute('href');
    await page.goto(link ?? '');
    await page.locator('main button').click();
    await page.locator('.stamp').waitFor();
    return id;
  });
}

async function pictureMails(browser: TestBrowser, { mailboxUrl }: TryItInstance, mails: Mails): Promise<void> {
  const readings: readonly [string, string, Look, number | undefined][] = [
    ['confirmation', mails.confirmation, { viewport: { width: 760, height: 680 } }, undefined],
    ['digest-fr', mails.digest, { viewport: MAIL }, 1500],
    ['digest-fr-dark', mails.digest, { viewport: MAIL, colorScheme: 'dark' }, 1500],
    ['digest-fr-phone', mails.digest, { viewport: PHONE }, 1700],
    ['digest-ar', mails.arabicDigest, { viewport: MAIL, locale: 'ar' }, 1500],
  ];
  for (const [name, id, look, height] of readings) {
    await looking(browser, look, async (page) => {
      await page.goto(`${mailboxUrl}/messages/${id}/html`);
      await picture(page, name, height === undefined ? {} : { height });
    });
  }
  await looking(browser, { viewport: { width: 1100, height: 700 } }, async (page) => {
    await page.goto(mailboxUrl);
    await picture(page, 'mailbox');
  });
}

async function picturePreferences(browser: TestBrowser, instance: TryItInstance): Promise<void> {
  await addChoosableNewsletters(instance);
  const looks: readonly [string, string, Look][] = [
    ['fr', 'lettre', { viewport: DESKTOP }],
    ['ar-dark', 'risala', { viewport: PHONE, locale: 'ar', colorScheme: 'dark' }],
  ];
  for (const [name, slug, look] of looks) {
    await looking(browser, look, async (page) => {
      const links = await linksOfDigest(page, instance, { slug, address: `${slug}@example.org` });
      await page.goto(links.preferences);
      await picture(page, `preferences-${name}`, { fullPage: true });
      await page.goto(links.unsubscribe);
      await page.locator('main button').click();
      await picture(page, `goodbye-${name}`, { fullPage: true });
    });
  }
}

const ADMIN_LOOKS: Readonly<Record<AdminLook, Look>> = {
  light: { viewport: ADMIN, locale: 'en-GB' },
  dark: { viewport: ADMIN, locale: 'en-GB', colorScheme: 'dark' },
  phone: { viewport: PHONE, locale: 'en-GB' },
  'phone-dark': { viewport: PHONE, locale: 'en-GB', colorScheme: 'dark' },
  fr: { viewport: ADMIN, locale: 'fr-FR' },
};

/** Looks whose picture of the first screen also stands in the README. */
const SHOWN: ReadonlySet<AdminLook> = new Set(['light', 'dark', 'phone']);

/** The rooms of a newsroom in the middle of its morning. */
async function pictureAdmin(browser: TestBrowser): Promise<void> {
  mkdirSync(path.join(FOLDER, 'admin'), { recursive: true });
  const gallery = await openGallery(process.env['DESK_ADMIN_BUILD']);
  try {
    const screens = adminScreens(gallery.places);
    for (const [look, options] of entriesOf(ADMIN_LOOKS))
      await looking(browser, options, async (page) => {
        await page.context().addCookies([{ ...gallery.cookie, url: gallery.url }]);
        // A choice made in the browser outranks the language of the account.
        const language = options.locale === 'fr-FR' ? 'fr' : 'en';
        await page.goto(`${gallery.url}/admin/stamp.svg`);
        await page.evaluate(`localStorage.setItem('colporteur.locale', '"${language}"')`);
        for (const screen of screens.filter(({ looks }) => looks.includes(look)))
          await pictureScreen(page, { url: gallery.url, screen, look });
      });
  } finally {
    await gallery.close();
  }
}

function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}

async function pictureScreen(
  page: Page,
  { url, screen, look }: { url: string; screen: AdminScreen; look: AdminLook },
): Promise<void> {
  await page.goto(`${url}/admin${screen.path}`);
  await page.locator(screen.ready).first().waitFor();
  // Nothing is on its way any more: no skeleton, no frame of a mail that is not there yet.
  await page.locator('main [data-visible]').first().waitFor({ state: 'detached' });
  for (const frame of page.frames()) await frame.waitForLoadState();
  await page.evaluate(SETTLED);
  const end = look === 'light' ? '' : `-${look}`;
  await picture(page, `admin/${screen.name}${end}`);
  if (screen.name === 'today' && SHOWN.has(look)) await picture(page, `admin${end}`);
}

await main();
