import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { violations } from '../support/accessibility.js';
import { openBrowser, type TestBrowser } from '../support/browser.js';
import { startTryItInstance, type TryItInstance } from '../support/instance.js';
import { watch, type Watch } from '../support/page-watch.js';

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly source: string;
}

let instance: TryItInstance;
let browser: TestBrowser;
let key: string;
let context: BrowserContext;
let page: Page;
let watched: Watch;

beforeAll(async () => {
  browser = openBrowser();
  instance = await startTryItInstance();
  await instance.run('operator', 'invite', 'cms@newsroom.example', '--role', 'editor');
  const scopes = ['dispatches:write', 'editions:read', 'preview:read'];
  const issued = await instance.run('operator', 'key', 'cms@newsroom.example', 'CMS', '--scope', ...scopes);
  key = (issued as { key: string }).key;
  context = await browser.open({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  page = context.pages()[0] ?? (await context.newPage());
  watched = watch(context, [instance.url]);
});
afterAll(async () => {
  await browser.close();
  await instance.close();
});

async function ask(path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${instance.url}/api/v1/${path}`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function newsletterIds(): Promise<Map<string, string>> {
  const { newsletters } = (await ask('newsletters')) as { newsletters: { id: string; name: string }[] };
  return new Map(newsletters.map(({ id, name }) => [name, id]));
}

async function idOf(name: string): Promise<string> {
  const id = (await newsletterIds()).get(name);
  if (id === undefined) throw new Error(`no newsletter is called ${name}`);
  return id;
}

/** The first story's headline, without the markup around it. */
function leadOf({ html }: Preview): string {
  const headline = /<h3[^>]*>(.*?)<\/h3>/s.exec(html)?.[1] ?? '';
  return headline.replace(/<[^>]+>/g, '');
}

function mail(): FrameLocator {
  return page.frameLocator('iframe');
}

/** What the list shows as chosen, by its look. */
function framedRows(): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('main li a')]
    .filter((link) => getComputedStyle(link).boxShadow !== 'none')
    .map((link) => link.querySelector('bdi').textContent)`);
}

/** axe in both schemes on the page as it stands. */
async function expectNoBarrier(): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect({ colorScheme, found: await violations(page) }).toEqual({ colorScheme, found: [] });
  }
}

describe('the way in', () => {
  it('asks somebody unknown to get a link, without telling anything', async () => {
    const answer = await page.goto(`${instance.url}/admin`);
    expect(answer?.headers()['content-security-policy']).toBe(POLICY);
    await page.getByRole('heading', { name: 'Ask for a sign-in link' }).waitFor();
    await expectNoBarrier();
  });

  it('is a link with a button, good for once', async () => {
    await page.goto(instance.signInUrl);
    await expectNoBarrier();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Next editions' }).waitFor();
    expect(page.url()).toBe(`${instance.url}/admin`);
    const again = await fetch(instance.signInUrl, { method: 'POST' });
    expect(again.status).toBe(404);
  });
});

describe('the next editions', () => {
  it('are the three newsletters, each with its hour, its readers and its approval', async () => {
    // The heading stands before the list has been fetched.
    await page.locator('section[aria-labelledby="list-title"] li bdi').first().waitFor();
    const names = await page.locator('section[aria-labelledby="list-title"] li bdi').allTextContents();
    expect(names.toSorted()).toEqual([...(await newsletterIds()).keys()].toSorted());
    const first = await page.locator('section[aria-labelledby="list-title"] li').first().textContent();
    expect(first).toContain('07:00');
    expect(first).toContain('0 readers');
    expect(first).toContain('Approved by policy');
    await mail().locator('h1').waitFor();
    await expectNoBarrier();
  });

  it.each(['Le monde ce matin', 'The World This Morning', 'العالم هذا الصباح'])(
    'of « %s » are shown as they would leave',
    async (name) => {
      await page.getByRole('link', { name }).click();
      await mail().getByRole('heading', { level: 1, name }).waitFor();
      const preview = (await ask(`newsletters/${await idOf(name)}/preview`)) as Preview;
      expect(leadOf(preview)).not.toBe('');
      expect(await mail().locator('h3').first().textContent()).toBe(leadOf(preview));
      expect(await page.locator('main').textContent()).toContain(preview.subject);
      expect(await page.locator('iframe').getAttribute('sandbox')).toBe('');
      expect(await framedRows()).toEqual([name]);
    },
  );

  it('have a phone’s and a desktop’s width', async () => {
    const width = async (): Promise<number | undefined> => (await page.locator('iframe').boundingBox())?.width;
    await page.locator('label', { hasText: 'Phone' }).click();
    await page.waitForURL(/width=phone/);
    expect(await width()).toBe(360);
    await page.locator('label', { hasText: 'Desktop' }).click();
    await page.waitForURL(/width=desktop/);
    expect(await width()).toBe(680);
  });

  it('have a plain text, a source and headers, each with an address of its own', async () => {
    const id = await idOf('Le monde ce matin');
    const preview = (await ask(`newsletters/${id}/preview`)) as Preview;
    await page.goto(`${instance.url}/admin/newsletters/${id}?part=text`);
    const shown = page.getByRole('tabpanel');
    await shown.getByText(leadOf(preview)).first().waitFor();
    expect(await shown.textContent()).toBe(preview.text);
    await expectNoBarrier();
    await page.getByRole('tab', { name: 'Source' }).click();
    await shown.getByText('List-Unsubscribe-Post: List-Unsubscribe=One-Click').waitFor();
    await expectNoBarrier();
    await page.getByRole('tab', { name: 'Headers' }).click();
    await shown.getByRole('row', { name: /^Subject/ }).waitFor();
    expect(await shown.getByRole('row', { name: /^Subject/ }).textContent()).toContain(preview.subject);
    await expectNoBarrier();
  });
});

