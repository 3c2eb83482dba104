/**
 * What an enhanced status code (RFC 3463) says about a recipient. "5xx = the address is dead" is wrong for a third of
 * real refusals, so only this list is hard; everything about policy or reputation is the sender's fault and never
 * counts against a reader (STANDARDS B4, P3).
 */
export type RefusalClass = 'hard' | 'soft' | 'policy';

/**
 * 5.1.1 no such mailbox, 5.1.2 no such domain, 5.1.3 bad address syntax, 5.1.6 mailbox moved (RFC 3463 §3.2),
 * 5.1.10 the domain takes no mail, null MX (RFC 7505 §4.2).
 */
const HARD = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);

/** `undefined` for a refusal without an enhanced code: nothing certain can be said about the address. */
export function refusalClass(enhancedCode: string | null): RefusalClass | undefined {
  if (enhancedCode === null) return undefined;
  if (HARD.has(enhancedCode)) return 'hard';
  if (/^[45]\.7\./.test(enhancedCode)) return 'policy';
  return /^[45]\./.test(enhancedCode) ? 'soft' : undefined;
}
