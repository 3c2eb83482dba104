import { createHash, randomInt } from 'node:crypto';
import { createChallenge, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, TokenSigner } from '@app/platform';
import { PROOF_LEVELS, PROOF_SECONDS, type ProofLevel } from './proof-levels.js';

export type { Challenge };

const ALGORITHM = 'SHA-256';
/** Bytes of the key, of which the solver is told the first half. */
const KEY_BYTES = 32;
/** Base64 of a proof as our script makes it has 700 characters; longer ones are not looked at. */
const MAX_PROOF_LENGTH = 2_000;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** Exactly what we hand out, so that nothing else reaches the library. `until` is milliseconds since 1970. */
const payload = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal(ALGORITHM),
      cost: z.literal(1),
      data: z.strictObject({ level: z.literal([1, 2, 3]), until: z.int().positive() }),
      keyLength: z.literal(KEY_BYTES),
      keyPrefix: hex(KEY_BYTES / 2),
      nonce: hex(16),
      salt: hex(16),
    }),
    signature: hex(32),
  }),
  solution: z.strictObject({
    counter: z.int().min(0).max(0xffff_ffff),
    derivedKey: hex(KEY_BYTES),
    time: z.number().optional(),
  }),
});

export interface Proof {
  readonly level: ProofLevel;
  /** Names the challenge: it serves once. */
  readonly hash: Buffer;
  readonly until: Date;
}

/**
 * altcha's proof of work (version 2). A challenge is bound to nothing personal; its level and its end are inside what is
 * signed. The end goes by our clock and in our own data, since the library's goes by the machine's.
 */
@Injectable()
export class ProofOfWork {
  private readonly secret: string;

  constructor(
    private readonly clock: Clock,
    tokens: TokenSigner,
  ) {
    // Whoever knew an old secret could make challenges, but would still have to do the work, which is what counts.
    this.secret = tokens.stableKey('sign-up-proof').toString('hex');
  }

  challenge(level: ProofLevel): Promise<Challenge> {
    return createChallenge({
      algorithm: ALGORITHM,
      cost: 1,
      counter: randomInt(PROOF_LEVELS[level].counters),
      data: { level, until: this.clock.now().getTime() + PROOF_SECONDS * 1000 },
      deriveKey,
      hmacSignatureSecret: this.secret,
      keyLength: KEY_BYTES,
      keyPrefixLength: KEY_BYTES / 2,
    });
  }

  /** Undefined for whatever is no solved challenge of ours that still lives. Any text is judged, none throws. */
  async verify(proof: string): Promise<Proof | undefined> {
    const parsed = payload.safeParse(decoded(proof));
    if (!parsed.success) return undefined;
    const { challenge, solution } = parsed.data;
    const { level, until } = challenge.parameters.data;
    if (until <= this.clock.now().getTime()) return undefined;
    const { counter, derivedKey } = solution;
    const { verified } = await verifySolution({
      challenge,
      solution: { counter, derivedKey },
      deriveKey,
      hmacSignatureSecret: this.secret,
    });
    if (!verified) return undefined;
    const hash = createHash('sha256').update(challenge.signature).digest();
    return { level, hash, until: new Date(until) };
  }
}

function decoded(proof: string): unknown {
  if (proof.length > MAX_PROOF_LENGTH) return undefined;
  try {
    return JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
  } catch {
    // A SyntaxError: whatever this was, it is no proof.
    return undefined;
  }
}
