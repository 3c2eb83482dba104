import { redactedLine } from '@app/platform';
import type { RelayTrouble } from './relay-trouble.js';

/**
 * How one SMTP dialogue ended, in the only four ways that matter to a ledger.
 *
 * - `submitted`: the relay said 2xx after the final dot.
 * - `refused`: the relay answered no, for good, to this recipient or message.
 * - `postponed`: certainly not taken; may be tried again. `begun` tells whether the recipient was offered at all.
 * - `unknown`: the final dot may have left and no answer came. Never tried again by itself.
 */
export type SubmissionOutcome =
  | { readonly kind: 'submitted'; readonly reply: RelayReply }
  | { readonly kind: 'refused'; readonly reply: RelayReply }
  | {
      readonly kind: 'postponed';
      readonly begun: boolean;
      readonly reply: RelayReply;
      /** Set when no connection could be made ready: the relay's fault, not the recipient's. */
      readonly trouble?: RelayTrouble;
    }
  | { readonly kind: 'unknown'; readonly reply: RelayReply };

export interface RelayReply {
  /** RFC 5321 reply code; null when the dialogue broke off without one. */
  readonly code: number | null;
  /** RFC 3463 enhanced code. */
  readonly enhancedCode: string | null;
  /** The relay's words, or what broke, without addresses and at most {@link REPLY_LIMIT} characters. */
  readonly text: string;
}

/** Enough for any honest relay; a hostile one cannot fill the table. */
const REPLY_LIMIT = 500;

export function relayReply(text: string, code: number | null = null): RelayReply {
  return {
    // A reply that does not begin with a number has none.
    code: Number.isInteger(code) ? code : null,
    enhancedCode: enhancedCodeOf(text),
    text: redactedLine(text, REPLY_LIMIT),
  };
}

/** What is known of a dialogue that failed. Field names as Nodemailer gives them. */
export interface DialogueFailure {
  readonly message: string;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  /** The command that was answered: `MAIL FROM`, `RCPT TO`, `DATA`, `AUTH …`, `CONN`. */
  readonly command?: string | undefined;
  /** The relay asked for the message: DATA was accepted. */
  readonly dataBegun: boolean;
  /** Our last byte and the final dot may be on the wire. */
  readonly dataFinished: boolean;
}

/**
 * Pure. A refusal decides when there is one; a final dot without a refusal or an acceptance is the only unknown. A reply
 * that is neither (a 354 where the final dot was to be answered) shows that the session is a reply behind: what the
 * relay said about this message was never heard.
 *
 * A permanent refusal of the *sender* (`MAIL FROM`, `AUTH`) says nothing about this recipient: it is postponed, so that
 * a wrong relay password does not reject a whole audience.
 */
export function judgeFailure(failure: DialogueFailure): SubmissionOutcome {
  const code = failure.responseCode ?? null;
  const reply = relayReply(failure.response ?? failure.message, code);
  if (code === null || code < 400 || code > 599) {
    return failure.dataFinished ? { kind: 'unknown', reply } : { kind: 'postponed', begun: failure.dataBegun, reply };
  }
  const aboutRecipient = failure.command === 'RCPT TO' || failure.command === 'DATA';
  // 503 says that the session was confused, not that the message was refused.
  if (code >= 500 && code !== 503 && aboutRecipient) return { kind: 'refused', reply };
  return { kind: 'postponed', begun: aboutRecipient || failure.dataBegun, reply };
}

/** The RFC 3463 code in a relay's reply line, such as `5.1.1` in `550 5.1.1 unknown user`. */
function enhancedCodeOf(reply: string): string | null {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? null;
}
