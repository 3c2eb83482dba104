import { describe, expect, it } from '@jest/globals';
import { dayNamed, entriesName, lastWords, readEntries, writeEntries, type JournalEntry } from './journal-entry.js';

const INSTALLATION = '0b7f1a52-7f0e-4c3e-9d6b-000000000001';
const READER = '0b7f1a52-7f0e-4c3e-9d6b-000000000002';
const OTHER = '0b7f1a52-7f0e-4c3e-9d6b-000000000003';

const entry = (n: number, kind: JournalEntry['kind'], change: Partial<JournalEntry> = {}): JournalEntry => ({
  n,
  kind,
  subscriptionId: READER,
  subscriberId: READER,
  addressHash: null,
  detail: {},
  at: new Date(Date.UTC(2026, 2, 10, 3, n)),
  ...change,
});

describe('the journal', () => {
  it('reads what was written, and nothing that was not', () => {
    const entries = [
      entry(1, 'ended', { detail: { by: 'one_click' } }),
      entry(2, 'suppressed', { subscriptionId: null, addressHash: Buffer.alloc(32, 0xfb).toString('base64') }),
    ];
    const name = entriesName(INSTALLATION, entries);
    expect(name).toBe(`${INSTALLATION}/withdrawals/2026-03-10/1-2.jsonl`);
    expect(dayNamed(name)).toBe('2026-03-10');
    expect(readEntries(name, writeEntries(entries))).toEqual(entries);
    const cut = writeEntries(entries).subarray(5);
    expect(() => readEntries(name, cut)).toThrow(expect.objectContaining({ code: 'journal.damaged' }));
  });

  it.each<[string, JournalEntry[], number[]]>([
    ['who came back has not left', [entry(1, 'ended'), entry(2, 'returned')], []],
    ['who came back and left again has', [entry(1, 'paused'), entry(2, 'returned'), entry(3, 'ended')], [3]],
    ['what comes in another order is put into its own', [entry(2, 'returned'), entry(1, 'ended')], []],
    ['what was written twice counts once', [entry(1, 'ended'), entry(1, 'ended')], [1]],
    ['nobody speaks for another', [entry(1, 'ended'), entry(2, 'returned', { subscriptionId: OTHER })], [1]],
    [
      'each ban of an address stands by itself',
      ['complaint', 'erased'].map((cause, at) =>
        entry(at + 1, 'suppressed', { addressHash: 'aa==', detail: { cause } }),
      ),
      [1, 2],
    ],
  ])('by its latest word: %s', (_what, entries, counted) => {
    expect(lastWords(entries).map(({ n }) => n)).toEqual(counted);
  });
});
