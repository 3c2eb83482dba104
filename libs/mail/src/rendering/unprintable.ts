/** Control characters but tab and line ends: no mail program shows them, and NUL may not leave at all (RFC 5322 §2.2). */
// eslint-disable-next-line no-control-regex -- these are the characters that are meant
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** Half of a character: what a filter leaves that cuts an emoji in two, or somebody sends who means harm. */
const HALVES = /\p{Surrogate}/gu;

/** The text without what no charset can carry and nobody can read. */
export function printable(text: string): string {
  const whole = text.isWellFormed() ? text : text.replaceAll(HALVES, '');
  return whole.replaceAll(CONTROLS, '');
}
