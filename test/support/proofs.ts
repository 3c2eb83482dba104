import { hash } from 'node:crypto';

/** As the API gives it: altcha's, version 2, SHA-256 and one hash to a try. */
export interface WorkChallenge {
  readonly parameters: { readonly nonce: string; readonly salt: string; readonly keyPrefix: string };
}

export interface WorkSolution {
  readonly counter: number;
  readonly derivedKey: string;
}

/** Tries counters from 0 on, as a reader's browser does. */
export function solve({ parameters: { salt, nonce, keyPrefix } }: WorkChallenge): WorkSolution {
  const message = Buffer.concat([Buffer.from(salt + nonce, 'hex'), Buffer.alloc(4)]);
  for (let counter = 0; ; counter += 1) {
    message.writeUInt32BE(counter, message.length - 4);
    const derivedKey = hash('sha256', message, 'hex');
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}

/** What goes into a sign-up's field `proof`. */
export function proofOf(challenge: WorkChallenge): string {
  return Buffer.from(JSON.stringify({ challenge, solution: solve(challenge) })).toString('base64');
}
