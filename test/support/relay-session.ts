import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What the relay does with one recipient. Reply lines are sent as they are (`550 5.1.1 no such user`); a 421 also ends
 * the connection, as RFC 5321 §4.2.1 has it.
 */
export type Behaviour =
  | 'accept'
  /** Reply to RCPT TO. */
  | { readonly rcpt: string }
  /** Reply to DATA, in place of 354. */
  | { readonly data: string }
  /** Reply after the final dot. */
  | { readonly dot: string }
  /** Takes the message, and answers the final dot only after so long. */
  | { readonly dotAfterMs: number }
  | 'drop-at-rcpt'
  | 'drop-before-data'
  | 'drop-in-data'
  /** Asks for the message and then reads nothing of it. */
  | 'stall-in-data'
  /** Takes the message and is gone before it says so: the case nobody can know about. */
  | 'drop-after-dot'
  | 'silent-at-rcpt'
  | 'silent-after-dot'
  /** Takes the message and says so twice. */
  | 'answer-twice';

export interface AcceptedMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire, dots unstuffed, with the line end before the final dot. */
  readonly raw: Buffer;
  readonly messageId: string;
}

export interface RelayScript {
  /** `attempt` counts RCPT TO commands for this recipient, from 1, over all connections. */
  readonly behave?: (recipient: string, attempt: number) => Behaviour;
  /** Reply to MAIL FROM. */
  readonly mail?: (from: string) => string;
  /** Null: the relay takes the connection and never says a word. */
  readonly greeting?: string | null;
  readonly extensions?: readonly string[];
  /** Before each answer to a final dot. */
  readonly delayMs?: number;
}

