import { createHash, type Hash } from 'node:crypto';
import { relaxedHeader, relaxedStretch } from '../dkim/relaxed.js';
import { signatureHeader, type DkimSigner } from '../dkim/signature.js';
import { headerLines, messageErrors, wireLines, type MessageParts } from './message-building.js';
import { encodeFilling, encodeStretch } from './quoted-printable.js';
import { recipientHeader } from './recipient-header.js';

/** A message before it is pressed: what all its readers share. */
export interface PressParts extends Pick<MessageParts, 'from' | 'replyTo' | 'subject' | 'html' | 'text' | 'headers'> {
  /** What stands for a reader's own links in `html` and `text`, such as `@@unsubscribe@@`; each may stand often or nowhere. */
  readonly marks: readonly string[];
}

/** What one reader's copy has of its own. */
export interface ReaderParts {
  readonly to: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  /** For the one-click header (RFC 8058 §3.1): exactly one https address, opaque. */
  readonly unsubscribeUrl: string;
  /** In the order of the marks. Links: printable ASCII that means nothing in HTML. */
  readonly links: readonly string[];
}

/** Ready for the wire: CRLF line ends, 7 bits but for a recipient outside ASCII, and no line begins with a dot. */
export interface SplicedMessage {
  /** Its last line is the empty one. */
  readonly headers: Buffer;
  /** To be sent one after the other. Shared with other readers' copies: not to be written to. */
  readonly body: readonly Buffer[];
}

