import { plainWords, readingOfText, readingsOf, worded, type PreflightFinding } from '@app/mail';
import type { FrozenBlock, FrozenSponsorBlock } from '../digest/frozen-block.js';
import { sponsorPrintings, type Printing } from './sponsor-printings.js';

/** Characters between a label and what it is the label of, the advertiser's name not counted. */
const NEAR = 160;
/** Letters that may stand in a label's line beside the label and the advertiser: "Contenu proposé par". */
const BESIDE = 30;

/**
 * Sponsors' blocks that a reader meets without their label, in the HTML (in the light, in the dark, on a phone) and in the
 * text: advertising is labelled in both (STANDARDS S10). Every place counts where a block was printed, whole or cut, and
 * only a label that is seen, stands in a line of its own or before the title, and belongs to no other block.
 */
export function unlabelledSponsors(
  blocks: readonly FrozenBlock[],
  { html, text }: { readonly html: string; readonly text: string },
  { label, locale }: { readonly label: string; readonly locale: string },
): PreflightFinding[] {
  const sponsors = blocks.filter((block) => block.kind === 'sponsor');
  if (sponsors.length === 0) return [];
  const parts = { html: readingsOf(html), text: [readingOfText(text)] };
  return (['html', 'text'] as const).flatMap((part) => {
    const missing = new Set<FrozenSponsorBlock>();
    for (const reading of parts[part])
      for (const printing of sponsorPrintings(reading, blocks))
        if (!isLabelled(printing, plainWords(label).trim())) missing.add(printing.block);
    const titles = [...missing].map(({ content }) => content.title);
    return worded(
      [...new Set(titles)].map((title) => ({ name: 'sponsor_unlabelled' as const, where: { part, excerpt: title } })),
      locale,
    );
  });
}

function isLabelled({ reading, block, at, after }: Printing, label: string): boolean {
  const advertiser = plainWords(block.content.advertiser).trim();
  const from = Math.max(after, at - NEAR - advertiser.length - label.length);
  const words = reading.legible.slice(0, at);
  for (let found = words.lastIndexOf(label); found >= from && label !== ''; found = words.lastIndexOf(label, found - 1)) {
    const end = found + label.length;
    const isWord = !/[\p{L}\p{N}]$/u.test(words.slice(0, found)) && !/^[\p{L}\p{N}]/u.test(reading.words.slice(end, end + 2));
    if (isWord && isAlone(reading, { found, end, at, advertiser })) return true;
    if (found === 0) break;
  }
  return false;
} // prettier-ignore

/** A word of a story that stands before the block is no label: in a label's line hardly anything else is said. */
function isAlone(
  { words, starts }: Printing['reading'],
  { found, end, at, advertiser }: { found: number; end: number; at: number; advertiser: string },
): boolean {
  const lineStart = starts.findLast((start) => start <= found) ?? 0;
  const lineEnd = Math.min(starts.find((start) => start > found) ?? words.length, at);
  const beside = `${words.slice(lineStart, found)} ${words.slice(end, lineEnd)}`;
  const rest = advertiser === '' ? beside : beside.replace(advertiser, ' ');
  return (rest.match(/[\p{L}\p{N}]/gu)?.length ?? 0) <= BESIDE;
}
