import type { Newsletter } from '@app/editions';
import type { Translator } from '@app/platform';
import { escapeHtml } from '../error-page.js';

/** The ways to put a newsletter's form on a page, the fullest first. */
export const SNIPPET_KINDS = ['element', 'html', 'iframe', 'link'] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

/** CSS pixels: promise, field, button and the two lines below on a column of 320. */
const FRAME_HEIGHT = 440;

export interface SnippetContext {
  readonly newsletter: Pick<Newsletter, 'slug' | 'name' | 'promise' | 'language'>;
  readonly publicUrl: string;
  /** Where on the page the form will stand; kept with the consent. */
  readonly placement: string;
  /** The words of apps/api/locales in the newsletter's language. */
  readonly words: Pick<Translator, 't' | 'direction'>;
  /** The element without a card around it. */
  readonly isCompact?: boolean;
}

/**
 * Ready to paste: what comes from the newsletter is escaped for HTML. No inline style in any of it, which stricter sites
 * forbid: the frame's border goes by its old attribute, and the field for machines by `hidden`.
 */
export function embedSnippets({
  newsletter,
  publicUrl,
  placement,
  words,
  isCompact = false,
}: SnippetContext): Readonly<Record<SnippetKind, string>> {
  const { slug, name, language } = newsletter;
  const t = (key: string): string => words.t(key);
  const promise = newsletter.promise.trim() === '' ? t('signup.promise') : newsletter.promise;
  const page = `${publicUrl}/n/${encodeURIComponent(slug)}`;
  const query = `placement=${encodeURIComponent(placement)}`;
  const link = escaped`<a href="${page}?${query}" lang="${language}">${t('signup.button')}</a>`;
  const id = `colporteur-${slug}`;
  return {
    element: `${escaped`<script src="${publicUrl}/embed.js" async></script>
<colporteur-signup newsletter="${slug}" placement="${placement}"`}${isCompact ? ' compact' : ''}>
  ${link}
</colporteur-signup>`,
    html: escaped`<form method="post" action="${page}/subscribe" accept-charset="utf-8" lang="${language}" dir="${words.direction}">
  <p>${promise}</p>
  <label for="${id}">${t('signup.address_label')}</label>
  <input id="${id}" type="email" name="address" autocomplete="email" required dir="ltr">
  <div hidden>
    <label for="${id}-website">${t('signup.trap')}</label>
    <input id="${id}-website" name="website" tabindex="-1" autocomplete="off">
  </div>
  <input type="hidden" name="placement" value="${placement}">
  <button type="submit">${t('signup.button')}</button>
  <p>${t('signup.privacy')} <a href="${publicUrl}/privacy">${t('signup.privacy_link')}</a></p>
</form>`,
    iframe: escaped`<iframe src="${page}/frame?${query}" title="${name}" width="100%" height="${FRAME_HEIGHT}" loading="lazy" frameborder="0"></iframe>`,
    link,
  };
}

/** A template whose values are escaped, for text and for quoted attributes alike. */
function escaped(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((source, part, index) => source + escapeHtml(String(values[index - 1] ?? '')) + part);
}
