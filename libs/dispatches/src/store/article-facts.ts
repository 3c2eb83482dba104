import type { Article } from '../articles/article.js';
import type { ArticleFacts, ContentPicture } from './dispatch-content.js';
import { absoluteLink, sanitizeDispatchHtml } from '../markup/sanitize.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';

/**
 * What an article page has to add to a dispatch, cleaned as whatever comes in. Its title is left out: the source's
 * headline is what editors were shown. Pure.
 */
export function articleFacts(article: Article, link: string): ArticleFacts {
  const html = sanitizeDispatchHtml(article.html, link);
  return {
    standfirst: article.standfirst ?? '',
    // Cut, it would end in the middle of a sentence, and readers have the link.
    bodyHtml: html.length <= DISPATCH_LIMITS.body ? html : '',
    byline: article.byline,
    dateline: article.dateline,
    publishedAt: article.published?.toISOString() ?? null,
    updatedAt: article.updated?.toISOString() ?? null,
    access: article.access,
    related: article.related.map(({ title, link: to }) => {
      const absolute = absoluteLink(to, link);
      return { title, ...(absolute !== undefined && { link: absolute }) };
    }),
    picture: factsOfPicture(article.image, link),
  };
}

function factsOfPicture(image: Article['image'], link: string): ContentPicture | null {
  const url = absoluteLink(image?.url, link);
  if (image === null || url === undefined) return null;
  const { width, height, alt, caption, credit } = image;
  return { url, width, height, alt, caption, credit };
}
