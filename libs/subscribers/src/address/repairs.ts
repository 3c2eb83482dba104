import { spelledDomain } from './suggest-domain.js';

/**
 * What somebody may have meant with a text that is no address: each with one or two things that fingers, keyboards and
 * clipboards do undone. The caller judges them again; the first that is an address is asked about.
 */
export function* repairsOf(text: string): Generator<string> {
  const bare = withoutWrapping(text);
  yield bare;
  yield tidied(bare);
  const at = tidied(bare).lastIndexOf('@');
  if (at <= 0) return;
  const local = tidied(bare).slice(0, at);
  const domain = tidied(bare).slice(at + 1);
  yield `${local}@${domain
    .replaceAll(' ', '')
    .replaceAll(',', '.')
    .replaceAll(';', '.')
    .replace(/\.{2,}/g, '.')}`;
  const spelled = spelledDomain(domain);
  if (spelled !== undefined) yield `${local}@${spelled}`;
}

/** The address out of `Anna <anna@example.org>`, `mailto:anna@example.org?subject=…` and the like. */
function withoutWrapping(text: string): string {
  const open = text.lastIndexOf('<');
  const inner = open >= 0 && text.endsWith('>') ? text.slice(open + 1, -1) : text;
  const link = /^mailto:/i.test(inner) ? (inner.slice('mailto:'.length).split('?')[0] ?? '') : inner;
  // Zero-width characters and soft hyphens come along from web pages; direction marks do not come by accident.
  return link.replace(/\u00AD|\u200B|\u2060|\uFEFF/gu, '').trim();
}

/** One @, no white space about it, and none of a sentence's punctuation around. */
function tidied(text: string): string {
  return text
    .replace(/[\uFF20\uFE6B]/gu, '@')
    .replace(/@{2,}/g, '@')
    .replace(/\s?@\s?/g, '@')
    .replace(/^[('"[{,;:.]/, '')
    .replace(/[)'"\]}>,;:.!?]$/, '');
}
