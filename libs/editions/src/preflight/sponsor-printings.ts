import { plainWords, type Reading } from '@app/mail';
import type { FrozenBlock, FrozenSponsorBlock } from '../digest/frozen-block.js';

/** A place where a sponsor's block stands, as it is read. */
export interface Printing {
  readonly reading: Reading;
  readonly block: FrozenSponsorBlock;
  /** Where its first words begin. */
  readonly at: number;
  /** Where the last words end of what is known to belong to something else. */
  readonly after: number;
}

interface Trace {
  readonly at: number;
  readonly end: number;
  /** `words`: title or text, which a block prints once; the others may be repeated in it. */
  readonly kind: 'title' | 'text' | 'other';
}

/** Characters between traces of one printing. */
const TOGETHER = 600;
/** Characters of a title that is told from any other words of the mail; a shorter one counts where it stands alone. */
const TELLING = 20;
/** Characters that must be left of a title that was cut. */
const SHORTEST_CUT = 12;
/** Characters of the text that are looked for; a shorter text is not telling. */
const OF_TEXT = 30;
/** Places of one block that are looked at: a template that prints it more often is no template. */
const MOST_TRACES = 200;

/**
 * Where the sponsors' blocks stand, by whatever of them was printed: the title, also cut, the text, or the link. What a
 * block of another kind says in the same words is not theirs.
 */
export function sponsorPrintings(reading: Reading, blocks: readonly FrozenBlock[]): Printing[] {
  const foreign = tracesOfOthers(reading, blocks);
  const sponsors = distinct(blocks.filter((block) => block.kind === 'sponsor'));
  const groups = sponsors.flatMap((block) =>
    grouped(tracesOf(reading, block, blocks).filter((trace) => !overlaps(trace, foreign)), block).map((group) => ({ block, ...group })),
  );
  const taken = [...foreign, ...groups];
  return groups.map(({ block, at }) => {
    const ends = taken.filter((other) => other.at < at).map(({ end }) => Math.min(end, at));
    return { reading, block, at, after: Math.max(0, ...ends) };
  });
} // prettier-ignore

function tracesOf(reading: Reading, block: FrozenSponsorBlock, blocks: readonly FrozenBlock[]): Trace[] {
  const { title, text, link } = block.content;
  const [plainTitle, plainText] = [plainWords(title).trim(), plainWords(text).trim()];
  const traces: Trace[] = places(reading.words, plainTitle)
    .map((at) => ({ at, end: at + plainTitle.length }))
    .filter((place) => plainTitle.length >= TELLING || isLine(reading, place))
    .map((place) => ({ ...place, kind: overlaps(place, reading.pictures) ? 'other' : 'title' }));
  traces.push(...cutTitles(reading, plainTitle));
  if (plainText.length >= TELLING) {
    const head = plainText.slice(0, OF_TEXT);
    traces.push(...places(reading.words, head).map((at) => ({ at, end: at + head.length, kind: 'text' as const })));
  }
  // Where another block leads to the same page, the link does not say whose block it is.
  const isTheirs = blocks.every((other) => titleOf(other) === title || !isSame(linkOf(other) ?? '', link));
  const links = isTheirs ? reading.links.filter(({ href }) => isSame(href, link)) : [];
  traces.push(...links.slice(0, MOST_TRACES).map(({ at }) => ({ at, end: at, kind: 'other' as const })));
  return traces.sort((one, other) => one.at - other.at || other.end - one.end);
} // prettier-ignore

/** The beginning of a title, up to an ellipsis or the end of its line. */
function cutTitles({ words, starts }: Reading, title: string): Trace[] {
  if (title.length <= SHORTEST_CUT) return [];
  return places(words, title.slice(0, SHORTEST_CUT)).flatMap((at): Trace[] => {
    let length = SHORTEST_CUT;
    while (length < title.length && words[at + length] === title[length]) length += 1;
    if (length === title.length) return [];
    const end = at + length;
    const lineEnd = starts.find((start) => start >= end) ?? words.length;
    const isCut = /^[\s.,;:–-]{0,3}(?:…|\.\.\.|\[)/.test(words.slice(end, end + 8)) || words.slice(end, lineEnd).trim() === '';
    return isCut ? [{ at, end, kind: 'title' }] : [];
  });
} // prettier-ignore

/** Nothing else is said in its line. */
function isLine({ words, starts }: Reading, { at, end }: { at: number; end: number }): boolean {
  const lineStart = starts.findLast((start) => start <= at) ?? 0;
  const lineEnd = starts.find((start) => start >= end) ?? words.length;
  const beside = `${words.slice(lineStart, at)}${words.slice(end, lineEnd)}`;
  return !/[\p{L}\p{N}]/u.test(beside);
}

/** A second title or text begins a second printing, and so does whatever stands far from the rest. */
function grouped(traces: readonly Trace[], { content }: FrozenSponsorBlock): { at: number; end: number }[] {
  const groups: { at: number; end: number; kinds: Set<string> }[] = [];
  const repeats = plainWords(`${content.text} ${content.linkLabel}`).includes(plainWords(content.title).trim());
  for (const { at, end, kind } of traces) {
    const last = groups.at(-1);
    const isAgain = kind !== 'other' && last?.kinds.has(kind) === true && !(kind === 'title' && repeats);
    if (last === undefined || (isAgain && at >= last.end) || at - last.end > TOGETHER) groups.push({ at, end, kinds: new Set([kind]) });
    else {
      last.kinds.add(kind);
      last.end = Math.max(last.end, end);
    }
  }
  return groups;
} // prettier-ignore

/** What other blocks say for themselves. */
function tracesOfOthers({ words }: Reading, blocks: readonly FrozenBlock[]): { at: number; end: number }[] {
  const titles = blocks.flatMap((block) => {
    if (block.kind === 'sponsor') return [];
    const title = plainWords(titleOf(block)).trim();
    return title.length < SHORTEST_CUT ? [] : [title];
  });
  return [...new Set(titles)].flatMap((title) => places(words, title).map((at) => ({ at, end: at + title.length })));
}

function titleOf({ kind, content }: FrozenBlock): string {
  return kind === 'dispatch' ? content.headline : content.title;
}

function linkOf(block: FrozenBlock): string | undefined {
  if (block.kind === 'text') return undefined;
  return block.content.link ?? undefined;
}

function places(words: string, sought: string): number[] {
  const found: number[] = [];
  if (sought === '') return found;
  for (let at = words.indexOf(sought); at !== -1 && found.length < MOST_TRACES; at = words.indexOf(sought, at + sought.length))
    found.push(at);
  return found;
} // prettier-ignore

function overlaps(place: { at: number; end: number }, others: readonly { at: number; end: number }[]): boolean {
  return others.some(({ at, end }) => place.at < end && at < place.end);
}

function isSame(one: string, other: string): boolean {
  return one === other || (URL.parse(one)?.href ?? '') === (URL.parse(other)?.href ?? ' ');
}

function distinct(sponsors: readonly FrozenSponsorBlock[]): FrozenSponsorBlock[] {
  return [...new Map(sponsors.map((block) => [`${block.content.title}\n${block.content.link}`, block])).values()];
}
