import type { Newsletter } from '@app/editions';

/** A sign-up whose address was judged and whose newsletters were found: what is left is to write it. */
export interface JudgedSignUp {
  /** At least one, all of one brand, none twice. */
  readonly newsletters: readonly JudgedNewsletter[];
  readonly address: string;
  readonly canonical: string;
  /** Keyed hash of the canonical address: finds suppressions, and who had everything erased. */
  readonly addressHash: Buffer;
  readonly timeZone: string | null;
  readonly page: string | null;
  readonly placement: string | null;
  readonly network: { readonly hash: Buffer; readonly keyId: string } | undefined;
}

export interface JudgedNewsletter {
  readonly newsletter: Newsletter;
  readonly wording: string;
  readonly wordingVersion: string;
}

/** A zone this machine knows, or none: what a browser says is not trusted to exist. */
export function knownZone(zone: string | undefined): string | null {
  if (zone === undefined || zone.length > 64) return null;
  const known = zones.get(zone);
  if (known !== undefined) return known;
  try {
    const found = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    // There are some 600 names, each in few spellings; strangers may send any.
    if (zones.size < MOST_ZONES) zones.set(zone, found);
    return found;
  } catch (error) {
    // RangeError is Intl's way of saying that it knows no such zone.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Making a formatter costs more than the rest of judging a sign-up. */
const zones = new Map<string, string>();
const MOST_ZONES = 2_000;
