import type { Article } from './article.js';
import type { PageOrigin } from './page.js';

/**
 * As `extractArticle`. The parser of pages is loaded with the first page: it takes a quarter of a second, and most
 * commands and most processes never meet one.
 */
export async function readArticle(html: Buffer | string, origin: PageOrigin): Promise<Article> {
  const { extractArticle } = await import('./extract-article.js');
  return extractArticle(html, origin);
}
