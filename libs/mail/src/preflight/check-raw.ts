import PostalMime from 'postal-mime';
import { checkHeaders, kindOf, mailboxIn } from './check-headers.js';
import { rawFindings } from './check-message.js';
import { checkWire, leaves } from './check-wire.js';
import { worded, type PreflightFinding, type RawFinding } from './finding.js';
import type { MessageContext } from './message-to-check.js';
import { preflightErrors } from './preflight.errors.js';
import { headerValue, readRawMessage, type RawMessage } from './raw-message.js';

/** Octets of a message. Gmail takes 25 MB; a newsletter has 150 KB, and what is larger would only keep one waiting. */
export const RAW_LIMIT = 10 * 1024 * 1024;
/** Characters of HTML that are looked at: of what is larger the size is said, and nothing else. */
const HTML_LIMIT = 2 * 1024 * 1024;

export interface RawExpectations extends Partial<Pick<MessageContext, 'kind' | 'mayTrackOpens' | 'recentSubjects'>> {
  readonly locale: string;
}

/**
 * A finished message: its head, its lines, its parts, and then what stands in them as `checkMessage` says. Without a
 * `kind` it is a newsletter unless its head says otherwise. Whatever the bytes, the answer is findings.
 *
 * @throws `preflight.too_large`
 */
export async function checkRaw(eml: Uint8Array, expected: RawExpectations): Promise<PreflightFinding[]> {
  return worded(await rawFindingsOf(eml, expected), expected.locale);
}

/** What the message says, for the checks that ask other sources; undefined: it cannot be read. */
export async function readEml(
  eml: Uint8Array,
): Promise<{ subject: string; html: string | null; text: string | null } | undefined> {
  try {
    return partsOf(readRawMessage(eml), await PostalMime.parse(eml, { maxNestingDepth: 20 }));
  } catch {
    // `checkRaw` says what is wrong with it.
    return undefined;
  }
}

async function rawFindingsOf(eml: Uint8Array, expected: RawExpectations): Promise<RawFinding[]> {
  if (eml.byteLength > RAW_LIMIT) throw preflightErrors.error('preflight.too_large', { limit: RAW_LIMIT });
  const raw = readRawMessage(eml);
  const kind = expected.kind ?? kindOf(raw);
  const recipient = mailboxIn(headerValue(raw, 'To') ?? '')?.address;
  const wire = [...checkHeaders(raw, { kind, recipient }), ...checkWire(raw)];
  let email;
  try {
    email = await PostalMime.parse(eml, { maxNestingDepth: 20 });
  } catch (error) {
    // Nested or malformed beyond reading: that is what is to be said of it.
    const what = error instanceof Error ? error.message : 'unreadable';
    return [...wire, { name: 'mime_structure', where: { part: 'message' }, values: { what } }];
  }
  const contentIds = email.attachments.flatMap(({ contentId }) => (contentId === undefined ? [] : [contentId.replaceAll(/[<>]/g, '')])); // prettier-ignore
  const { recentSubjects, mayTrackOpens } = expected;
  const context: MessageContext = {
    kind,
    contentIds,
    ...(recipient !== undefined && { recipient }),
    ...(recentSubjects !== undefined && { recentSubjects }),
    ...(mayTrackOpens !== undefined && { mayTrackOpens }),
  };
  return [...wire, ...rawFindings({ ...partsOf(raw, email), context })];
}

/** Only what the message has: the parser makes a text of the HTML, and HTML of a text, where one lacks. */
function partsOf(
  raw: RawMessage,
  { subject = '', html, text }: { subject?: string | undefined; html?: string | undefined; text?: string | undefined },
): { subject: string; html: string | null; text: string | null } {
  const types = leaves(raw)
    .filter((part) => !/^attachment/i.test(headerValue(part, 'content-disposition') ?? ''))
    .map(({ type }) => type);
  const isHtml = types.includes('text/html');
  return {
    subject,
    html: isHtml ? (html ?? '').slice(0, HTML_LIMIT) : null,
    text: types.includes('text/plain') ? (text ?? '') : null,
  };
}
