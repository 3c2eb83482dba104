import { expect } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const mail = (page: Page): FrameLocator => page.frameLocator('iframe');

/** The first story's headline, without the markup around it. */
function leadOf({ html }: Preview): string {
  const headline = /<h3[^>]*>(.*?)<\/h3>/s.exec(html)?.[1] ?? '';
  return headline.replace(/<[^>]+>/g, '');
}

async function previewOf({ ask }: DeskWalk, slug: string): Promise<Preview> {
  const { newsletters } = (await ask('GET', '/api/v1/newsletters')) as { newsletters: { id: string; slug: string }[] };
  const id = newsletters.find((each) => each.slug === slug)?.id ?? '';
  return (await ask('GET', `/api/v1/newsletters/${id}/preview`)) as Preview;
}

/** Something to show, whatever earlier walks have sent. */
async function news({ ask }: DeskWalk): Promise<void> {
  for (const [language, headline] of [['fr', 'Le phare de l’île rouvre ses portes'], ['ar', 'المنارة تفتح أبوابها من جديد']] as const) {
    const body = { externalId: `preview-${language}`, language, headline, publishedAt: new Date().toISOString() };
    await ask('POST', '/api/v1/dispatches', body);
  }
} // prettier-ignore

async function readsEachNewsletter(desk: DeskWalk): Promise<void> {
  const { page, url } = desk;
  for (const [slug, name] of [['monde', 'Le monde ce matin'], ['alam', 'العالم هذا الصباح']] as const) {
    await page.goto(`${url}/admin/newsletters/${slug}/preview`);
    await mail(page).getByRole('heading', { level: 1, name }).waitFor();
    const preview = await previewOf(desk, slug);
    expect(leadOf(preview)).not.toBe('');
    expect(await mail(page).locator('h3').first().textContent()).toBe(leadOf(preview));
    expect(await page.locator('main').textContent()).toContain(preview.subject);
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('');
  }
  await desk.seen('the preview');
} // prettier-ignore

async function comparesWidthsAndParts({ page, seen }: DeskWalk): Promise<void> {
  const width = async (): Promise<number | undefined> => (await page.locator('iframe').boundingBox())?.width;
  await page.locator('label', { hasText: 'Phone' }).click();
  await page.waitForURL(/width=phone/);
  expect(await width()).toBe(360);
  await page.locator('label', { hasText: 'Desktop' }).click();
  await page.waitForURL(/width=desktop/);
  expect(await width()).toBe(680);
  await page.getByRole('tab', { name: 'Source' }).click();
  await page.getByRole('tabpanel').getByText('List-Unsubscribe-Post: List-Unsubscribe=One-Click').waitFor();
  await page.reload();
  await page.getByRole('tab', { name: 'Headers', selected: false }).click();
  await page.getByRole('row', { name: /^Subject/ }).waitFor();
  await seen('the headers');
}

/** Whatever ever came through as HTML: the frame runs nothing. */
async function survivesAnAttack({ page, url, watched }: DeskWalk): Promise<void> {
  const attack = `<!doctype html><title>x</title><h1>Attack</h1><script>top.owned=1</script>
    <img src="x" onerror="top.owned=1"><iframe srcdoc="<script>top.owned=1</script>"></iframe>
    <form action="https://stranger.example/"><button>Send</button></form>
    <meta http-equiv="refresh" content="0;url=https://stranger.example/">`;
  const before = watched.complaints.length;
  const pattern = '**/api/v1/newsletters/*/preview';
  await page.route(pattern, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), html: attack } });
  });
  await page.goto(`${url}/admin/newsletters/world/preview`);
  await mail(page).getByRole('heading', { name: 'Attack' }).waitFor();
  await mail(page).getByRole('button', { name: 'Send' }).click();
  expect(await page.evaluate('typeof owned')).toBe('undefined');
  expect(page.url()).toContain(url);
  await page.unroute(pattern);
  // The browser said what it refused, and that is as it should be.
  const refused = watched.complaints.splice(before);
  expect(refused.join('\n')).toContain('sandboxed');
}

export const walk: Walk = {
  room: 'the preview of a newsletter’s next edition',
  run: async (desk) => {
    await news(desk);
    await readsEachNewsletter(desk);
    await comparesWidthsAndParts(desk);
    await survivesAnAttack(desk);
    await desk.page.setViewportSize({ width: 390, height: 844 });
    await mail(desk.page).locator('h1').waitFor();
    expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await desk.seen('the preview on a phone');
  },
};
