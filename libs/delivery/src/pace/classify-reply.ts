import { refusalClass } from '../refusal-class.js';

/**
 * Whom a reply is about: this mailbox; this message; us, our address, name or rate; or nobody, only the moment. `us` never
 * counts against a reader: the row is tried again later (STANDARDS P3).
 */
export type ReplyClass = 'recipient' | 'content' | 'us' | 'later';

export interface ClassifiedReply {
  readonly code: number | null;
  readonly enhancedCode: string | null;
  readonly text: string;
}

/** Pure. */
export function classifyReply({ code, enhancedCode }: ClassifiedReply, _provider: string): ReplyClass {
  if (refusalClass(enhancedCode) === 'policy') return 'us';
  return code !== null && code >= 500 ? 'recipient' : 'later';
}