describe('the templates', () => {
  it('are shown filled, at an address that can be opened anew', async () => {
    await page.getByRole('link', { name: 'Templates' }).click();
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor();
    await page.locator('main li a').first().click();
    await page.waitForURL(/\/admin\/templates\/[\w-]+/);
    // The part chosen on the other screen stays chosen.
    expect(page.url()).toContain('part=headers');
    await page.getByRole('tab', { name: 'HTML' }).click();
    await page.reload();
    await page.getByLabel('Filled with the dispatches of').selectOption({ label: 'Le monde ce matin (uses it)' });
    await mail().getByRole('heading', { level: 1, name: 'Le monde ce matin' }).waitFor();
    await expectNoBarrier();
  });

  it.each(['/admin/', '/admin/templates', '/admin/anything/else'])('%s serves the application', async (path) => {
    const answer = await fetch(`${instance.url}${path}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<div id="root">');
  });
});

describe('all of this', () => {
  it('made no script fail and the policy refuse nothing', () => {
    expect(watched).toEqual({ strangers: [], complaints: [] });
  });
});

describe('a hostile dispatch', () => {
  const headline = `<script>top.owned=1</script><img src=x onerror="top.owned=1"> "'`;

  it('is text in the preview, and nothing runs', async () => {
    await ask('dispatches', {
      externalId: 'hostile',
      language: 'en',
      headline,
      standfirst: '<svg onload="top.owned=1"></svg>Words that stand first.',
      bodyHtml: '<p onclick="top.owned=1">A body</p><script>top.owned=1</script>',
      link: 'https://stranger.example/a?b="><script>',
      urgency: 1,
      regions: ['europe'],
    });
    await page.goto(`${instance.url}/admin/newsletters/${await idOf('The World This Morning')}`);
    const link = mail().locator('h3 a[href^="https://stranger.example/"]');
    await link.waitFor();
    expect(await mail().locator('script, [onerror], [onload], [onclick]').count()).toBe(0);
    expect(await page.evaluate('typeof owned')).toBe('undefined');
  });

  it('would not run either if it ever came through: the frame is a sandbox', async () => {
    const attack = `<!doctype html><title>x</title><h1>Attack</h1><script>top.owned=1</script>
      <img src="x" onerror="top.owned=1"><iframe srcdoc="<script>top.owned=1</script>"></iframe>
      <form action="https://stranger.example/"><button>Send</button></form>
      <meta http-equiv="refresh" content="0;url=https://stranger.example/">`;
    const pattern = '**/api/v1/newsletters/*/preview';
    await page.route(pattern, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), html: attack } });
    });
    await page.reload();
    await mail().getByRole('heading', { name: 'Attack' }).waitFor();
    await mail().getByRole('button', { name: 'Send' }).click();
    expect(await page.evaluate('typeof owned')).toBe('undefined');
    expect(page.url()).toContain(instance.url);
    await page.unroute(pattern);
  });

  it('made nobody else be asked for anything', () => {
    expect(watched.strangers).toEqual([]);
  });
});

describe('on a phone', () => {
  it('the list comes first, then what is chosen, and nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/admin', '/admin/templates']) {
      await page.goto(`${instance.url}${path}`);
      await page.locator('main li a').first().waitFor();
      await expectNoBarrier();
      await page.locator('main li a').first().click();
      await mail().locator('h1').waitFor();
      await expectNoBarrier();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });
});

describe('the way out', () => {
  it('ends the session on the server too', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${instance.url}/admin`);
    const cookies = await context.cookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Ask for a sign-in link' }).waitFor();
    const session = cookies.find(({ name }) => name === 'colporteur_session');
    expect(session?.httpOnly).toBe(true);
    const answer = await fetch(`${instance.url}/api/v1/session`, {
      headers: { cookie: `colporteur_session=${session?.value ?? ''}` },
    });
    expect(answer.status).toBe(401);
  });
});
