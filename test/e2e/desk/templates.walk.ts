import { expect } from '@jest/globals';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'templates',
  run: async ({ page, url, seen }) => {
    await page.goto(`${url}/admin/templates`);
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor();
    await page.locator('main li a').first().click();
    await page.waitForURL(/\/admin\/templates\/[\w-]+/);
    await page.getByLabel('Filled with the dispatches of').selectOption({ label: 'Le monde ce matin (uses it)' });
    await page.reload();
    const title = page.frameLocator('iframe').getByRole('heading', { level: 1, name: 'Le monde ce matin' });
    await title.waitFor();
    await seen('a template');
    await page.setViewportSize({ width: 390, height: 844 });
    await title.waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  },
};
