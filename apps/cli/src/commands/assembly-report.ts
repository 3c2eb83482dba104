import type { AssembledDay, Newsletter, ProposedBlock } from '@app/editions';
import { table } from './print.js';

/** Longer headlines are cut on a terminal. */
const HEADLINE_WIDTH = 70;
/** A window holds thousands; a person reads the best of those left out. */
const SHOWN_OMISSIONS = 40;

/** An assembly for programs: nothing in it says when the command ran, so that the same data gives the same bytes. */
export function assemblyJson(newsletter: Newsletter, assembled: AssembledDay) {
  const { proposal, from, cutOff, edition, editionDate, times, slot, written } = assembled;
  const { sectionRules, maxDispatches, windowHours, toldDays, slowDay, slowDayMin, approval } = newsletter;
  return {
    edition: {
      id: edition?.id ?? null,
      newsletter: newsletter.slug,
      date: editionDate,
      kind: edition?.kind ?? 'digest',
      sequence: edition?.sequence ?? null,
      slot,
      state: edition?.state ?? null,
      reason: edition?.reason ?? null,
      dueAt: times.dueAt,
      lastDueAt: times.lastDueAt,
      freezeAt: times.freezeAt,
    },
    written,
    window: { from, to: cutOff },
    rules: { sections: sectionRules, maxDispatches, windowHours, toldDays, slowDay, slowDayMin, approval },
    slowDay: proposal.slowDay,
    blocks: proposal.blocks.map((block, position) => ({ position, ...blockJson(block) })),
    omitted: proposal.omitted,
  };
} // prettier-ignore

function blockJson(block: ProposedBlock) {
  if (block.kind === 'dispatch' || block.kind === 'words') return block;
  const { kind, section, insertion, reasons } = block;
  const { id, title, advertiser, link } = insertion;
  return { kind, section, insertionId: id, title, advertiser, link, reasons };
}

/** The same for people. */
export function assemblyText(
  newsletter: Newsletter,
  assembled: AssembledDay,
  { isExplained }: { isExplained: boolean },
): string {
  const { proposal, from, cutOff, edition, editionDate, times, slot, written } = assembled;
  const { blocks, omitted, slowDay } = proposal;
  const state = edition === undefined ? 'not claimed' : `${edition.state}${edition.reason === null ? '' : ` (${edition.reason})`}`;
  return [
    `edition   ${newsletter.slug} ${editionDate}${slot === null ? '' : `, ${slot}`}: ${edition?.id ?? 'none yet'}`,
    `state     ${state}; ${written ? 'this is its proposal now' : 'nothing was written'}`,
    `due       ${times.dueAt.toISOString()}${times.lastDueAt > times.dueAt ? ` to ${times.lastDueAt.toISOString()}` : ''}`,
    `window    after ${from.toISOString()}, to ${cutOff.toISOString()}`,
    ...(slowDay === null ? [] : [`slow day  ${slowDay.dispatches} of at least ${slowDay.atLeast} dispatches: ${slowDay.rule}`]),
    '',
    ...(blocks.length === 0 ? ['no dispatch in the window can be used'] : blocksText(blocks, isExplained)),
    ...(omitted.length === 0 ? [] : ['', ...omittedText(omitted, isExplained)]),
  ].join('\n');
} // prettier-ignore

function blocksText(blocks: readonly ProposedBlock[], isExplained: boolean): string[] {
  const rows = blocks.map((block, position) => [
    String(position + 1),
    block.section,
    block.kind === 'dispatch' ? block.score.total.toFixed(1) : '',
    headlineOf(block),
    block.kind === 'dispatch' ? block.sources.join(', ') : '',
  ]);
  const [head = '', line = '', ...lines] = table(['', 'section', 'score', 'headline', 'sources'], rows).split('\n');
  return [
    head,
    line,
    ...lines.flatMap((text, at) => [text, ...(isExplained ? reasonLines(blocks[at]?.reasons ?? []) : [])]),
  ];
}

function headlineOf(block: ProposedBlock): string {
  if (block.kind === 'words') return '(written by the desk)';
  if (block.kind !== 'dispatch') return `(${block.kind}) ${cut(block.insertion.title)}`;
  return `${block.isUpdate ? '(update) ' : ''}${block.isPaid ? '(paid) ' : ''}${cut(block.headline)}`;
}

function omittedText(omitted: AssembledDay['proposal']['omitted'], isExplained: boolean): string[] {
  const codes = new Map<string, number>();
  for (const code of omitted.map(({ reasons }) => reasons[0]?.code ?? '')) codes.set(code, (codes.get(code) ?? 0) + 1);
  const counts = [...codes].map(([code, count]) => `${count} ${code}`).join(', ');
  if (!isExplained) return [`left out: ${counts}`];
  const rows = omitted
    .slice(0, SHOWN_OMISSIONS)
    .map(({ headline, score, reasons }) => [score?.toFixed(1) ?? '', cut(headline), reasons.map(({ text }) => text).join('; ')]);
  const more = omitted.length - rows.length;
  return [`left out: ${counts}`, table(['score', 'headline', 'why'], rows), ...(more > 0 ? [`… and ${more} more: --json has all`] : [])];
} // prettier-ignore

function reasonLines(reasons: readonly { readonly text: string }[]): string[] {
  return reasons.map(({ text }) => `      ${text}`);
}

function cut(headline: string): string {
  const signs = Array.from(headline);
  return signs.length <= HEADLINE_WIDTH ? headline : `${signs.slice(0, HEADLINE_WIDTH - 1).join('')}…`;
}
