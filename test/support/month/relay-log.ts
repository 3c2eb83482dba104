import type { AcceptedMessage, ScriptedRelay } from '../scripted-relay.js';

/** One message as the relay took it. */
export interface Taken {
  readonly at: Date;
  readonly reader: string;
  /** The newsletter's slug, from List-Id. */
  readonly newsletter: string;
  readonly subject: string;
  /** The marks of the dispatches it holds: each headline and each hand-written text of the month carries one. */
  readonly marks: ReadonlySet<string>;
  readonly text: string;
}

/** `N0927a1`: month, day, and what tells it from the day's others. */
const MARK = /\bN\d{4}[a-z0-9]{2}\b/g;

/** What the relay took since it was last asked. */
export class RelayLog {
  private read = 0;
  readonly taken: Taken[] = [];

  constructor(private readonly relay: ScriptedRelay) {}

  /** Everything new left at `at`. */
  note(at: Date): Taken[] {
    const fresh = this.relay.accepted.slice(this.read).flatMap((message) => taken(message, at));
    this.read = this.relay.accepted.length;
    this.taken.push(...fresh);
    return fresh;
  }
}

function taken(message: AcceptedMessage, at: Date): Taken[] {
  const raw = message.raw.toString('latin1');
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const listId = /^List-Id: .*<([a-z0-9-]+)\./im.exec(head)?.[1] ?? '';
  const subject = decodeWords(/^Subject: (.*)$/im.exec(head)?.[1] ?? '');
  // Marks are plain ASCII: quoted-printable changes nothing of them but where a line may break.
  const text = `${subject}\n${raw.slice(end).replace(/=\r\n/g, '')}`;
  const marks = new Set(text.match(MARK));
  return message.to.map((reader) => ({ at, reader, newsletter: listId, subject, marks, text }));
}

/** RFC 2047, as far as a subject of UTF-8 needs it. */
function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(word, 'base64').toString()
      : Buffer.from(
          word
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/gi, (__, code: string) => String.fromCharCode(parseInt(code, 16))),
          'latin1',
        ).toString(),
  );
}
