import { refusalClass } from '../ledger/refusal-class.js';
import { REPLY_LIMIT, replyRules, type Reaction, type ReplyClass, type ReplyRule } from './reply-rules.js';

export type { Reaction, ReplyClass } from './reply-rules.js';

/** What a relay answered, as the ledger keeps it. */
export interface Answer {
  readonly code: number | null;
  readonly enhancedCode: string | null;
  readonly text: string;
}

export interface ReplyVerdict {
  readonly says: ReplyClass;
  /** null: none, or only when it is said again and again ({@link ReplyVerdict.isUncertain}). */
  readonly reaction: Reaction | null;
  /** Read from its code alone: anybody's policy has 5.7.1, also against one message or for one mailbox. */
  readonly isUncertain: boolean;
  /** About the transport as a whole. */
  readonly isOfRelay: boolean;
}

/** Pure. The provider's own rules, then everybody's, then the codes. */
export function judgeReply(answer: Answer, provider: string): ReplyVerdict {
  const rule = ruleFor(answer, provider);
  if (rule !== undefined)
    return { says: rule.says, reaction: rule.reaction ?? null, isUncertain: false, isOfRelay: rule.isOfRelay ?? false };
  return { says: byCode(answer), reaction: null, isUncertain: true, isOfRelay: false };
}

/** Pure. The rule that is applied; a spec asks which. */
export function ruleFor({ text, enhancedCode }: Answer, provider: string): ReplyRule | undefined {
  // The first hard word about a mailbox is the last: no rule about us is read into "no such user".
  if (refusalClass(enhancedCode) === 'hard') return undefined;
  const said = text.slice(0, REPLY_LIMIT).toLowerCase();
  const fits = (rule: ReplyRule): boolean => rule.words.every((word) => said.includes(word));
  return (
    replyRules.find((rule) => rule.provider === provider && fits(rule)) ??
    replyRules.find((rule) => rule.provider === '*' && fits(rule))
  );
}

/** RFC 3463 §3: subject (second number), then detail. */
function byCode({ code, enhancedCode }: Answer): ReplyClass {
  const [, subject = '', detail = ''] = enhancedCode?.split('.') ?? [];
  switch (subject) {
    case '1':
      // 5.1.7 and 5.1.8: the sender's address
      return detail === '7' || detail === '8' ? 'us' : 'recipient';
    case '2':
      // 2.3: larger than this mailbox takes; 4.2.0 says nothing, and greylisting often has it
      if (detail === '3') return 'content';
      return detail === '0' && !isForGood(code) ? 'later' : 'recipient';
    case '3':
      return detail === '4' ? 'content' : laterOr('recipient', code);
    case '6':
      return 'content';
    case '7':
      return 'us';
    default:
      return laterOr('recipient', code);
  }
}

function laterOr(otherwise: ReplyClass, code: number | null): ReplyClass {
  return isForGood(code) ? otherwise : 'later';
}

function isForGood(code: number | null): boolean {
  return code !== null && code >= 500;
}
