import { describe, expect, it } from '@jest/globals';
import { canonicalAddress, cleanName } from './operator-identity.js';

describe('who an operator is', () => {
  it.each([
    [' Ana@Newsroom.Example ', 'ana@newsroom.example'],
    ['desk+night@newsroom.example', 'desk+night@newsroom.example'],
    ['rédaction@exemple.fr', 'rédaction@exemple.fr'],
    ['root@localhost', 'root@localhost'],
  ])('knows %s by one spelling', (given, canonical) => {
    expect(canonicalAddress(given)).toBe(canonical);
  });

  it.each([
    '',
    'ana',
    '@newsroom.example',
    'ana@',
    'ana@newsroom..example',
    'a b@c.example',
    'ana@c.example\r\nBcc: x@y.example',
    '"a"@c.example',
    'a@b@c.example',
    `${'a'.repeat(250)}@c.example`,
    'a\ud800@c.example',
  ])('refuses the address %j', (text) => {
    expect(() => canonicalAddress(text)).toThrow(expect.objectContaining({ code: 'operator.address_invalid' }));
  });

  it('trims a name and refuses one that could break a header or a page', () => {
    expect(cleanName('  Ana Ferreira ')).toBe('Ana Ferreira');
    for (const name of ['', '   ', 'Ana\r\nBcc: x@y.example', 'Ana\u0000', 'a\u2028b', 'a\ud800', 'a'.repeat(101)]) {
      expect(() => cleanName(name)).toThrow(expect.objectContaining({ code: 'operator.name_invalid' }));
    }
  });
});
