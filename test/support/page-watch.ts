import type { BrowserContext, Page } from 'playwright-core';

/** What went on behind the pages of a context. */
export interface Watch {
  /** Requests to anybody but `ours`, as addresses. */
  readonly strangers: string[];
  /** What the console called an error, what a script threw, and refusals by a Content-Security-Policy. */
  readonly complaints: string[];
}

/** The console's line about an answer of 4xx; the answers themselves are what the specs ask about. */
const ANSWER = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Listens to every page of the context, also to those a link opens. @param ours origins that may be asked */
export function watch(context: BrowserContext, ours: readonly string[]): Watch {
  const found: Watch = { strangers: [], complaints: [] };
  const listen = (page: Page): void => {
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (/^https?:$/.test(protocol) && !ours.includes(origin)) found.strangers.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && !ANSWER.test(message.text())) found.complaints.push(message.text());
    });
    page.on('pageerror', (error) => found.complaints.push(error.message));
  };
  for (const page of context.pages()) listen(page);
  context.on('page', listen);
  return found;
}
