import type { RawFinding } from './finding.js';
import { foundIn, type Inspection } from './inspection.js';

/** Characters (code points): what is cut off by then nobody reads. Desktop programs show 60 to 80, RFC 5322's line has 78. */
const LONG = 150;
/** Exchange and Outlook keep 255 characters of it. */
const TOO_LONG = 255;
/** Fewer letters shout at nobody: "AFP", "COP31". */
const SHORTEST_SHOUT = 12;
/** Control characters, Unicode's own line ends, and what turns the direction of all that follows. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202d\u202e]/;
/** Nobody sees them, and filters know them from words cut apart. Joiners are left out: scripts and emoji need those. */
const INVISIBLE = /\u034f|[\t\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff]|\s{3,}/;
/** What programs put before an answer and before what is passed on: in English, French, Spanish and German. */
const ANSWER = /^\s*(?:re|fw|fwd|tr|rép|rv|aw|wg)\s?(?:\[\d{1,3}\])?\s?:(?!\/\/)/i;

/** What stands beside the sender's name, and decides whether the mail is opened. */
export function checkSubject(inspection: Inspection): RawFinding[] {
  const { subject, context } = inspection.message;
  const found = (name: RawFinding['name'], values?: RawFinding['values']): RawFinding =>
    foundIn(inspection, 'subject', { name, excerpt: subject, ...(values !== undefined && { values }) });
  if (!/[\p{L}\p{N}\p{S}]/u.test(subject)) return [found('subject_empty')];
  const findings: RawFinding[] = [];
  if (UNSAFE.test(subject)) findings.push(found('subject_unsafe'));
  if (INVISIBLE.test(subject)) findings.push(found('subject_invisible'));
  if (!/[\p{L}\p{N}]/u.test(subject)) findings.push(found('subject_wordless'));
  const length = Array.from(subject).length;
  if (length > TOO_LONG) findings.push(found('subject_too_long', { length, most: TOO_LONG }));
  else if (length > LONG) findings.push(found('subject_long', { length, most: LONG }));
  if (isShouted(subject)) findings.push(found('subject_capitals'));
  if (context.isAnswer !== true && ANSWER.test(subject.slice(0, 100))) findings.push(found('subject_reply'));
  const own = comparable(subject);
  if (context.recentSubjects?.some((recent) => comparable(recent) === own) === true) findings.push(found('subject_repeated'));
  return findings;
} // prettier-ignore

function isShouted(subject: string): boolean {
  const cased = subject.match(/[\p{Lu}\p{Ll}]/gu) ?? [];
  return cased.length >= SHORTEST_SHOUT && !/\p{Ll}/u.test(subject);
}

/** Its letters and digits, for comparing what is read. */
export function comparable(subject: string): string {
  return subject
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
