import { describe, expect, it } from '@jest/globals';
import { readAllowance, type Allowance } from './allow-list.service.js';

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];
const AWAY = ['127.0.0.1', 'smtp.news.example'];
const listed = (addresses: string[], domains: string[]): Allowance => ({ rule: 'listed', addresses, domains });

describe('outside production', () => {
  it.each<[readonly string[], readonly string[], Allowance]>([
    [[], LOCAL, { rule: 'loopback', addresses: [], domains: [] }],
    [[], AWAY, listed([], [])],
    [[], ['127.0.0.1.evil.example'], listed([], [])],
    [['*'], AWAY, { rule: 'everybody', addresses: [], domains: [] }],
    [['Desk@News.example', '@TEST.example'], AWAY, listed(['desk@news.example'], ['@test.example'])],
    [['desk@news.example'], LOCAL, listed(['desk@news.example'], [])],
  ])('%j with relays on %j', (given, hosts, allowance) => {
    expect(readAllowance(given, { isProduction: false, hosts })).toEqual(allowance);
  });
});

it('is no list in production, whatever it says', () => {
  expect(readAllowance(['desk@news.example'], { isProduction: true, hosts: AWAY })).toMatchObject({
    rule: 'everybody',
  });
});