/** What is spliced needs no escape in HTML, and none but `=` in quoted-printable. */
const SPLICEABLE = /^[A-Za-z0-9\-._~:/?#@!$()*+,;=%[\]]+$/;
/** Characters. It must fit into the line of List-Unsubscribe (998 octets, RFC 5322 §2.1.1). */
const LONGEST_LINK = 900;

/** Written for each reader; a pressed head has all others. */
const PERSONAL = /^(?:To|Message-ID|Date|MIME-Version|Content-Type|Content-Transfer-Encoding):/i;

/**
 * The message of a variant, made once: every reader's copy is the same bytes with a few lines between them. Where a
 * reader's link stands, quoted-printable's soft breaks put it on lines of its own, so that splicing is copying.
 *
 * @throws `message.header_unsafe`
 */
export function pressMessage(parts: PressParts): PressedMessage {
  return new PressedMessage(parts);
}

export class PressedMessage {
  /** Bytes it keeps. */
  readonly size: number;
  readonly #head: string;
  readonly #marks: number;
  /** One more than there are fillings. */
  readonly #pieces: readonly Buffer[];
  /** Which link fills the gap after the piece of the same number. */
  readonly #fillings: readonly number[];
  #signable: Signable | undefined;

  constructor(parts: PressParts) {
    this.#marks = parts.marks.length;
    const boundary = boundaryOf(parts);
    this.#head = [
      ...headerLines(pressable(parts)).filter((line) => !PERSONAL.test(line)),
      'MIME-Version: 1.0',
      `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
      '',
    ].join('\r\n');
    const part = (type: string, content: string): Gapped => {
      const { pieces, fillings } = gapped(content, parts.marks);
      const [first = NOTHING, ...others] = pieces;
      const head = `--${boundary}\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
      return { pieces: [Buffer.concat([Buffer.from(head), first]), ...others], fillings };
    };
    const body = [
      part('plain', parts.text),
      part('html', parts.html),
      { pieces: [Buffer.from(`--${boundary}--\r\n`)], fillings: [] },
    ];
    const { pieces, fillings } = body.reduce(joined);
    this.#pieces = pieces;
    this.#fillings = fillings;
    this.size = this.#pieces.reduce((sum, piece) => sum + piece.length, this.#head.length);
  }

  /** @throws `message.header_unsafe`, `message.link_unsafe` */
  splice(reader: ReaderParts): SplicedMessage {
    return { headers: Buffer.from(`${this.#head}${ownHead(reader).join('')}\r\n`), body: this.#body(reader) };
  }

  /** As {@link splice}, with a DKIM signature on top. RSA runs beside the event loop. */
  async spliceSigned(reader: ReaderParts, signer: DkimSigner): Promise<SplicedMessage> {
    const body = this.#body(reader);
    const own = ownHead(reader);
    const signable = (this.#signable ??= new Signable(this.#head, this.#pieces));
    const signature = await signatureHeader(signer, {
      headers: [...signable.headers, ...own.map(relaxedHeader)],
      bodyHash: signable.bodyHash(body),
      at: reader.date,
    });
    return { headers: Buffer.from(`${signature}${this.#head}${own.join('')}\r\n`), body };
  }

  #body({ links }: ReaderParts): Buffer[] {
    if (links.length !== this.#marks) throw messageErrors.error('message.link_unsafe', { links: links.length });
    const lines: (Buffer | undefined)[] = [];
    const body: Buffer[] = [];
    for (const [at, piece] of this.#pieces.entries()) {
      if (piece.length > 0) body.push(piece);
      const filling = this.#fillings[at];
      if (filling !== undefined) body.push((lines[filling] ??= encodeFilling(spliceable(links[filling] ?? ''))));
    }
    return body;
  }
}

/** What a signature covers, made ready once: the body as a verifier reads it, and the hash of its first piece. */
class Signable {
  readonly headers: readonly string[];
  readonly #canonical = new Map<Buffer, Buffer>();
  readonly #first: Buffer | undefined;
  readonly #begun: Hash;

  constructor(head: string, pieces: readonly Buffer[]) {
    this.headers = head.slice(0, -'\r\n'.length).split(/\r\n(?![ \t])/).map(relaxedHeader); // prettier-ignore
    // No run of white space reaches over a gap: a link has none, and no piece ends with any.
    for (const piece of pieces) this.#canonical.set(piece, relaxedStretch(piece));
    [this.#first] = pieces;
    this.#begun = createHash('sha256');
    if (this.#first !== undefined) this.#begun.update(this.#canonical.get(this.#first) ?? this.#first);
  }

  bodyHash(body: readonly Buffer[]): string {
    const hash = this.#begun.copy();
    // A link's lines are canonical as they are.
    for (const piece of body) if (piece !== this.#first) hash.update(this.#canonical.get(piece) ?? piece);
    return hash.digest('base64');
  }
}

const NOTHING = Buffer.alloc(0);
const LINE_END = Buffer.from('\r\n');

interface Gapped {
  readonly pieces: readonly Buffer[];
  readonly fillings: readonly number[];
}

/** The end of the one and the beginning of the other become one piece: between parts nothing is filled in. */
function joined(before: Gapped, after: Gapped): Gapped {
  const last = before.pieces.at(-1) ?? NOTHING;
  const [first = NOTHING, ...others] = after.pieces;
  return {
    pieces: [...before.pieces.slice(0, -1), Buffer.concat([last, LINE_END, first]), ...others],
    fillings: [...before.fillings, ...after.fillings],
  };
}

/** The encoded stretches of a part, and which link stands between them. */
function gapped(content: string, marks: readonly string[]): Gapped {
  const texts: string[] = [];
  const fillings: number[] = [];
  const lines = wireLines(content);
  let from = 0;
  for (const { at, mark, length } of placesOf(lines, marks)) {
    texts.push(lines.slice(from, at));
    fillings.push(mark);
    from = at + length;
  }
  texts.push(lines.slice(from));
  const pieces = texts.map((text, at) =>
    encodeStretch({ text, followsFilling: at > 0, precedesFilling: at < fillings.length }),
  );
  return { pieces, fillings };
}

/** Where marks stand, in order. Where several begin at one place, the longest is meant. */
function placesOf(content: string, marks: readonly string[]): { at: number; mark: number; length: number }[] {
  if (marks.length === 0) return [];
  const numbers = new Map(marks.map((mark, number) => [mark, number]));
  const longestFirst = [...numbers.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map((mark) => mark.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|'), 'g');
  return [...content.matchAll(any)].map((found) => ({
    at: found.index,
    mark: numbers.get(found[0]) ?? 0,
    length: found[0].length,
  }));
}

/**
 * The same for the same content, over all workers. Quoted-printable never has `=_`, so it can stand in no part
 * (RFC 2045 §6.7); the hash keeps apart a mail within a mail.
 */
function boundaryOf({ html, text }: PressParts): string {
  return `=_${createHash('sha256').update(text).update('\0').update(html).digest('hex').slice(0, 32)}`;
}

/** A whole message for whoever writes the head; what is each reader's own in it is dropped again. */
function pressable(parts: PressParts): MessageParts {
  const { from, replyTo, subject, headers } = parts;
  for (const name of Object.keys(headers))
    if (name.toLowerCase() === 'list-unsubscribe')
      throw messageErrors.error('message.header_unsafe', { headers: [name] });
  const own = { to: 'reader@example.org', messageId: 'reader@example.org', date: new Date(0) };
  return { from, replyTo, subject, headers, ...own, html: '', text: '' };
}

/** Each with its line end. */
function ownHead({ to, messageId, date, unsubscribeUrl }: ReaderParts): string[] {
  if (!MESSAGE_ID.test(messageId)) throw messageErrors.error('message.header_unsafe');
  return [
    `${recipientHeader(to)}\r\n`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}\r\n`,
    `Message-ID: <${messageId}>\r\n`,
    `List-Unsubscribe: <${spliceable(unsubscribeUrl)}>\r\n`,
  ];
}

/** RFC 5322 §3.6.4, of a dot-atom and a host's name or address; bounded well under a line. */
const MESSAGE_ID = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,300}@(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])$/;

function spliceable(link: string): string {
  if (link.length > LONGEST_LINK || !SPLICEABLE.test(link)) throw messageErrors.error('message.link_unsafe');
  return link;
}
