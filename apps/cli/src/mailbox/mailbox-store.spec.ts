import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MailboxStore } from './mailbox-store.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailbox-store-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('keeps the newest only, also over a restart with a smaller bound', async () => {
  const envelope = { from: 'a@example.org', to: ['b@example.org'] };
  const store = await MailboxStore.open(folder, 3);
  await Promise.all([1, 2, 3, 4, 5].map((n) => store.append(Buffer.from(`Subject: ${n}\r\n\r\n`), envelope)));
  expect(store.list().map(({ subject }) => subject)).toEqual(['5', '4', '3']);
  expect(await readdir(folder)).toHaveLength(6);
  const reopened = await MailboxStore.open(folder, 2);
  expect(reopened.list().map(({ subject }) => subject)).toEqual(['5', '4']);
  expect(await readdir(folder)).toHaveLength(4);
});
