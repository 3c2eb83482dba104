import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { startApi, type RunningApi } from '@app/api';
import { InviteOperator, IssueSignInLink } from '@app/operators';
import { Clock, Log, type Database } from '@app/platform';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { AdminShellController } from '../../apps/api/src/desk/admin-shell.controller.js';
import { violations } from './accessibility.js';
import { openBrowser, type TestBrowser } from './browser.js';
import { createTestDatabase } from './database.js';
import { openTestNewsroom } from './demo-newsroom.js';
import { watch, type Watch } from './page-watch.js';

export type Colours = 'dark' | 'light';

/** What a walk through a room of the admin works with: a signed-in administrator's browser on a demo newsroom. */
export interface DeskWalk {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong behind the pages so far; at the end it must be nothing. */
  readonly watched: Watch;
  /** Origin; the application stands under `/admin`. */
  readonly url: string;
  /** As the runtime role. */
  readonly database: Database;
  readonly api: RunningApi;
  /** Asks the API with the operator's session. @throws what it answered, where that is no success */
  readonly ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<unknown>;
  /**
   * Call it on every screen worth the name: axe on the page as it stands, in these colours and left in the last of them, which
   * is asked everything; in the others only what colours can change. @throws what it finds
   */
  readonly seen: (screen: string, colours?: readonly Colours[]) => Promise<void>;
  /** Paths of the screens that were seen so far. */
  readonly seenPaths: ReadonlySet<string>;
}

/** One room's main work; `test/e2e/desk/<room>.walk.ts` exports it as `walk`. At most 6 s on a quiet machine. */
export interface Walk {
  readonly room: string;
  run(desk: DeskWalk): Promise<void>;
}

export interface Desk extends DeskWalk {
  /** Good for once. */
  signInUrl(role?: 'admin' | 'editor' | 'designer' | 'viewer'): Promise<string>;
  close(): Promise<void>;
}

/** A build of the admin elsewhere (`vite build apps/admin --outDir …`), to walk what is not built into place. */
const OTHER_BUILD = process.env['DESK_ADMIN_BUILD'];

/** Where to put a picture of every screen that a walk sees: light, dark and on a phone. */
const PICTURES = process.env['DESK_PICTURES'];
const PHONE = { width: 390, height: 844 };

/** One api over a fresh database with the demo newsroom, and one browser. There is no worker: nothing is mailed. */
export async function openDesk(look: BrowserContextOptions = {}): Promise<Desk> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const test = await createTestDatabase({ PUBLIC_URL: url });
  const api = await startApi(test.config, new Log('silent'), { port });
  if (OTHER_BUILD !== undefined)
    Object.assign(api.app.get(AdminShellController, { strict: false }), { folder: OTHER_BUILD });
  const browser = openBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await api.close();
    await test.close();
  };
  try {
    await openTestNewsroom(api, test.database, new Date());
    return { ...(await openPage(browser, url, look)), database: test.database, api, url, signInUrl: (role = 'admin') => signInUrl(api, url, role), close }; // prettier-ignore
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPage(
  browser: TestBrowser,
  url: string,
  look: BrowserContextOptions,
): Promise<Pick<Desk, 'context' | 'page' | 'watched' | 'ask' | 'seen' | 'seenPaths'>> {
  // As whoever asks for less motion sees it: a dialog that comes and goes at once need not be waited for.
  const quick = { reducedMotion: 'reduce' } as const;
  const context = await browser.open({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...quick, ...look });
  const page = context.pages()[0] ?? (await context.newPage());
  const watched = watch(context, [url]);
  const seenPaths = new Set<string>();
  return {
    context,
    page,
    watched,
    ask: (method, at, body, headers = {}) => askAs(context, `${url}${at}`, { method, body, headers: { ...headers, origin: url } }),
    seenPaths,
    seen: async (screen, colours = ['dark', 'light']) => {
      seenPaths.add(new URL(page.url()).pathname);
      await expectNoBarrier(page, screen, colours);
    },
  }; // prettier-ignore
}

interface Asked {
  readonly method: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

async function askAs(context: BrowserContext, address: string, { method, body, headers }: Asked): Promise<unknown> {
  const data = body === undefined ? {} : { data: body };
  const answer = await context.request.fetch(address, { method, headers, ...data });
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${method} ${address} answered ${answer.status()}: ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

async function expectNoBarrier(page: Page, screen: string, colours: readonly Colours[]): Promise<void> {
  for (const colorScheme of colours) {
    await page.emulateMedia({ colorScheme });
    const found = await violations(page, colorScheme === colours.at(-1) ? 'everything' : 'colours');
    if (PICTURES !== undefined) await picture(page, PICTURES, `${screen}-${colorScheme}`);
    if (found.length > 0) throw new Error(`${screen}, ${colorScheme}:\n${found.join('\n')}`);
  }
}

async function picture(page: Page, folder: string, name: string): Promise<void> {
  const file = (look: string): string => path.join(folder, `${`${name}${look}`.replaceAll(/[^\w-]+/g, '-')}.png`);
  await page.screenshot({ path: file('') });
  const size = page.viewportSize();
  if (size === null || size.width === PHONE.width) return;
  await page.setViewportSize(PHONE);
  await page.screenshot({ path: file('-phone') });
  await page.setViewportSize(size);
}

async function signInUrl({ app }: RunningApi, url: string, role: 'admin' | 'editor' | 'designer' | 'viewer'): Promise<string> {
  const invite = app.get(InviteOperator, { strict: false });
  const at = app.get(Clock).now().getTime();
  const invitation = { address: `${role}-${at}@newsroom.example`, name: 'Ana Ferreira', role, locale: 'en', invitedBy: null };
  const { operatorId } = await invite.invite(invitation);
  const { secret } = await app.get(IssueSignInLink, { strict: false }).issue({ operatorId, issuedBy: null });
  return `${url}/admin/sign-in/${secret}`;
} // prettier-ignore

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
