import type { Socket } from 'node:net';
import { errorText } from '@app/platform';
import type { Deadline } from './deadline.js';
import { isAscii } from './envelope-address.js';
import type { RelayExtensions } from './relay-extensions.js';
import { SmtpReplies, type SmtpReply } from './smtp-replies.js';
import { judgeFailure, relayReply, type SubmissionOutcome } from './submission-outcome.js';
import type { WireMessage } from './wire-message.js';

/** Addresses as they stand between the angle brackets; nothing in them can end the line. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

export interface SessionTimes {
  /** After it the final dot may no longer leave. */
  readonly deadline: Deadline;
  /** Further milliseconds to wait for the answer to it. */
  readonly graceMs: number;
}

/** What a reply is the answer to. */
type Asked = 'RSET' | 'MAIL FROM' | 'RCPT TO' | 'DATA' | 'message' | 'nothing';

interface Command {
  readonly name: Asked;
  readonly line: string;
}

/** One dialogue under way. */
interface Dialogue extends SessionTimes {
  readonly message: WireMessage;
  readonly resolve: (outcome: SubmissionOutcome) => void;
  /** Known before the relay has answered everything it was asked, and what decided it. */
  verdict: { readonly outcome: SubmissionOutcome; readonly asked: Asked } | undefined;
  /** The relay asked for the message. */
  dataBegun: boolean;
  /** The final dot may be on the wire. */
  dataFinished: boolean;
}

const FINAL_DOT = Buffer.from('.\r\n');
/** Whether a dialogue is over its limit is looked at then, or sooner if its limit is. A timer cannot wait for weeks. */
const LOOK_MS = 60_000;

/**
 * Mail transactions over a socket that is connected, secured and signed in. One dialogue at a time; where the relay
 * offers PIPELINING (RFC 2920) its envelope and DATA leave in one packet and the message in a second.
 *
 * Answers are told apart by their order alone, so a session that may be a reply behind is never used again: a reply
 * nobody asked for, one that cannot be the answer, or half a reply left over ends it.
 */
export class RelaySession {
  private readonly replies = new SmtpReplies();
  /** Said and not yet answered, in order. */
  private readonly asked: Asked[] = [];
  /** Not yet said: a relay without PIPELINING is asked one thing at a time. */
  private unsaid: Command[] = [];
  private dialogue: Dialogue | undefined;
  private needsReset = false;
  private isOver = false;
  private trouble = 'the connection was closed';
  private timer: NodeJS.Timeout | undefined;
  /** By {@link performance.now}. */
  private timerAt = Infinity;

  constructor(
    private readonly socket: Socket,
    private readonly extensions: RelayExtensions,
  ) {
    // A limit of its own is set for every dialogue.
    socket.setTimeout(0);
    socket.on('data', (packet: Buffer) => { this.hear(packet); }); // prettier-ignore
    socket.on('error', (error) => (this.trouble = errorText(error)));
    // Whoever says no more will not answer either; what it goes on reading makes no difference.
    socket.on('end', () => { this.lost(); }); // prettier-ignore
    socket.on('close', () => { this.lost(); }); // prettier-ignore
  }

  get usable(): boolean {
    return !this.isOver && this.socket.writable;
  }

  /** Never rejects. Not to be called while a dialogue is under way. */
  transact(envelope: Envelope, message: WireMessage, times: SessionTimes): Promise<SubmissionOutcome> {
    return new Promise((resolve) => {
      this.dialogue = { message, ...times, resolve, verdict: undefined, dataBegun: false, dataFinished: false };
      this.watch(times.deadline.left);
      const commands: Command[] = [
        { name: 'MAIL FROM', line: `MAIL FROM:<${envelope.from}>${this.parameters(envelope, message)}\r\n` },
        { name: 'RCPT TO', line: `RCPT TO:<${envelope.to}>\r\n` },
        { name: 'DATA', line: 'DATA\r\n' },
      ];
      if (this.needsReset) commands.unshift({ name: 'RSET', line: 'RSET\r\n' });
      this.needsReset = false;
      this.say(this.extensions.pipelining ? commands : commands.slice(0, 1));
      this.unsaid = this.extensions.pipelining ? [] : commands.slice(1);
    });
  }

