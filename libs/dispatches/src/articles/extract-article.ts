import { openingDateline } from '../agency/agency-marks.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { detectLanguage } from '../language.js';
import { htmlToText, sanitizeDispatchHtml, textToHtml } from '../markup/sanitize.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';
import type { Article } from './article.js';
import { accessOf } from './article-access.js';
import { htmlOfBlocks } from './article-blocks.js';
import type { Block } from './article-blocks.js';
import { findBody, prose } from './article-body.js';
import { bylineOf, shownBylines } from './article-byline.js';
import { datesOf } from './article-dates.js';
import { headlineOf } from './article-headline.js';
import { picturesOf } from './article-picture.js';
import { relatedBoxes } from './article-related.js';
import { standfirstOf } from './article-standfirst.js';
import { textOf } from './article-text.js';
import { isNoArticle } from './no-article.js';
import { withoutPageFurniture } from './page-cleaning.js';
import { readPage } from './page.js';
import type { Page, PageOrigin } from './page.js';
import { readStated } from './stated-facts.js';
import type { Stated } from './stated-facts.js';

/**
 * Reads the article on a web page: what its machine-readable layers state, what it shows, and its text without the
 * furniture. Pure: nothing is executed and nothing fetched. Time grows with the size of the page, up to
 * `MAX_PAGE_BYTES`.
 *
 * @param origin.url where the page came from: the base of its relative links; else where it says it lives
 * @param origin.contentType only its charset is believed
 * @throws CatalogueError `article.not_html`, `article.too_large`, `article.no_text`, and nothing else
 */
export function extractArticle(html: Buffer | string, origin: PageOrigin): Article {
  const page = readPage(html, origin);
  const stated = readStated(page);
  const headline = headlineOf(page, stated);
  const title = headline?.text.slice(0, DISPATCH_LIMITS.line) ?? '';
  const { body: clean, removed } = withoutPageFurniture(page.root);
  const found = findBody(clean, title, page.base);
  const pictures = picturesOf(page.root, stated, page.base);
  const signed = shownBylines(page.root);
  const standfirst = standfirstOf({
    clean,
    title,
    descriptions: stated.layers.map((layer) => layer.description),
    blocks: found.blocks,
  });
  const text = textOf(found.blocks, {
    headline: title,
    standfirst,
    lines: [
      ...pictures.lines,
      ...signed.flatMap((one) => one.lines),
      ...stated.layers.flatMap(({ authors }) => authors),
    ],
  });
  const access = accessOf(page, stated);
  const html5 = bodyHtml(text.blocks, stated, access === 'paid');
  const body = sanitizeDispatchHtml(html5, page.base);
  if (title === '' || isNoArticle({ page, stated, found, blocks: text.blocks, access, standfirst })) {
    throw dispatchErrors.error('article.no_text');
  }
  const plainText = htmlToText(body);
  const byline = bylineOf(stated, signed, text.byline);
  const dateline = text.dateline ?? stated.linked?.dateline ?? openingDateline(standfirst ?? '');
  return {
    title,
    standfirst: standfirst?.slice(0, DISPATCH_LIMITS.standfirst) ?? null,
    byline: byline?.slice(0, DISPATCH_LIMITS.line) ?? null,
    dateline: dateline?.slice(0, DISPATCH_LIMITS.dateline) ?? null,
    ...datesOf(page.root, stated, headline?.element),
    language: languageOf(page, stated, `${title}\n${standfirst ?? ''}\n${plainText}`),
    text: plainText,
    html: body,
    image: pictures.lead,
    related: unique([...text.related, ...relatedBoxes(removed, page.base)], page.canonicalLink),
    access,
    canonicalLink: page.canonicalLink,
  };
}

/** A page that scripts fill shows little; where it states its text, that is the text, unless one has to pay for it. */
function bodyHtml(blocks: readonly Block[], stated: Stated, isPaid: boolean): string {
  const whole = stated.linked?.text;
  if (isPaid || whole === undefined || prose(blocks) >= whole.length / 2) return htmlOfBlocks(blocks);
  const html = /<p[\s>]/i.test(whole)
    ? whole
    : textToHtml(htmlToText(whole.replace(/\r?\n/g, '<br>')).replace(/\n/g, '\n\n'));
  return html.startsWith('<') ? html : `<p>${html}</p>`;
}

/** Declared tags are often the template's; words of a longer text outvote one, not two that agree. */
function languageOf(page: Page, stated: Stated, text: string): string | null {
  const declared = [stated.linked?.language, page.language, stated.metas.language, stated.microdata?.language]
    .map((tag) => /^([a-z]{2,3})(?:$|[-_])/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase())
    .filter((tag) => tag !== undefined);
  const words = detectLanguage(text);
  const [first] = declared;
  if (first === undefined) return words === 'und' ? null : words;
  if (words === 'und' || words === first || !JUDGED.has(first)) return first;
  return text.length >= MIN_JUDGED_LENGTH ? words : first;
}

/** Languages the words are judged by; a text in another one is not to be taken for its neighbour. */
const JUDGED = new Set(['fr', 'en', 'es', 'pt', 'it', 'de', 'nl', 'ar']);
const MIN_JUDGED_LENGTH = 150;

function unique(related: readonly { title: string; link: string }[], own: string | null): Article['related'] {
  const byLink = new Map<string, { title: string; link: string }>();
  for (const { title, link } of related) {
    if (link !== own && !byLink.has(link)) byLink.set(link, { title: title.slice(0, DISPATCH_LIMITS.line), link });
  }
  return [...byLink.values()].slice(0, DISPATCH_LIMITS.related);
}
