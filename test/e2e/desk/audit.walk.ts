import { expect } from '@jest/globals';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'the audit log',
  run: async ({ page, url, context, seen }) => {
    await page.goto(`${url}/admin/audit`);
    await page.getByRole('row').nth(2).waitFor();
    await page.getByLabel('About').selectOption('Operators and sign-in');
    await page.waitForURL(/action=operator\./);
    const signedIn = page.getByRole('row').filter({ hasText: 'Signed in' }).first();
    await signedIn.waitFor();
    await signedIn.getByText('As recorded').click();
    await signedIn.getByText('operator.signed_in').waitFor();
    await seen('the audit log');
    const sheet = await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href');
    const answer = await context.request.get(`${url}${sheet ?? ''}`);
    expect(answer.headers()['content-type']).toContain('text/csv');
    const lines = (await answer.text()).trim().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).every((line) => line.includes('operator.') || line.includes('audit.'))).toBe(true);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((address) => !address.search.includes('action'));
  },
}; // prettier-ignore
