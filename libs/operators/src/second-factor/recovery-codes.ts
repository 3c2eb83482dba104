import { createHash, randomInt } from 'node:crypto';

/**
 * Ways in for the day the phone is gone, each good once. 49 bits are out of reach for somebody who gets five tries and
 * then waits; whoever has the table can find a
 * code in days but also needs the password, so plain SHA-256 is enough.
 */
export const RECOVERY_CODES = 10;
/** Without what is misread on paper: I, L, O, U, 0 and 1. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const GROUP = 5;

/** Ten codes such as `K7QDM-42XHB`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, newCode);
}

/** What is stored; undefined for what cannot be a code. Case, spaces and hyphens are the writer's. */
export function recoveryCodeHash(given: string): Buffer | undefined {
  const code = given.replace(/[\s-]/g, '').toUpperCase();
  if (code.length !== 2 * GROUP || !Array.from(code).every((character) => ALPHABET.includes(character)))
    return undefined;
  return createHash('sha256').update(`recovery:${code}`).digest();
}

function newCode(): string {
  const letters = Array.from({ length: 2 * GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${letters.slice(0, GROUP)}-${letters.slice(GROUP)}`;
}
