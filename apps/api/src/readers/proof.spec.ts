import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createChallenge, verifySolution, type Challenge, type Solution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import fc from 'fast-check';
import { projectPath } from '@app/platform';

/** What apps/api/public/proof.js gives the pages' scripts. */
interface Solver {
  solve(challenge: Challenge): Promise<Solution>;
  prove(challenge: Challenge): Promise<string>;
  sha256(message: Uint8Array): Uint8Array;
}

const hmacSignatureSecret = 'secret';
let solver: Solver;

beforeAll(async () => {
  solver = (await import(pathToFileURL(projectPath('apps', 'api', 'public', 'proof.js')).href)) as Solver;
});

describe('the proof of work in the reader’s browser', () => {
  it('hashes as SHA-256 does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        const expected = createHash('sha256').update(message).digest('hex');
        expect(Buffer.from(solver.sha256(message)).toString('hex')).toBe(expected);
      }),
    );
  });

  it.each([
    ['a counter the server chose', { cost: 1, counter: 3_000, keyPrefixLength: 16 }],
    ['a prefix of zeros, an odd number of them', { cost: 1, keyPrefix: '000' }],
    ['a dearer hash, cut short', { cost: 20, keyPrefix: '0f', keyLength: 20 }],
  ])('solves %s', async (_, options) => {
    const challenge = await createChallenge({ algorithm: 'SHA-256', deriveKey, hmacSignatureSecret, ...options });
    const proof = JSON.parse(Buffer.from(await solver.prove(challenge), 'base64').toString('utf8')) as {
      challenge: Challenge;
      solution: Solution;
    };
    expect(proof.challenge).toEqual(challenge);
    expect(await verifySolution({ ...proof, deriveKey, hmacSignatureSecret })).toMatchObject({ verified: true });
    if ('counter' in options) expect(proof.solution.counter).toBe(3_000);
  });

  it('says so when a challenge is of a kind it does not know', async () => {
    const challenge = await createChallenge({ algorithm: 'SHA-256', cost: 1, deriveKey });
    const strange = { ...challenge, parameters: { ...challenge.parameters, algorithm: 'ARGON2ID' } };
    await expect(solver.solve(strange)).rejects.toThrow('no solver for ARGON2ID');
  });
});
