import { checkHeaders, kindOf } from './check-headers.js';
import { checkHtmlParts } from './check-html-part.js';
import { checkIdentity } from './check-identity.js';
import { checkListHeaders } from './check-list-headers.js';
import { rawFindings } from './check-message.js';
import { checkParts, isInline } from './check-parts.js';
import { checkSignature } from './check-signature.js';
import { checkWire } from './check-wire.js';
import { shownTextOf } from './decoded-part.js';
import { decodeWords } from './encoded-words.js';
import { worded, type PreflightFinding, type RawFinding } from './finding.js';
import { mailboxIn } from './mailbox-list.js';
import type { MessageContext } from './message-to-check.js';
import { preflightErrors } from './preflight.errors.js';
import { headerValue, headersNamed, leaves, readRawMessage, type RawMessage } from './raw-message.js';

/** Octets of a message. Gmail takes 25 MB; a newsletter has 150 KB, and what is larger would only keep one waiting. */
export const RAW_LIMIT = 10 * 1024 * 1024;
/** Characters of a part that are looked at: of what is larger the size is said, and nothing else. No text has half as many. */
const PART_LIMITS = { 'text/html': 2 * 1024 * 1024, 'text/plain': 256 * 1024 } as const;

export interface RawExpectations extends Partial<
  Pick<MessageContext, 'kind' | 'mayTrackOpens' | 'recentSubjects' | 'publicUrl'>
> {
  readonly locale: string;
  /** What its date is measured by. */
  readonly now?: Date;
}

/**
 * A finished message: its head, its lines, its parts, and then what stands in them as `checkMessage` says. Without a
 * `kind` it is a newsletter unless its head says otherwise. Whatever the bytes, the answer is findings.
 *
 * @throws `preflight.too_large`
 */
export function checkRaw(eml: Uint8Array, expected: RawExpectations): PreflightFinding[] {
  return worded(rawFindingsOf(eml, expected), expected.locale);
}

/** What the message says, for the checks that ask other sources; a part it does not have is null. */
export function readEml(eml: Uint8Array): { subject: string; html: string | null; text: string | null } {
  return contentOf(readRawMessage(eml));
}

function rawFindingsOf(eml: Uint8Array, expected: RawExpectations): RawFinding[] {
  if (eml.byteLength > RAW_LIMIT) throw preflightErrors.error('preflight.too_large', { limit: RAW_LIMIT });
  const mark = Buffer.from(eml.subarray(0, 3)).toString('hex');
  const marked = (what: string): RawFinding => ({ name: 'octet_unsafe', where: { part: 'message', line: 1 }, values: { what } });
  // Nothing of it is where a program looks; what else there would be to say follows from that.
  if (/^(?:fffe|feff)/.test(mark)) return [marked('UTF-16')];
  const isMarked = mark === 'efbbbf';
  const message = readRawMessage(isMarked ? eml.subarray(3) : eml);
  const kind = expected.kind ?? kindOf(message);
  const recipient = mailboxIn(headerValue(message, 'To') ?? '')?.address;
  const content = contentOf(message);
  const cids = attachedCids(message);
  return [
    ...(isMarked ? [marked('U+FEFF')] : []),
    ...checkHeaders(message),
    ...checkIdentity(message, { kind, now: expected.now ?? new Date() }),
    ...(kind === 'newsletter' ? checkListHeaders(message, { recipient, publicUrl: expected.publicUrl }) : []),
    ...checkSignature(message, { kind }),
    ...checkWire(message),
    ...checkParts(message, { kind }),
    ...checkHtmlParts(message),
    ...(kind === 'newsletter' && content.html === null ? [{ name: 'html_missing' as const, where: { part: 'message' as const } }] : []),
    ...cids.flatMap((cid) => unusedPicture(cid, content.html)),
    ...rawFindings({ ...content, headers: { 'list-unsubscribe': headerValue(message, 'List-Unsubscribe') ?? '' }, context: contextOf(message, { expected, kind, recipient, contentIds: cids.map(({ id }) => id) }) }),
  ];
} // prettier-ignore

function contextOf(
  message: RawMessage,
  { expected, kind, recipient, contentIds }: { expected: RawExpectations; kind: MessageContext['kind']; recipient: string | undefined; contentIds: string[] },
): MessageContext {
  const { recentSubjects, mayTrackOpens, publicUrl } = expected;
  return {
    kind,
    contentIds,
    isAnswer: ['In-Reply-To', 'References'].some((name) => headersNamed(message, name).length > 0),
    ...(recipient !== undefined && { recipient }),
    ...(recentSubjects !== undefined && { recentSubjects }),
    ...(mayTrackOpens !== undefined && { mayTrackOpens }),
    ...(publicUrl !== undefined && { publicUrl }),
  };
} // prettier-ignore

/** Several parts of a kind are shown one below the other. */
function contentOf(message: RawMessage): { subject: string; html: string | null; text: string | null } {
  const shown = leaves(message).filter(isInline);
  const joined = (type: keyof typeof PART_LIMITS): string | null => {
    const parts = shown.filter((part) => part.type === type);
    return parts.length === 0
      ? null
      : parts.map(shownTextOf).join('\n').replaceAll('\r\n', '\n').slice(0, PART_LIMITS[type]);
  };
  const subject = decodeWords(headerValue(message, 'Subject') ?? '');
  return { subject, html: joined('text/html'), text: joined('text/plain') };
}

interface AttachedCid {
  readonly id: string;
  readonly line: number;
}

function attachedCids(message: RawMessage): AttachedCid[] {
  return leaves(message).flatMap((part) => {
    const id = headerValue(part, 'content-id')?.replaceAll(/[<>\s]/g, '');
    return id === undefined || id === '' ? [] : [{ id, line: part.line }];
  });
}

function unusedPicture({ id, line }: AttachedCid, html: string | null): RawFinding[] {
  if (html === null || html.includes(`cid:${id}`) || html.includes(`cid:${encodeURIComponent(id)}`)) return [];
  return [{ name: 'picture_unused', where: { part: 'message', line }, values: { id } }];
}
