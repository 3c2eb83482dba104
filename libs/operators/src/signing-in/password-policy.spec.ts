import { describe, expect, it } from '@jest/globals';
import { commonPasswords } from './common-passwords.js';
import { normalPassword, passwordFault } from './password-policy.js';

const owner = { name: 'Marie Le Goff', address: 'marie.legoff@gazette.example' };

async function faultOf(password: string) {
  return passwordFault(password, owner, await commonPasswords());
}

describe('a password', () => {
  it.each([
    ['elf chars no', undefined],
    ['elevenchars', 'too_short'],
    ['👩‍👩‍👧', 'too_short'],
    ['Tinte auf nassem Papier', undefined],
    ['mañana al alba, café', undefined],
    ['x9 Zk!'.repeat(21) + '12', undefined],
    ['x9 Zk!'.repeat(21) + '123', 'too_long'],
    ['Password1234', 'common'],
    ['passwordpassword', 'common'],
    ['!!Princess2026', 'common'],
    ['111111111111', 'common'],
    ['2026-11-23 01:15', 'common'],
    ['abcabcabcabc', 'common'],
    ['qwertyuiopas', 'common'],
    ['98765432109876', 'common'],
    ['Legoff2026!!', 'about_you'],
    ['colporteur-42', 'about_you'],
    ['gazette.marie', 'about_you'],
    ['marie mange douze poires', undefined],
  ])('%s: %s', async (password, fault) => {
    expect(await faultOf(password)).toBe(fault);
  });

  it('is the same however its accents were typed', () => {
    expect(normalPassword('cafe\u0301 de la gare')).toBe(normalPassword('caf\u00e9 de la gare'));
  });
});
