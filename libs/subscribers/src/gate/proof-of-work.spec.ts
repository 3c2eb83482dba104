import { beforeEach, describe, expect, it } from '@jest/globals';
import { createChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { readConfig, TokenSigner } from '@app/platform';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { proofOf, solve } from '../../../../test/support/proofs.js';
import { PROOF_LEVELS, PROOF_SECONDS } from './proof-levels.js';
import { ProofOfWork, type Challenge } from './proof-of-work.service.js';

const NOW = new Date('2026-03-10T08:00:00Z');
const KEY = 'a key that only the tests use, never anything else';

function signer(clock: FrozenClock, key: string): TokenSigner {
  const postgres = 'postgres://a:b@127.0.0.1:1/none';
  return new TokenSigner(
    readConfig({
      SECRET_KEY: key,
      PUBLIC_URL: 'http://127.0.0.1',
      DATABASE_URL: postgres,
      SMTP_URL: 'smtp://127.0.0.1:9',
    }),
    clock,
  );
}

let clock: FrozenClock;
let proofs: ProofOfWork;
beforeEach(() => {
  clock = new FrozenClock(NOW);
  proofs = new ProofOfWork(clock, signer(clock, KEY));
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

describe('a proof of work', () => {
  it.each([1, 2] as const)('of level %i is taken for that, and costs no more tries than it says', async (level) => {
    const challenge = await proofs.challenge(level);
    const solution = solve(challenge);
    expect(solution.counter).toBeLessThan(PROOF_LEVELS[level].counters);
    const until = new Date(NOW.getTime() + PROOF_SECONDS * 1000);
    expect(await proofs.verify(encode({ challenge, solution }))).toMatchObject({ level, until });
  });

  it('has one hash to a challenge, however it is written', async () => {
    const challenge = await proofs.challenge(1);
    const { parameters, signature } = challenge;
    const solution = solve(challenge);
    const otherwise = encode({ solution: { ...solution, time: 12.5 }, challenge: { signature, parameters } });
    const one = await proofs.verify(proofOf(challenge));
    const other = await proofs.verify(otherwise);
    expect(one?.hash).toHaveLength(32);
    expect(other?.hash).toEqual(one?.hash);
    expect((await proofs.verify(proofOf(await proofs.challenge(1))))?.hash).not.toEqual(one?.hash);
  });

  it('expires after ten minutes', async () => {
    const proof = proofOf(await proofs.challenge(1));
    clock.set(new Date(NOW.getTime() + PROOF_SECONDS * 1000 - 1));
    expect(await proofs.verify(proof)).toBeDefined();
    clock.set(new Date(NOW.getTime() + PROOF_SECONDS * 1000));
    expect(await proofs.verify(proof)).toBeUndefined();
  });

  it('is none when anything signed was changed: the level above all', async () => {
    const challenge = await proofs.challenge(1);
    const solution = solve(challenge);
    const { parameters } = challenge;
    const change = (changed: object): string =>
      encode({ challenge: { ...challenge, parameters: { ...parameters, ...changed } }, solution });
    expect(await proofs.verify(change({}))).toBeDefined();
    const forged = [
      { data: { ...parameters.data, level: 3 } },
      { data: { ...parameters.data, until: NOW.getTime() + 86_400_000 } },
      { nonce: '00'.repeat(16) },
      { salt: '00'.repeat(16) },
      { keyPrefix: solution.derivedKey.slice(0, 2) },
      { keyPrefix: '' },
      { cost: 0 },
      { algorithm: 'SHA-512' },
      { expiresAt: 1 },
      { keySignature: '00' },
    ];
    for (const one of forged) expect(await proofs.verify(change(one))).toBeUndefined();
  });

  it('is none with another key, without a signature, with no work done, or of another challenge', async () => {
    const challenge = await proofs.challenge(1);
    const solution = solve(challenge);
    const { parameters } = challenge;
    const strangers = new ProofOfWork(clock, signer(clock, `${KEY}, but of somebody else`));
    expect(await strangers.verify(encode({ challenge, solution }))).toBeUndefined();
    const other = await proofs.challenge(1);
    for (const wrong of [
      { challenge: { parameters }, solution },
      { challenge: { parameters, signature: '' }, solution },
      { challenge: other, solution },
      { challenge, solution: { ...solution, counter: solution.counter + 1 } },
      { challenge, solution: { counter: 0, derivedKey: `${parameters.keyPrefix}${'0'.repeat(32)}` } },
      { challenge, solution: { ...solution, counter: -1 } },
      { challenge, solution: { ...solution, counter: 1.5 } },
      { challenge, solution: { ...solution, counter: 2 ** 32 + solution.counter } },
      { challenge, solution: { ...solution, derivedKey: solution.derivedKey.toUpperCase() } },
    ])
      expect(await proofs.verify(encode(wrong))).toBeUndefined();
  });

  it('is none when it was made by us for something cheaper', async () => {
    // As somebody who knows the key could: even then the parameters are ours to say.
    const challenge: Challenge = await createChallenge({
      algorithm: 'SHA-256',
      cost: 1,
      counter: 0,
      keyPrefixLength: 1,
      data: { level: 1, until: NOW.getTime() + 1_000 },
      deriveKey,
      hmacSignatureSecret: signer(clock, KEY).stableKey('sign-up-proof').toString('hex'),
    });
    expect(await proofs.verify(proofOf(challenge))).toBeUndefined();
  });

  it('is none, and no error, whatever else it is', async () => {
    const whole = proofOf(await proofs.challenge(1));
    const texts = [
      '',
      ' ',
      'null',
      'W10=',
      encode([]),
      encode({}),
      encode({ challenge: null, solution: null }),
      '\u0000',
      '\ud800',
    ];
    const cut = [1, 10, 100, whole.length - 4].map((length) => whole.slice(0, length));
    for (const text of [
      ...texts,
      ...cut,
      `${whole}${' '.repeat(2_000)}`,
      'A'.repeat(65_536),
      encode('['.repeat(1_400)),
    ])
      expect(await proofs.verify(text)).toBeUndefined();
  });
});
