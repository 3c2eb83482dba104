import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { addArticles } from './article.command.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'colporteur-articles-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function extract(html: string, ...options: string[]): Promise<unknown> {
  const file = path.join(folder, 'page.html');
  writeFileSync(file, html);
  const program = new Command();
  addArticles(program);
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await program.parseAsync(['node', 'colporteur', 'article', 'extract', file, '--json', ...options]);
    return JSON.parse(write.mock.calls.map(([text]) => String(text)).join('')) as unknown;
  } finally {
    write.mockRestore();
  }
}

const PAGE = `<html><head><meta charset="utf-8"><title>Le pont rouvre</title><meta property="og:type" content="article"></head><body><article><h1>Le pont rouvre</h1><p>Le pont tournant a rouvert mardi à midi, a annoncé la mairie du port.</p><p>Lire aussi : <a href="/ferme">Le pont fermé pour un an</a></p></article></body></html>`;

describe('article extract', () => {
  it('prints every key, null where the page does not say', async () => {
    expect(await extract(PAGE, '--base', 'https://port.example/a')).toEqual({
      title: 'Le pont rouvre',
      standfirst: null,
      byline: null,
      dateline: null,
      published: null,
      updated: null,
      language: 'fr',
      text: 'Le pont tournant a rouvert mardi à midi, a annoncé la mairie du port.',
      image: null,
      related: [{ title: 'Le pont fermé pour un an', link: 'https://port.example/ferme' }],
      access: 'free',
      link: null,
      html: '<p>Le pont tournant a rouvert mardi à midi, a annoncé la mairie du port.</p>',
    });
  });

  it('fails with a code of the catalogue', async () => {
    await expect(extract('<html><head><title>x</title></head><body></body></html>')).rejects.toMatchObject({
      code: 'article.no_text',
    });
    await expect(extract('{"no":"page"}')).rejects.toMatchObject({ code: 'article.not_html' });
    const program = new Command();
    addArticles(program);
    const missing = ['node', 'colporteur', 'article', 'extract', path.join(folder, 'missing.html')];
    await expect(program.parseAsync(missing)).rejects.toMatchObject({ code: 'article.unreadable' });
  });
});
