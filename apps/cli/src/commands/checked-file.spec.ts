import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChecked, textOf } from './checked-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'colporteur-checked-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Uint8Array = ''): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it('knows a file by its ending, by what it is called, and without either by how it begins', async () => {
  const kindOf = async (path: string, as?: 'html'): Promise<string> => (await readChecked(path, as)).kind;
  expect(await kindOf(file('a.EML'))).toBe('eml');
  expect(await kindOf(file('a.htm'))).toBe('html');
  expect(await kindOf(file('a.txt', 'x'), 'html')).toBe('html');
  expect(await kindOf(file('header', 'From: a@phare.example'))).toBe('eml');
  expect(await kindOf(file('tag', '\uFEFF\n<!doctype html>'))).toBe('html');
  expect(await kindOf(file('mjml', '<mjml><mj-body></mj-body></mjml>'))).toBe('mjml');
  for (const path of [file('b.txt', '<p>'), file('words', 'what is this'), folder, join(folder, 'none.eml')])
    await expect(kindOf(path)).rejects.toMatchObject({ code: 'preflight.unreadable' });
});

it('says where octets are no UTF-8, and refuses what is no text', () => {
  const html = { path: 'a.html', part: 'html' } as const;
  expect(textOf(Buffer.from('a\r\nb\rc'), html)).toEqual({ text: 'a\nb\nc', findings: [] });
  expect(textOf(Buffer.from('\uFEFFété'), html)).toEqual({ text: 'été', findings: [] });
  const latin = textOf(Buffer.concat([Buffer.from('été\n'), Buffer.from('été', 'latin1')]), html);
  expect(latin.findings).toMatchObject([{ name: 'charset_wrong', where: { part: 'html', line: 2 } }]);
  // A surrogate without its other half, as some programs write it.
  expect(textOf(Buffer.from([0x61, 0xed, 0xa0, 0x80]), html).findings).toHaveLength(1);
  expect(() => textOf(Buffer.from('a\0b'), html)).toThrow(expect.objectContaining({ code: 'preflight.unreadable' }));
});
