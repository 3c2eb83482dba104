import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '../../../../test/support/s3-server.js';
import { readConfig } from '../config.js';
import { lineOf, noteSuccessor, readBeat, writeBeat } from './beats.js';
import type { JournalStore } from './journal-store.js';
import { openJournal } from './open-journal.js';

const A = '0b7f1a52-7f0e-4c3e-9d6b-000000000001';
const B = '0b7f1a52-7f0e-4c3e-9d6b-000000000002';
const C = '0b7f1a52-7f0e-4c3e-9d6b-000000000003';

let folder: string;
let s3: S3Server;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'colporteur-journal-'));
  s3 = await startS3Server();
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (places: Record<string, string>): JournalStore =>
  openJournal(
    readConfig({
      PUBLIC_URL: 'http://127.0.0.1:3000',
      SECRET_KEY: 'a key that only the tests use, never anything else',
      DATABASE_URL: 'postgres://user:password@127.0.0.1/none',
      SMTP_URL: 'smtp://127.0.0.1:9',
      ...places,
    }),
  );

describe.each<[string, () => JournalStore]>([
  ['a folder', () => open({ FILES_URL: pathToFileURL(path.join(folder, 'files')).href })],
  ['S3-compatible storage', () => open({ FILES_URL: s3.url })],
  ['a prefix of a bucket of its own', () => open({ JOURNAL_URL: s3.url.replace('?', '/deep/er?') })],
])('a journal in %s', (_name, make) => {
  it('gives back what was written, lists it by folder, and knows nothing else', async () => {
    const journal = make();
    expect(await journal.list(A)).toEqual([]);
    await journal.write(`${A}/withdrawals/2026-03-10/2-3.jsonl`, Buffer.from('two'));
    await journal.write(`${A}/withdrawals/2026-03-10/1-1.jsonl`, Buffer.from('one'));
    await journal.write(`${A}/beat.json`, Buffer.from('old'));
    await journal.write(`${A}/beat.json`, Buffer.from('new'));
    expect(String(await journal.read(`${A}/beat.json`))).toBe('new');
    const names = [`${A}/withdrawals/2026-03-10/1-1.jsonl`, `${A}/withdrawals/2026-03-10/2-3.jsonl`];
    expect(await journal.list(`${A}/withdrawals`)).toEqual(names);
    expect(await journal.list('')).toEqual([`${A}/beat.json`, ...names]);
    for (const name of await journal.list('')) await journal.remove(name);
    await journal.remove(`${A}/beat.json`);
    expect(await journal.list('')).toEqual([]);
    expect(await journal.read(`${A}/beat.json`)).toBeUndefined();
  });

  it.each(['', '..', '../x', 'a/../../x', '/etc/passwd', 'A', 'a//b', '.hidden', 'a/b/c/d/e/f'])(
    'takes no name that leads elsewhere: %j',
    async (name) => {
      const invalid = expect.objectContaining({ code: 'journal.invalid_name' });
      await expect(make().write(name, Buffer.from('x'))).rejects.toEqual(invalid);
      await expect(make().read(name)).rejects.toEqual(invalid);
    },
  );

  it('remembers signs of life, and as what an installation went on', async () => {
    const journal = make();
    expect(await readBeat(journal, A)).toBeUndefined();
    const beat = { beat: 12, aliveAt: new Date('2026-03-10T02:00:00Z') };
    await writeBeat(journal, A, beat);
    expect(await readBeat(journal, A)).toEqual(beat);
    await noteSuccessor(journal, A, B);
    await noteSuccessor(journal, B, C);
    await noteSuccessor(journal, C, A);
    expect(await lineOf(journal, A)).toEqual([A, B, C]);
    // In a copy of the place.
    const elsewhere = JSON.stringify({ beat: 7, aliveAt: beat.aliveAt.toISOString(), place: 'another' });
    await journal.write(`${A}/beat.json`, Buffer.from(elsewhere));
    expect(await readBeat(journal, A)).toBeUndefined();
    await journal.write(`${A}/beat.json`, Buffer.from('{'));
    await expect(readBeat(journal, A)).rejects.toMatchObject({ code: 'journal.damaged' });
  });
});

it('stands below FILES_URL, out of the way of its hashes', async () => {
  expect(await readdir(path.join(folder, 'files'))).toEqual(['journal']);
});
