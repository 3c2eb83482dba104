import { isAscii } from './envelope-address.js';

/** One reply of a relay's (RFC 5321 §4.2). */
export interface SmtpReply {
  readonly code: number;
  /** All of it, code included; the lines of a long one with `\n` between them. */
  readonly text: string;
}

/** RFC 5321 §4.5.3.1.5 allows 512; some relays explain themselves at greater length, none at this. */
const LINE_BYTES = 4_096;
/** All lines of one reply together. */
const REPLY_BYTES = 32_768;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What came is no reply, or has no end: nothing this session says can be believed any more. */
export class GarbledReply extends Error {}

/**
 * Cuts what a relay says into replies, however the network cut it into packets: half a line, several replies at once, a
 * reply of many lines. Bounded, so that a relay that never ends its reply fills no memory.
 */
export class SmtpReplies {
  private unread = '';
  private lines: string[] = [];
  private size = 0;

  /** Nothing of a further reply has come yet. */
  get isEmpty(): boolean {
    return this.unread === '' && this.lines.length === 0;
  }

  /** @throws GarbledReply */
  read(packet: Buffer): SmtpReply[] {
    const replies: SmtpReply[] = [];
    let from = 0;
    for (let end = packet.indexOf(LINE_FEED); end >= 0; end = packet.indexOf(LINE_FEED, from)) {
      const until = packet[end - 1] === CARRIAGE_RETURN && end > from ? end - 1 : end;
      const line = this.unread + packet.toString('latin1', from, until);
      this.unread = '';
      from = end + 1;
      const reply = this.line(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (reply !== undefined) replies.push(reply);
    }
    this.unread += packet.toString('latin1', from);
    if (this.unread.length > LINE_BYTES) throw new GarbledReply('the relay’s reply is a line without an end');
    return replies;
  }

  private line(line: string): SmtpReply | undefined {
    const code = codeOf(line);
    this.size += line.length;
    if (code === undefined || line.length > LINE_BYTES || this.size > REPLY_BYTES)
      throw new GarbledReply('what the relay said is no reply');
    // RFC 5321 §4.2.1: all lines of a reply have its code.
    if (this.lines[0] !== undefined && !this.lines[0].startsWith(line.slice(0, 3)))
      throw new GarbledReply('the relay’s reply has two codes');
    this.lines.push(line);
    if (line[3] === '-') return undefined;
    const text = readable(this.lines.join('\n'));
    this.lines = [];
    this.size = 0;
    return { code, text };
  }
}

/** Undefined unless the line is `250`, `250 …` or `250-…`. */
function codeOf(line: string): number | undefined {
  const mark = line[3];
  if (mark !== undefined && mark !== ' ' && mark !== '-') return undefined;
  return /^[2-5]\d\d/.test(line) ? Number(line.slice(0, 3)) : undefined;
}

/** Replies are ASCII, or UTF-8 (RFC 6531 §3.7.4); what is neither is shown byte by byte. */
function readable(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    // Not UTF-8: some older letters, of which the code is what matters.
    return bytes;
  }
}
