/** What the admin can say itself of a field, in the operator's language. */
export interface IssueWords {
  required: string;
  wrongForm: string;
  notAddress: string;
  notUrl: string;
  tooLong: (longest: number) => string;
  tooShort: (shortest: number) => string;
  atMost: (most: number) => string;
  atLeast: (least: number) => string;
}

/**
 * The sentences of the server's schemas (zod's English), the more particular first. A problem carries no codes for
 * them; issue-words.spec holds these to the schemas' own messages.
 */
const sentences: readonly (readonly [sentence: RegExp, say: (m: IssueWords, bound: number) => string])[] = [
  [/^Invalid input: expected [a-z]{1,20}, received (?:undefined|null)$/, (m) => m.required],
  [/^Too small: expected string to have >=1 characters$/, (m) => m.required],
  [/^Too big: expected string to have <=(\d{1,9}) characters$/, (m, longest) => m.tooLong(longest)],
  [/^Too small: expected string to have >=(\d{1,9}) characters$/, (m, shortest) => m.tooShort(shortest)],
  [/^Too big: expected (?:number|int) to be <=(-?\d{1,16})$/, (m, most) => m.atMost(most)],
  [/^Too small: expected (?:number|int) to be >=(-?\d{1,16})$/, (m, least) => m.atLeast(least)],
  [/^Invalid email address$/, (m) => m.notAddress],
  [/^Invalid URL$/, (m) => m.notUrl],
  [/^Invalid (?:string|option|input|ISO|UUID|number)\b/, (m) => m.wrongForm],
];

/** A refusal in the operator's words; what no schema says stays as the server wrote it. */
export function issueWords(message: string, m: IssueWords): string {
  for (const [sentence, say] of sentences) {
    const found = sentence.exec(message);
    if (found !== null) return say(m, Number(found[1]));
  }
  return message;
}
