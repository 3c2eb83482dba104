import type { Article } from './article.js';

/** What `colporteur article extract --json` prints: every key always there, null where the page does not say. */
export function articleJson(article: Article): Readonly<Record<string, unknown>> {
  const { title, standfirst, byline, dateline, published, updated, language, text, html, image, related } = article;
  return {
    title,
    standfirst,
    byline,
    dateline,
    published: published?.toISOString() ?? null,
    updated: updated?.toISOString() ?? null,
    language,
    text,
    image,
    related,
    access: article.access,
    link: article.canonicalLink,
    html,
  };
}
