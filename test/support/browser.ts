import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

/** Where Debian and Ubuntu put it; CHROMIUM_PATH names another. */
const DEFAULT_CHROMIUM = '/usr/bin/chromium';

/** Nothing that phones home, nothing that a container without a graphics card or a kernel sandbox lacks. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Each context is a browser of its own with an empty profile, so that no page profits from an earlier one. */
export interface TestBrowser {
  open(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

function chromiumPath(): string {
  const file = process.env['CHROMIUM_PATH'] ?? DEFAULT_CHROMIUM;
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch (error) {
    throw new Error(
      `No Chromium at ${file}. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to the program.`,
      { cause: error },
    );
  }
}

export function openBrowser(): TestBrowser {
  const executablePath = chromiumPath();
  const closing: (() => Promise<void>)[] = [];
  return {
    open: async (options = {}) => {
      const profile = mkdtempSync(path.join(tmpdir(), 'colporteur-chromium-'));
      const context = await chromium.launchPersistentContext(profile, {
        executablePath,
        // Its own words, such as those of a field for a date, follow this and not the context's locale.
        args: options.locale === undefined ? FLAGS : [...FLAGS, `--lang=${options.locale}`],
        chromiumSandbox: false,
        ...options,
      });
      closing.push(async () => {
        await context.close();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      });
      return context;
    },
    close: async () => {
      for (const close of closing.splice(0)) await close();
    },
  };
}
