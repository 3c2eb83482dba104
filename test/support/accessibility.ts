import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 AA and everything below it, as axe names the rules. Frames are left out: ours are sandboxed, no rule can run inside. */
const OPTIONS = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'], iframes: false };

/** What another colour scheme can change. */
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, iframes: false };

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * A colour in the middle of a transition is nobody's choice. What changed last may start one in the next frame only; one
 * that never ends is not waited for.
 */
export const SETTLED = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() =>
  Promise.allSettled(
    document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished)
  )
).then(() => undefined)`;

/**
 * What axe finds wrong on the page as it stands, one line each: rule, what is wrong, where. Needs script switched on.
 * `colours` asks only what another colour scheme can change, of a page that is asked everything in one of them.
 */
export async function violations(page: Page, asked: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  await page.evaluate(SETTLED);
  await page.evaluate(source);
  const results: AxeResults = await page.evaluate(
    `axe.run(document, ${JSON.stringify(asked === 'colours' ? COLOURS : OPTIONS)})`,
  );
  if (results.passes.length === 0) throw new Error(`axe looked at nothing on ${page.url()}`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}
