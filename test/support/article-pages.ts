import { expect } from '@jest/globals';
import { articleJson, readArticle } from '@app/dispatches';

/** A page in the manner of a kind of site, in our own words, and what an agency desk would keep of it. */
export interface SamplePage {
  readonly site: string;
  readonly html: string | Buffer;
  readonly url?: string;
  readonly contentType?: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly paragraphs: readonly string[];
}

export async function expectArticle({ html, url, contentType, expected, paragraphs }: SamplePage): Promise<void> {
  const article = articleJson(await readArticle(html, { url: url ?? 'https://news.example/a/b', contentType }));
  expect(article['text']).toBe(paragraphs.join('\n\n'));
  expect(article).toMatchObject(expected);
}
