import { operatorErrors } from '../operators.errors.js';

/**
 * What a password must be (NIST SP 800-63B-4 §3.1.1.2): long, and none that everybody tries first. No rules about
 * capitals and signs, which only bring forth `Password1!`.
 */

/** Characters. The only thing that makes a password hard to guess for somebody who has the hashes. */
export const PASSWORD_MIN_LENGTH = 12;
/** Characters: more than any manager makes, and little enough to be hashed for a stranger. */
export const PASSWORD_MAX_LENGTH = 128;

/** A piece of a name that short stands in too many words by chance. */
const MIN_TELLING_LENGTH = 4;
/** Characters that must be left to guess for somebody who knows the name, the address and the product. */
const MIN_REST_LENGTH = 8;
/** Of the product; whoever guesses tries them first. */
const PRODUCT_WORDS = ['colporteur'];

export type PasswordFault = 'too_short' | 'too_long' | 'common' | 'about_you';

export interface PasswordOwner {
  readonly name: string;
  readonly address: string;
}

/** The one spelling that is hashed: keyboards write é in two ways, and both are the same password. */
export function normalPassword(given: string): string {
  return given.normalize('NFC');
}

/** What is wrong with a password, or undefined. `common` holds lower-case passwords. */
export function passwordFault(
  given: string,
  owner: PasswordOwner,
  common: ReadonlySet<string>,
): PasswordFault | undefined {
  const password = normalPassword(given);
  const length = Array.from(password).length;
  if (length < PASSWORD_MIN_LENGTH) return 'too_short';
  if (length > PASSWORD_MAX_LENGTH) return 'too_long';
  const plain = password.toLowerCase();
  if (isCommon(plain, common)) return 'common';
  const rest = tellingWords(owner).reduce((left, word) => left.replaceAll(word, ''), plain);
  return rest !== plain && rest.length < MIN_REST_LENGTH ? 'about_you' : undefined;
}

/** @throws operator.password_weak, with the `fault` */
export function assertGoodPassword(given: string, owner: PasswordOwner, common: ReadonlySet<string>): void {
  const fault = passwordFault(given, owner, common);
  if (fault !== undefined)
    throw operatorErrors.error('operator.password_weak', { fault, minLength: PASSWORD_MIN_LENGTH });
}

/**
 * Lists hold few passwords of twelve characters; people make them of shorter ones. So a listed word with digits and
 * signs around it, one written several times, and runs of the alphabet or of one key are as good as listed.
 */
function isCommon(plain: string, common: ReadonlySet<string>): boolean {
  const unit = repeatedUnit(plain);
  const bare = trimmed(plain);
  return (
    common.has(plain) ||
    common.has(unit) ||
    (bare.length >= MIN_TELLING_LENGTH && (common.has(bare) || common.has(repeatedUnit(bare)))) ||
    bare === '' ||
    unit.length <= 3 ||
    isRun(plain)
  );
}

/** The shortest text that the whole is several times over; the whole where there is none. */
function repeatedUnit(text: string): string {
  for (let size = 1; size <= text.length / 2; size += 1) {
    if (text.length % size === 0 && text.slice(0, size).repeat(text.length / size) === text) return text.slice(0, size);
  }
  return text;
}

/** Without the digits and signs before and after the letters. */
function trimmed(plain: string): string {
  const letters = Array.from(plain);
  const isLetter = (character: string | undefined): boolean => /\p{L}/u.test(character ?? '');
  const first = letters.findIndex(isLetter);
  const last = letters.findLastIndex(isLetter);
  return first === -1 ? '' : letters.slice(first, last + 1).join('');
}

/** Rows of keyboards, and the two orders everybody knows by heart. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', 'qwertzuiopasdfghjklyxcvbnm'] as const; // prettier-ignore

function isRun(plain: string): boolean {
  const backwards = Array.from(plain).reverse().join('');
  return RUNS.some((run) => (run + run).includes(plain) || (run + run).includes(backwards));
}

function tellingWords({ name, address }: PasswordOwner): string[] {
  return (
    [...name.split(/[^\p{L}\p{N}]+/u), ...address.split(/[^\p{L}\p{N}]+/u), ...PRODUCT_WORDS]
      .map((word) => word.normalize('NFC').toLowerCase())
      .filter((word) => word.length >= MIN_TELLING_LENGTH)
      // The longest first: what a shorter one left of it would tell nothing any more.
      .sort((one, other) => other.length - one.length)
  );
}
