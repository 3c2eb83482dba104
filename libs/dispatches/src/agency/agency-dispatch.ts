import { createHash } from 'node:crypto';
import type { AgencyText } from './agency-text.js';
import type { IncomingDispatch } from '../dispatch.js';

/**
 * A pasted agency text as a dispatch to store. Pure. The photo's caption is left out, because a caption without its
 * picture says nothing; whoever parsed the text still has it.
 *
 * @param externalId the source's own id, else {@link agencyTextId}
 */
export function dispatchFromAgencyText(parsed: AgencyText, externalId: string): IncomingDispatch {
  const { language, headline, standfirst = '', byline, dateline } = parsed;
  return {
    externalId,
    language,
    headline,
    standfirst,
    bodyHtml: parsed.blocks.map(blockHtml).join('\n'),
    ...(byline !== undefined && { byline }),
    ...(dateline !== undefined && { dateline }),
    related: parsed.related.map(({ title }) => ({ title })),
    // Its labels stay open: storing finds them by the installation's own regions and topics, with the reasons.
  };
}

/** Stands in for an id of the source's own: the SHA-256 of the text in hex, so that pasting twice stores once. */
export function agencyTextId(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function blockHtml({ kind, text }: AgencyText['blocks'][number]): string {
  const name = kind === 'heading' ? 'h2' : 'p';
  return `<${name}>${escapeText(text)}</${name}>`;
}

/** Element content (HTML §13.1.2): a quotation mark may stay what it is. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
