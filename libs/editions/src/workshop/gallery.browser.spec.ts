import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forceDark, loadNoticeMessages, noticeSample, renderNotice, type Darkener } from '@app/mail';
import { projectPath, type EditionKind } from '@app/platform';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser, type TestBrowser } from '../../../../test/support/browser.js';
import { sampleLanguages, type SampleLanguage } from './samples.js';
import { shippedEdition } from './shipped-edition.fixture.js';

/**
 * Pictures of the shipped templates, compared with those that were looked at and kept. Every machine has other fonts, so
 * what is compared shows a block in the place of each word: layout, direction, sizes and colours are the same everywhere.
 * `WRITE_GALLERY=yes` writes them anew, and beside them, as they are read, the ones for people (`lettered/`).
 */
const FOLDER = projectPath('test', 'e2e', 'gallery');
const isWriting = process.env['WRITE_GALLERY'] === 'yes';

/** Of all pixels; what rounds differently between versions of Chromium is far less, a heading that moved is more. */
const TOLERANCE = 0.005;

const kinds: readonly (EditionKind | 'notice')[] = ['digest', 'flash', 'letter', 'correction', 'notice'];
type GalleryKind = (typeof kinds)[number];

interface Mode {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  /** Pixels. */
  readonly width: number;
  readonly forced?: Darkener;
}

const asWritten: readonly Mode[] = [
  { name: 'light', colorScheme: 'light', width: 640 },
  { name: 'phone', colorScheme: 'dark', width: 360 },
];
/** The dark that nobody asked for: on the longest and the shortest, in a language of each direction. */
const forced: readonly Mode[] = [
  { name: 'gmail', colorScheme: 'light', width: 360, forced: 'gmail' },
  { name: 'outlook', colorScheme: 'light', width: 640, forced: 'outlook' },
];

function modesOf(kind: GalleryKind, language: SampleLanguage): readonly Mode[] {
  const isForced = (kind === 'digest' || kind === 'notice') && (language === 'fr' || language === 'ar');
  return isForced ? [...asWritten, ...forced] : asWritten;
}

let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  browser = openBrowser();
  const context = await browser.open({ offline: false, viewport: { width: 640, height: 800 } });
  const flat = await sharp({ create: { width: 120, height: 80, channels: 3, background: '#8d99a6' } })
    .png()
    .toBuffer();
  // Nothing is asked of anybody: every picture is the same flat one.
  await context.route('**/*', async (route) => route.fulfill({ contentType: 'image/png', body: flat }));
  page = await context.newPage();
});
afterAll(async () => browser.close());

it.each(kinds.flatMap((kind) => sampleLanguages.map((language) => [kind, language] as const)))(
  'the shipped %s in %s looks as it did',
  async (kind, language) => {
    const written = await htmlOf(kind, language);
    for (const { name: mode, colorScheme, width, forced: how } of modesOf(kind, language)) {
      const name = `${kind}-${language}-${mode}`;
      const html = how === undefined ? written : forceDark(written, how);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.setContent(html);
      if (isWriting) await keepLettered(name, await page.screenshot({ fullPage: true }));
      expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width]);
      await page.evaluate(WORDS_TO_BLOCKS);
      const shown = await sharp(await page.screenshot({ fullPage: true }))
        .resize({ width: width / 2 })
        .png({ palette: true, compressionLevel: 9 })
        .toBuffer();
      const file = join(FOLDER, `${name}.png`);
      if (isWriting) writeFileSync(file, shown);
      else expect([name, await difference(readFileSync(file), shown)]).toEqual([name, expect.any(Number)]);
    }
  },
);

async function htmlOf(kind: GalleryKind, language: SampleLanguage): Promise<string> {
  if (kind !== 'notice') return (await shippedEdition(kind, language)).html;
  const sample = noticeSample('confirmation');
  return (await renderNotice('confirmation', sample, loadNoticeMessages().translator(language))).html;
}

/** The share of pixels that differ, or in words why they cannot be compared. */
async function difference(kept: Buffer, shown: Buffer): Promise<number | string> {
  const [one, other] = await Promise.all(
    [kept, shown].map(async (png) => sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  if (one === undefined || other === undefined) throw new Error('two pictures became fewer');
  const { width, height } = one.info;
  if (width !== other.info.width || Math.abs(height - other.info.height) > 2)
    return `${width} × ${height} became ${other.info.width} × ${other.info.height}`;
  const rows = Math.min(height, other.info.height);
  const [before, after] = [one.data, other.data].map((data) => data.subarray(0, width * rows * 4));
  if (before === undefined || after === undefined) throw new Error('two pictures became fewer');
  const share = pixelmatch(before, after, undefined, width, rows, { threshold: 0.1 }) / (width * rows);
  return share <= TOLERANCE ? share : `${(share * 100).toFixed(2)} % of the pixels differ`;
}

/** For people and not for comparing. */
async function keepLettered(name: string, picture: Buffer): Promise<void> {
  mkdirSync(join(FOLDER, 'lettered'), { recursive: true });
  const small = await sharp(picture).resize({ width: 320 }).webp({ quality: 60, effort: 6 }).toBuffer();
  writeFileSync(join(FOLDER, 'lettered', `${name}.webp`), small);
}

/** A block of half an em a letter for each word; a line may break between two of them. Runs in the page. */
const WORDS_TO_BLOCKS = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const size = parseFloat(getComputedStyle(text.parentElement).fontSize);
    if (text.data.trim() === '' || size < 5) continue;
    const blocks = document.createDocumentFragment();
    for (const word of text.data.trim().split(/[ \\n]+/)) {
      const block = document.createElement('span');
      block.style.cssText = 'display:inline-block;vertical-align:top;height:0.7em;margin:0.35em 0.15em 0;background:currentColor;';
      block.style.width = Math.min(Array.from(word).length * 0.45, 14) + 'em';
      blocks.append(block, document.createElement('wbr'));
    }
    text.replaceWith(blocks);
  }
  for (const img of document.images) img.alt = '';
  for (const link of document.querySelectorAll('a')) link.style.textDecoration = 'none';
})()`;