export const RELAY_EXTENSIONS = ['PIPELINING', 'SIZE 10485760', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'];

/** What a session asks of the relay it belongs to. */
export interface SessionHost {
  readonly script: RelayScript;
  readonly accepted: AcceptedMessage[];
  readonly commands: string[];
  offer(recipient: string): Behaviour;
  /** Call the result when the dialogue is over. */
  beginDialogue(): () => void;
}

/** One connection to a scripted relay. */
export class RelaySession {
  private readonly chunks: AsyncIterator<Buffer, undefined>;
  private unread = Buffer.alloc(0);
  private from = '';
  private recipients: { address: string; behaviour: Behaviour }[] = [];
  private endDialogue = (): void => undefined;

  constructor(
    private readonly relay: SessionHost,
    private readonly socket: Socket,
  ) {
    this.chunks = (socket as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]();
  }

  async run(): Promise<void> {
    const { greeting } = this.relay.script;
    if (greeting !== null) this.say(greeting ?? '220 relay.example ESMTP scripted');
    try {
      for (let line = await this.line(); line !== undefined; line = await this.line()) await this.obey(line);
    } catch {
      // The connection was cut, by us or by them: there is nobody left to answer.
    } finally {
      this.endDialogue();
      this.socket.destroy();
    }
  }

  private async obey(line: string): Promise<void> {
    this.relay.commands.push(line);
    const verb = line.slice(0, 4).toUpperCase();
    if (this.relay.script.greeting === null) return;
    if (verb === 'EHLO') {
      const lines = ['relay.example', ...(this.relay.script.extensions ?? RELAY_EXTENSIONS)];
      this.say(lines.map((text, n) => `250${n === lines.length - 1 ? ' ' : '-'}${text}`).join('\r\n'));
    } else if (verb === 'MAIL') {
      this.reset();
      this.from = pathOf(line);
      this.endDialogue = this.relay.beginDialogue();
      this.say(this.relay.script.mail?.(this.from) ?? '250 2.1.0 sender ok');
    } else if (verb === 'RCPT') await this.recipient(pathOf(line));
    else if (verb === 'DATA') await this.data();
    else if (verb === 'RSET') {
      this.reset();
      this.say('250 2.0.0 reset');
    } else if (verb === 'QUIT') {
      this.say('221 2.0.0 bye');
      this.socket.end();
    } else this.say('502 5.5.1 not known here');
  }

  private async recipient(address: string): Promise<void> {
    const behaviour = this.relay.offer(address);
    if (behaviour === 'drop-at-rcpt') this.socket.destroy();
    else if (behaviour === 'silent-at-rcpt') await this.silence();
    else if (typeof behaviour === 'object' && 'rcpt' in behaviour) this.say(behaviour.rcpt);
    else {
      this.recipients.push({ address, behaviour });
      this.say('250 2.1.5 recipient ok');
    }
  }

  private async data(): Promise<void> {
    const behaviour = this.recipients[0]?.behaviour;
    if (behaviour === undefined) this.say('503 5.5.1 no valid recipients');
    else if (behaviour === 'drop-before-data') this.socket.destroy();
    else if (typeof behaviour === 'object' && 'data' in behaviour) this.say(behaviour.data);
    else {
      this.say('354 go ahead');
      if (behaviour === 'stall-in-data') await once(this.socket.pause(), 'close');
      else if (behaviour === 'drop-in-data') {
        await this.more();
        this.socket.destroy();
      } else await this.answer(await this.message(), behaviour);
    }
    this.reset();
  }

  private async answer(raw: Buffer, behaviour: Behaviour): Promise<void> {
    const { delayMs = 0 } = this.relay.script;
    await wait(typeof behaviour === 'object' && 'dotAfterMs' in behaviour ? behaviour.dotAfterMs : delayMs);
    if (typeof behaviour === 'object' && 'dot' in behaviour) {
      this.say(behaviour.dot);
      return;
    }
    const to = this.recipients.map((recipient) => recipient.address);
    const messageId = /^message-id:\s*(\S+)/im.exec(raw.toString('latin1'))?.[1] ?? '';
    this.relay.accepted.push({ from: this.from, to, raw, messageId });
    if (behaviour === 'drop-after-dot') this.socket.destroy();
    else if (behaviour === 'silent-after-dot') await this.silence();
    else this.say('250 2.0.0 taken');
    if (behaviour === 'answer-twice') this.say('250 2.0.0 taken');
  }

  private reset(): void {
    this.endDialogue();
    this.recipients = [];
  }

  private say(reply: string): void {
    this.socket.write(`${reply}\r\n`);
    if (reply.startsWith('421')) this.socket.end();
  }

  /** Until the other side gives up. */
  private async silence(): Promise<void> {
    for (;;) await this.more();
  }

  private async line(): Promise<string | undefined> {
    const bytes = await this.upTo('\r\n');
    return bytes?.toString('utf8').slice(0, -2);
  }

  private async message(): Promise<Buffer> {
    // A message that is nothing but its final dot has no line end before it.
    const bytes = this.unread.subarray(0, 3).toString() === '.\r\n' ? undefined : await this.upTo('\r\n.\r\n');
    const stuffed = `\r\n${(bytes?.toString('latin1') ?? '').slice(0, -3)}`;
    return Buffer.from(stuffed.replaceAll('\r\n.', '\r\n').slice(2), 'latin1');
  }

  private async upTo(mark: string): Promise<Buffer | undefined> {
    let end = this.unread.indexOf(mark);
    while (end < 0) {
      const searched = Math.max(0, this.unread.length - mark.length);
      await this.more();
      end = this.unread.indexOf(mark, searched);
    }
    const taken = this.unread.subarray(0, end + mark.length);
    this.unread = this.unread.subarray(end + mark.length);
    return taken;
  }

  /** @throws when the connection is over */
  private async more(): Promise<void> {
    const next = await this.chunks.next();
    if (next.done === true) throw new Error('the connection is over');
    this.unread = Buffer.concat([this.unread, next.value]);
  }
}

/** `RCPT TO:<a@b> …` → `a@b`. */
function pathOf(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
