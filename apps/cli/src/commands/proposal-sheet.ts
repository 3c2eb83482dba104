import type { ProposalBlockView, ProposalDiff, ProposalView } from '@app/editions';
import { table } from './print.js';

/** A proposal and what was made of it, for a terminal and for scripts. */

export function proposalJson(view: ProposalView): Record<string, unknown> {
  const { edition, newsletter, subject, preheader, blocks, exclusions, approvals, warnings } = view;
  return {
    edition: {
      id: edition.id,
      newsletter: newsletter.slug,
      editionDate: edition.editionDate,
      kind: edition.kind,
      sequence: edition.sequence,
      slot: edition.slot,
      state: edition.state,
      reason: edition.reason,
      dueAt: edition.dueAt,
    },
    version: edition.proposalVersion,
    deadline: edition.freezeAt,
    unapproved: newsletter.unapproved,
    approvals,
    approvalsNeeded: newsletter.approvalsNeeded,
    releaseAt: edition.releaseAt,
    subject,
    preheader,
    blocks: blocks.map((block) => ({ ...block, headline: headlineOf(block), dispatch: dispatchOf(block) })),
    exclusions,
    warnings,
  };
}

export function proposalSheet(view: ProposalView): string {
  const { edition, newsletter, subject, preheader, blocks, exclusions, approvals, warnings } = view;
  const position = new Map(blocks.map((block) => [block.id, String(block.position)]));
  const rows = blocks.map((block) => [
    String(block.position),
    block.isPinned ? 'pinned' : '',
    block.kind,
    block.section,
    headlineOf(block),
    block.dispatch?.sourceName ?? '',
    block.id,
  ]);
  return [
    `edition   ${edition.id}`,
    `dated     ${edition.editionDate} ${edition.kind} no. ${edition.sequence} of ${newsletter.slug}`,
    `state     ${edition.state}${edition.reason === null ? '' : ` (${edition.reason})`}`,
    `version   ${edition.proposalVersion}`,
    `deadline  ${edition.freezeAt.toISOString()}, then ${newsletter.unapproved}`,
    `approved  by ${approvals.length} of ${newsletter.approvalsNeeded}${edition.releaseAt === null ? '' : `, frozen at ${edition.releaseAt.toISOString()}`}`,
    `subject   ${subject ?? '(the machine’s)'}`,
    `preheader ${preheader ?? '(the machine’s)'}`,
    '',
    table(['position', '', 'kind', 'section', 'headline', 'source', 'block'], rows),
    ...(exclusions.length === 0 ? [] : ['', 'left out by the desk']),
    ...exclusions.map(({ dispatchId, headline, reason }) => `  ${dispatchId} ${headline ?? ''}: ${reason}`),
    ...(warnings.length === 0 ? [] : ['', 'to know before approving']),
    ...warnings.map(({ code, block }) => `  ${code}${block === null ? '' : ` at position ${position.get(block) ?? '?'}`}`),
  ].join('\n');
} // prettier-ignore

export function diffSheet(diff: ProposalDiff & { readonly version: number }): string {
  const lines = [
    ...diff.added.map(({ kind, position, dispatchId, block }) => `+ ${kind} ${dispatchId ?? block} at ${position}`),
    ...diff.removed.map(({ dispatchId, position, reason }) => `- ${dispatchId} from ${position}${reason === null ? '' : `: ${reason}`}`),
    ...diff.moved.map(({ dispatchId, from, to }) => `~ ${dispatchId} from ${from.position} ${from.section} to ${to.position} ${to.section}`),
    ...diff.rewritten.flatMap(({ dispatchId, headline, standfirst }) => [
      ...(headline === undefined ? [] : [`✎ ${dispatchId} headline: ${headline}`]),
      ...(standfirst === undefined ? [] : [`✎ ${dispatchId} standfirst: ${standfirst}`]),
    ]),
    ...(diff.subject === null ? [] : [`✎ subject: ${diff.subject}`]),
    ...(diff.preheader === null ? [] : [`✎ preheader: ${diff.preheader}`]),
  ];
  return lines.length === 0 ? 'as the machine proposed it' : lines.join('\n');
} // prettier-ignore

function headlineOf({ edits, dispatch, content }: ProposalBlockView): string {
  const { title, markdown } = content;
  const words = [edits.headline, dispatch?.headline, title, markdown].find(
    (one) => typeof one === 'string' && one !== '',
  );
  return typeof words === 'string' ? (words.split('\n', 1)[0] ?? '') : '(no longer usable)';
}

function dispatchOf({ dispatch }: ProposalBlockView): Record<string, unknown> | null {
  if (dispatch === null) return null;
  const { id, version, headline, standfirst, link, sourceName, otherSources, regions, publishedAt } = dispatch;
  return { id, version, headline, standfirst, link, source: sourceName, otherSources, regions, publishedAt };
}
