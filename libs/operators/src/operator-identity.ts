import { operatorErrors } from './operators.errors.js';

/** RFC 5321 §4.5.3.1.3 allows a path of 256 octets, two of them the angle brackets. */
const MAX_ADDRESS_OCTETS = 254;
/** Fits every list and header it is shown in. */
const MAX_NAME_LENGTH = 100;

/** C0 and C1 controls, line and paragraph separators, and halves of surrogate pairs: nothing a header or a page needs. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
const ADDRESS = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\.]+(\.[^\s@<>"(),:;[\]\\.]+)*$/u;

/**
 * The one spelling an operator is known by. Lower case throughout: few mail systems tell `Ana@` from `ana@`, and two
 * operators who differ by that would be one person twice.
 *
 * @throws operator.address_invalid
 */
export function canonicalAddress(text: string): string {
  const address = text.trim().normalize('NFC').toLowerCase();
  if (UNPRINTABLE.test(address) || !ADDRESS.test(address) || Buffer.byteLength(address) > MAX_ADDRESS_OCTETS) {
    throw operatorErrors.error('operator.address_invalid');
  }
  return address;
}

/** A name of a person or a key as it is stored. @throws operator.name_invalid */
export function cleanName(text: string): string {
  const name = text.trim().normalize('NFC');
  if (name === '' || name.length > MAX_NAME_LENGTH || UNPRINTABLE.test(name)) {
    throw operatorErrors.error('operator.name_invalid');
  }
  return name;
}
