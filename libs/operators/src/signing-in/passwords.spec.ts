import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as argon2 from '@node-rs/argon2';

const verified: string[] = [];
jest.unstable_mockModule('@node-rs/argon2', () => ({
  ...argon2,
  verify: (hash: string, password: string) => {
    verified.push(hash);
    return argon2.verify(hash, password);
  },
}));
const { Passwords } = await import('./passwords.service.js');

beforeEach(() => {
  verified.length = 0;
});

describe('looking at a password', () => {
  it('is the same work where there is none, so that nobody learns from it who has one', async () => {
    const passwords = new Passwords();
    const stored = await passwords.hash('Tinte auf nassem Papier');
    expect(await passwords.verify(stored, 'wrong')).toBe(false);
    expect(await passwords.verify(null, 'wrong')).toBe(false);
    // Not even with the password of the hash that is looked at instead.
    expect(await passwords.verify(null, 'the password of nobody at all')).toBe(false);
    const [known, unknown] = verified.map((hash) => argon2.parseOptions(hash));
    expect(verified).toHaveLength(3);
    expect(unknown).toEqual(known);
    expect(await passwords.verify(stored, 'Tinte auf nassem Papier')).toBe(true);
  });
});