  /** Between two dialogues, in good order. */
  quit(waitMs: number): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.socket.end('QUIT\r\n');
    const limit = setTimeout(() => { this.socket.destroy(); }, waitMs); // prettier-ignore
    limit.unref();
    this.socket.once('close', () => { clearTimeout(limit); }); // prettier-ignore
  }

  /** At once, without a word. */
  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.socket.destroy();
  }

  private parameters(envelope: Envelope, message: WireMessage): string {
    const { size, eightBitMime } = this.extensions;
    return (
      (size === null ? '' : ` SIZE=${message.bytes}`) +
      (message.isAscii || !eightBitMime ? '' : ' BODY=8BITMIME') +
      (needsUtf8(envelope, message) ? ' SMTPUTF8' : '')
    );
  }

  private say(commands: readonly Command[]): void {
    for (const { name } of commands) this.asked.push(name);
    this.socket.write(commands.map(({ line }) => line).join(''));
  }

  private hear(packet: Buffer): void {
    if (this.isOver) return;
    let replies: SmtpReply[];
    try {
      replies = this.replies.read(packet);
    } catch (error) {
      this.breakOff(errorText(error));
      return;
    }
    for (const reply of replies) this.take(reply);
    // Half a reply to nothing.
    if (this.asked.length === 0 && !this.replies.isEmpty) this.breakOff('the relay spoke unasked');
  }

  private take(reply: SmtpReply): void {
    if (this.isOver) return;
    const { dialogue } = this;
    const asked = this.asked.shift();
    if (dialogue === undefined) this.end();
    // It may be said at any time (RFC 5321 §3.8).
    else if (reply.code === 421)
      this.conclude(dialogue.verdict?.outcome ?? this.judge(dialogue, reply, asked), { goOn: false });
    else if (asked === undefined) this.breakOff(`the relay spoke unasked: ${reply.text}`);
    else if (asked === 'DATA') this.answerToData(dialogue, reply);
    else if (asked === 'message' || asked === 'nothing') this.answerToDot(dialogue, reply);
    else if (isYes(reply)) this.sayNext();
    else if (isNo(reply) && asked !== 'RSET') this.no(dialogue, reply, asked);
    else this.breakOff(`no answer to ${asked}: ${reply.text}`);
  }

  private no(dialogue: Dialogue, reply: SmtpReply, asked: Asked): void {
    dialogue.verdict ??= { outcome: this.judge(dialogue, reply, asked), asked };
    // What was said along with it is still to be answered.
    if (this.asked.length === 0) this.conclude(dialogue.verdict.outcome, { goOn: true });
  }

  private answerToData(dialogue: Dialogue, reply: SmtpReply): void {
    const { verdict } = dialogue;
    if (reply.code === 354 && verdict === undefined) this.sendMessage(dialogue);
    else if (reply.code === 354 && verdict?.asked === 'RCPT TO') this.sendNothing();
    // Our sender was refused and the recipient perhaps not: a dot alone might be taken for an empty message to them.
    else if (reply.code === 354 && verdict !== undefined) this.conclude(verdict.outcome, { goOn: false });
    else if (isNo(reply)) this.conclude(verdict?.outcome ?? this.judge(dialogue, reply, 'DATA'), { goOn: true });
    else this.breakOff(`no answer to DATA: ${reply.text}`);
  }

  private answerToDot(dialogue: Dialogue, reply: SmtpReply): void {
    const { verdict } = dialogue;
    if (verdict === undefined && isYes(reply))
      this.conclude({ kind: 'submitted', reply: relayReply(reply.text, reply.code) }, { goOn: true });
    else this.conclude(verdict?.outcome ?? this.judge(dialogue, reply, 'DATA'), { goOn: isNo(reply) });
  }

  private sayNext(): void {
    const next = this.unsaid.shift();
    if (next !== undefined) this.say([next]);
  }

  /**
   * All but the final dot, and the dot only when the network has taken all the rest: a relay that stops reading in the
   * middle leaves us certain that it does not have the message.
   */
  private sendMessage(dialogue: Dialogue): void {
    dialogue.dataBegun = true;
    const { pieces } = dialogue.message;
    let isTaken = false;
    const taken = (): void => {
      if (isTaken || this.dialogue !== dialogue) return;
      isTaken = true;
      this.sendFinalDot(dialogue);
    };
    this.socket.cork();
    pieces.forEach((piece, n) => {
      if (n < pieces.length - 1) this.socket.write(piece);
      // An error is followed by 'close', which ends the dialogue.
      else this.socket.write(piece, (error) => { if (!error) taken(); }); // prettier-ignore
    });
    this.socket.uncork();
    // Mostly the system takes it at once, and says so here before it calls back.
    if (this.socket.writableLength === 0 && this.socket.writable) taken();
  }

  private sendFinalDot(dialogue: Dialogue): void {
    if (dialogue.deadline.left < 0) {
      this.breakOff('the dialogue took longer than its limit; nothing was submitted');
      return;
    }
    dialogue.dataFinished = true;
    this.asked.push('message');
    this.socket.write(FINAL_DOT);
  }

  /** RFC 2920 §3.1: DATA was accepted although nobody was; a dot alone ends it, and the relay says no. */
  private sendNothing(): void {
    this.asked.push('nothing');
    this.socket.write(FINAL_DOT);
  }

  private judge(dialogue: Dialogue, reply: SmtpReply, command: Asked | undefined): SubmissionOutcome {
    const { dataBegun, dataFinished } = dialogue;
    return judgeFailure({ message: reply.text, response: reply.text, responseCode: reply.code, command, dataBegun, dataFinished }); // prettier-ignore
  }

  /** The session is not to be believed or not to be heard any more; what is known of the dialogue decides. */
  private breakOff(message: string): void {
    const { dialogue } = this;
    if (dialogue === undefined) {
      this.end();
      return;
    }
    const { verdict, dataBegun, dataFinished } = dialogue;
    this.conclude(verdict?.outcome ?? judgeFailure({ message, dataBegun, dataFinished }), { goOn: false });
  }

  private lost(): void {
    if (!this.isOver) this.breakOff(this.trouble);
  }

  private conclude(outcome: SubmissionOutcome, { goOn }: { readonly goOn: boolean }): void {
    const { dialogue } = this;
    this.dialogue = undefined;
    this.unsaid = [];
    this.needsReset = outcome.kind !== 'submitted';
    if (!goOn || outcome.kind === 'unknown' || this.asked.length > 0 || !this.replies.isEmpty) this.end();
    dialogue?.resolve(outcome);
  }

  /** One timer for a session and not one for a dialogue: most are over long before it would ring. */
  private watch(waitMs: number): void {
    const at = performance.now() + waitMs;
    if (this.timerAt <= at) return;
    clearTimeout(this.timer);
    const wait = Math.min(Math.max(0, waitMs), LOOK_MS);
    this.timerAt = performance.now() + wait;
    this.timer = setTimeout(() => { this.look(); }, wait); // prettier-ignore
    this.timer.unref();
  }

  private look(): void {
    this.timerAt = Infinity;
    const { dialogue } = this;
    if (dialogue === undefined) return;
    const { deadline, dataFinished, graceMs } = dialogue;
    const left = dataFinished ? deadline.leftWith(graceMs) : deadline.left;
    if (left > 0) this.watch(left);
    else this.breakOff('the relay gave no answer in time');
  }
}

/** RFC 6531 §3.5. */
export function needsUtf8(envelope: Envelope, message: WireMessage): boolean {
  return message.hasUtf8Headers || !isAscii(envelope.from) || !isAscii(envelope.to);
}

function isYes({ code }: SmtpReply): boolean {
  return code >= 200 && code < 300;
}

function isNo({ code }: SmtpReply): boolean {
  return code >= 400;
}
