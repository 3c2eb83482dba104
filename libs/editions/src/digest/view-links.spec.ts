import { describe, expect, it } from '@jest/globals';
import { Clock, newId, readConfig, TokenSigner } from '@app/platform';
import { ViewLinks } from './view-links.js';

const config = readConfig({
  NODE_ENV: 'test',
  PUBLIC_URL: 'https://news.example',
  SECRET_KEY: 'a key that only the tests use, never anything else',
  DATABASE_URL: 'postgres://127.0.0.1/none',
  SMTP_URL: 'smtp://127.0.0.1:9',
});
const signer = new TokenSigner(config, new Clock());
const links = new ViewLinks(config, signer);

describe('the link of the web view', () => {
  const editionId = newId();
  const url = links.viewUrl(editionId);
  const token = url.slice('https://news.example/view/'.length);

  it('names the edition, and is the same for everybody', () => {
    expect(url).toMatch(/^https:\/\/news\.example\/view\/[\w-]+$/);
    expect(links.readView(token)).toEqual({ editionId, cut: 0 });
    expect(links.viewUrl(editionId)).toBe(url);
  });

  it.each([1, 258, 4_000])('names the cut a mail held: %i', (cut) => {
    const cutToken = links.viewUrl(editionId, cut).slice('https://news.example/view/'.length);
    expect(links.readView(cutToken)).toEqual({ editionId, cut });
  });

  it.each([
    ['a changed one', token.replace(/.(?=.{8}$)/, (sign) => (sign === 'A' ? 'B' : 'A'))],
    ['one made for leaving', signer.sign('unsubscribe', Buffer.alloc(16))],
    ['one of another length', signer.sign('view', Buffer.alloc(17))],
    ['none', ''],
  ])('refuses %s', (_, forged) => {
    expect(() => links.readView(forged)).toThrow(expect.objectContaining({ code: 'token.invalid' }));
  });
});
