import { z } from 'zod';

/** Texts as operators and their programs write them into requests. */

/** One line that PostgreSQL can hold: no control characters, no half of a surrogate pair. */
export function line(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .overwrite((given) => given.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim());
} // prettier-ignore

/** Why somebody acts. */
export const reason = line(1_000).optional().describe('In your own words, for the audit.');

/** Names a source; which ones there are is asked later. */
export const sourceSlug = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'is no slug');
