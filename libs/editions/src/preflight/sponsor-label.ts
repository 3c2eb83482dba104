import { worded, type PreflightFinding } from '@app/mail';
import type { FrozenBlock } from '../digest/frozen-block.js';

/** Characters between a label and the title it belongs to: an advertiser's name and some punctuation. */
const NEAR = 400;

/**
 * Sponsors' blocks whose label a reader does not find before their title, in the HTML and in the text: advertising is
 * labelled in both (STANDARDS S10).
 */
export function unlabelledSponsors(
  blocks: readonly FrozenBlock[],
  { html, text }: { readonly html: string; readonly text: string },
  { label, locale }: { readonly label: string; readonly locale: string },
): PreflightFinding[] {
  const titles = blocks.flatMap((block) => (block.kind === 'sponsor' ? [block.content.title] : []));
  if (titles.length === 0) return [];
  const parts = { html: plain(wordsOf(html)), text: plain(text) };
  return (['html', 'text'] as const).flatMap((part) => {
    const missing = titles.filter((title) => !isLabelled(parts[part], plain(title), plain(label)));
    return worded(
      missing.map((title) => ({ name: 'sponsor_unlabelled' as const, where: { part, excerpt: title } })),
      locale,
    );
  });
}

/** A block that the template leaves out needs no label. */
function isLabelled(words: string, title: string, label: string): boolean {
  const places = [...words.matchAll(new RegExp(escaped(title), 'g'))].map(({ index }) => index);
  if (title === '' || places.length === 0) return true;
  return places.some((at) => words.slice(Math.max(0, at - NEAR), at).includes(label));
}

/** Without tags, comments and what is not shown; good enough to find words in. */
function wordsOf(html: string): string {
  const body = html.slice(Math.max(0, html.search(/<body[\s>]/i)));
  const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#34;': '"', '&#39;': "'", '&nbsp;': ' ' };
  return body
    .replaceAll(/<[^<>]{0,10000}>/g, ' ')
    .replaceAll(/&(?:amp|lt|gt|quot|nbsp|#34|#39);/g, (entity) => entities[entity] ?? entity);
} // prettier-ignore

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
