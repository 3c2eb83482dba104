import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** WCAG 2.2 AA and everything below it, as axe names the rules. Frames are left out: ours are sandboxed, no rule can run inside. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What another colour scheme can change. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * A colour in the middle of a transition is nobody's choice: all are brought to their end. What changed last may start one in
 * the next frame only; one that never ends is left running.
 */
export const SETTLED = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => {
  for (const one of document.getAnimations()) if (one.effect.getComputedTiming().endTime < Infinity) one.finish();
})`;

/**
 * What axe finds wrong on the page as it stands, one line each: rule, what is wrong, where. Needs script switched on.
 * `colours` asks only what another colour scheme can change, of a page that is asked everything in one of them.
 */
export async function violations(page: Page, asked: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  // A document keeps it until the next one is loaded.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(source);
  const { looked, lines } = await page.evaluate<Found>(look(asked === 'colours' ? COLOURS : RULES));
  if (looked === 0) throw new Error(`axe looked at nothing on ${page.url()}`);
  return lines;
}

interface Found {
  /** Rules that had something to look at and found it well. */
  readonly looked: number;
  readonly lines: string[];
}

/** The lines are made in the page: what axe knows of a long list is a megabyte to be carried over. */
function look(runOnly: unknown): string {
  const options = JSON.stringify({ runOnly, iframes: false, resultTypes: ['violations'] });
  return `${SETTLED}.then(() => axe.run(document, ${options})).then(({ passes, violations }) => ({
    looked: passes.length,
    lines: violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => \`\${id}: \${help}: \${target.join(' ')}: \${failureSummary}\`)
    ),
  }))`;
}
