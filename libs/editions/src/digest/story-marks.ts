import type { EditionKind } from '@app/platform';
import { linkWithParameters } from '../newsletters/link-parameters.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { readStories } from './digest-blocks.js';
import type { FrozenBlock } from './frozen-block.js';

/** Where stories' links are counted, for readers who agreed to it: found again in what was rendered with plain links. */

/** Stands for one story's counted link; as the marks of a reader's links, no text from outside can hold it. */
export function storyMark(n: number): string {
  return `@@story-${n}@@`;
}

/** A rendering whose stories' links are marks. */
export interface MarkedRendering {
  readonly html: string;
  readonly text: string;
  /** The stories that have one, in the order they stand there first. */
  readonly numbers: readonly number[];
}

/** The links a revision's stories lead to, each once, as its renderings have them: with the newsletter's parameters. */
export function storyLinks(revision: {
  readonly blocks: readonly FrozenBlock[];
  readonly newsletter: Pick<Newsletter, 'slug' | 'linkParameters' | 'brand'>;
  readonly edition: { readonly editionDate: string; readonly kind?: EditionKind };
}): string[] {
  const { newsletter, edition } = revision;
  const place = { newsletter, editionDate: edition.editionDate, kind: edition.kind ?? 'digest' };
  const stories = readStories(revision.blocks, (link) => linkWithParameters(link, place));
  const links = stories.flatMap((block) => (block.kind === 'dispatch' && block.link !== null ? [block.link] : []));
  return [...new Set(links)];
}

/** The value of an `href`, in either kind of quotes. */
const HREF = /(\shref=)(?:"([^"]*)"|'([^']*)')/gi;
/** An address in plain text, up to the next blank. */
const ADDRESS = /https?:\/\/[^\s<>"]+/g;
/** What ends a sentence and not an address. */
const AFTER_ADDRESS = new Set(').,;:!?]»’”');

/**
 * Puts marks where the HTML links to a story and where the text names its address. An address in the HTML's words stays:
 * what is read is what was written. An address within a longer one is another address.
 */
export function withStoryMarks(
  rendering: { readonly html: string; readonly text: string },
  targets: readonly { readonly n: number; readonly url: string }[],
): MarkedRendering {
  const numbers = new Map(targets.map(({ n, url }) => [comparable(url), n]));
  const found = new Set<number>();
  const numberOf = (url: string): number | undefined => {
    const n = numbers.get(comparable(url));
    if (n !== undefined) found.add(n);
    return n;
  };
  const html = rendering.html.replace(HREF, (whole, before: string, double?: string, single?: string) => {
    const n = numberOf(unescaped(double ?? single ?? ''));
    return n === undefined ? whole : `${before}"${storyMark(n)}"`;
  });
  const text = rendering.text.replace(ADDRESS, (whole) => {
    const n = numberOf(whole);
    if (n !== undefined) return storyMark(n);
    const end = addressEnd(whole);
    const inSentence = end === whole.length ? undefined : numberOf(whole.slice(0, end));
    return inSentence === undefined ? whole : storyMark(inSentence) + whole.slice(end);
  });
  return { html, text, numbers: [...found] };
}

function addressEnd(text: string): number {
  let end = text.length;
  while (end > 0 && AFTER_ADDRESS.has(text.charAt(end - 1))) end -= 1;
  return end;
}

/** As a browser understands it: templates and MJML may write the same address in different ways. */
function comparable(url: string): string {
  return URL.parse(url)?.href ?? url;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LARGEST_CHARACTER = 0x10_ffff;

/** The references an attribute's value is written with. Any other is left, and then leads to no story. */
function unescaped(value: string): string {
  return value.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const character = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return character <= LARGEST_CHARACTER ? String.fromCodePoint(character) : whole;
    },
  );
}
