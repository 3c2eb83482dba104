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
