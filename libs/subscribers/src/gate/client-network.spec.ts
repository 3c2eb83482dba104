import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clientNetwork } from './client-network.js';

describe('clientNetwork', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', undefined, '203.0.113/24'],
    ['2001:db8:a:b:1:2:3:4', '20010db8000a000b/64', '20010db8000a000b0001000200030004', '20010db8000a/48'],
    ['::1', '0000000000000000/64', '00000000000000000000000000000001', '000000000000/48'],
  ])('%s is on line %s', (address, line, device, network) => {
    expect(clientNetwork(address)).toEqual({ line, device, network });
  });

  it.each([
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['2001:DB8::7', '2001:db8::7'],
    ['2001:0db8:0000:0000:0000:0000:0000:0007', '2001:db8::7'],
    ['2001:db8::0.0.0.7', '2001:db8::7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['fe80::7%eth0', 'fe80::7'],
  ])('%s is written otherwise, and is %s', (spelled, plain) => {
    expect(clientNetwork(spelled)).toEqual(clientNetwork(plain));
  });

  it('keeps lines apart, and takes all addresses of a /64 for one', () => {
    const line = (address: string) => clientNetwork(address).line;
    expect(line('2001:db8:0:1::1')).toBe(line('2001:db8:0:1:ffff:ffff:ffff:ffff'));
    expect(line('2001:db8:0:1::1')).not.toBe(line('2001:db8:0:2::1'));
    expect(line('203.0.113.7')).not.toBe(line('203.0.113.8'));
  });

  it.each([
    '',
    'unknown',
    '203.0.113',
    '203.0.113.256',
    '0x7f.1',
    '2130706433',
    '2001:db8::g',
    '[::1',
    '_hidden',
    'x'.repeat(65_536),
  ])('takes whoever comes from what is no address (%#) for one and the same', (text) => {
    expect(clientNetwork(text)).toEqual({ line: 'unreadable', device: undefined, network: undefined });
  });

  it('has an answer to any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => clientNetwork(text).line.length > 0));
  });
});
