import PostalMime, { type Email } from 'postal-mime';
import { refusalClass } from '@app/delivery';

/** What a bounce message says about the one reader its message went to. */
export interface BounceReport {
  /** Addresses in it that may be our return path or Message-ID, best first. */
  readonly traces: readonly string[];
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** RFC 3463. */
  readonly status: string | null;
  readonly diagnostic: string;
}

/**
 * Reads a delivery report (RFC 3464; `global-delivery-status` of RFC 6533 too). `recipient` is the envelope recipient the
 * bounce was sent to, where the caller knows it. Returns undefined for a message that is no delivery report: vacation
 * notes and replies are neither bounce nor complaint.
 */
export async function readBounce(raw: Buffer, recipient?: string): Promise<BounceReport | undefined> {
  const email = await PostalMime.parse(raw, { attachmentEncoding: 'utf8' });
  const report = email.attachments.find((part) => /^message\/(global-)?delivery-status$/.test(part.mimeType));
  if (report === undefined) return undefined;
  return { traces: tracesOf(email, recipient), ...verdictOf(contentOf(report.content)) };
}

type Verdict = Pick<BounceReport, 'action' | 'status' | 'diagnostic'>;

/**
 * Each of our messages goes to one reader; a report about several recipients means that it was forwarded to them. Then
 * the kindest of them counts: the reader's own mailbox is not dead because one of two forwardings failed.
 */
function verdictOf(report: string): Verdict {
  const recipients = groupsOf(report)
    .filter((group) => group.has('action') || group.has('status'))
    .map(toVerdict);
  const unhurt = recipients.find((verdict) => verdict.action !== 'failed');
  const mild = recipients.find((verdict) => refusalClass(verdict.status) !== 'hard');
  return unhurt ?? mild ?? recipients[0] ?? { action: 'unknown', status: null, diagnostic: '' };
}

function toVerdict(fields: ReadonlyMap<string, string>): Verdict {
  // A comment may follow the word (RFC 3464 §2.1.1).
  const action = /^[a-z]+/.exec((fields.get('action') ?? '').toLowerCase())?.[0] ?? '';
  return {
    action: isAction(action) ? action : 'unknown',
    status: /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(fields.get('status') ?? '')?.[1] ?? null,
    diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^[^;]*;\s*/, ''),
  };
}

function isAction(text: string): text is Exclude<BounceReport['action'], 'unknown'> {
  return ['failed', 'delayed', 'delivered', 'relayed', 'expanded'].includes(text);
}

function contentOf(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === 'string'
    ? content
    : Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content).toString('utf8');
}

/** The report's groups of `name: value` fields, unfolded: one about the message, then one for each recipient. */
function groupsOf(report: string): Map<string, string>[] {
  const unfolded = report.replaceAll(/\r?\n[ \t]+(?=\S)/g, ' ');
  return unfolded.split(/\r?\n(?:[ \t]*\r?\n)+/).map((group) => {
    const fields = new Map<string, string>();
    for (const line of group.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    return fields;
  });
}

/** Where our marks may stand: the envelope, the To header, and the Message-ID of the returned original. */
function tracesOf(email: Email, recipient: string | undefined): string[] {
  const returned = email.attachments.filter((part) =>
    /^(message\/(global|rfc822)(-headers)?|text\/rfc822-headers)$/.test(part.mimeType),
  );
  const messageIds = returned.flatMap((part) =>
    [...contentOf(part.content).matchAll(/^(?:message-id|return-path):\s*(\S+)/gim)].map((match) => match[1] ?? ''),
  );
  return [
    ...(recipient === undefined ? [] : [recipient]),
    ...(email.to ?? []).map((to) => to.address ?? ''),
    ...messageIds,
  ].filter((trace) => trace !== '');
}
