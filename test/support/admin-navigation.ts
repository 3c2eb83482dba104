import type { Page } from 'playwright-core';

/**
 * To another screen of the admin that is open, as its links lead there: the application goes on and is not loaded again.
 * Resolves when the screen's own heading stands and nothing in it is awaited. Where one is there already, because the screen
 * before led on by itself, there is nothing to do. Not for another address of the screen one is on, whose heading stays.
 *
 * @param at path from the origin on
 */
export async function enter(page: Page, at: string): Promise<void> {
  const isThere = await page.evaluate<boolean>(`(() => {
    if (location.pathname + location.search === ${JSON.stringify(at)}) return true;
    for (const heading of document.querySelectorAll('main h1')) heading.setAttribute('data-left', '');
    history.pushState({}, '', ${JSON.stringify(at)});
    return false;
  })()`);
  if (!isThere) await page.locator('main h1:not([data-left])').first().waitFor();
  await settled(page);
}

/** What is on its way shows as a skeleton; a page for readers has none. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main [data-visible]').first().waitFor({ state: 'detached' });
}
