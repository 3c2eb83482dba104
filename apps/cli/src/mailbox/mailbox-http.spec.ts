import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TriedMailbox } from './mailbox.fixture.js';

const FORM = 'http://127.0.0.1:3000/abonnement?n=1&l="fr"';

let mailbox: TriedMailbox;

beforeEach(async () => {
  mailbox = await TriedMailbox.start({ formUrl: FORM });
});

afterEach(async () => {
  await mailbox.stop();
});

describe('showing', () => {
  it('tells an empty mailbox from a broken one, and links the form', async () => {
    const page = await mailbox.page('/');
    expect(page).toContain(
      'No message yet. Sign up on <a href="http://127.0.0.1:3000/abonnement?n=1&amp;l=&quot;fr&quot;">the form</a>',
    );
    expect(page).toContain('<meta http-equiv="refresh" content="5">');
    await mailbox.restart();
    expect(await mailbox.page('/')).toContain('Sign up on the form and');
  });

  it('lists newest first, whoever shares a millisecond', async () => {
    for (const subject of ['first', 'second', 'third']) await mailbox.send({ subject, text: 't' });
    expect((await mailbox.list()).map(({ subject }) => subject)).toEqual(['third', 'second', 'first']);
    const page = await mailbox.page('/');
    expect(page.indexOf('third')).toBeLessThan(page.indexOf('first'));
    const [, second] = await mailbox.list();
    expect(await mailbox.page(`/?before=${second?.id ?? ''}`)).not.toContain('third');
  });

  it('lets a hostile message run nothing in the mailbox', async () => {
    const script = '<script>fetch("/messages", {method: "DELETE"})</script>';
    await mailbox.send({
      from: { name: `Mallory ${script}`, address: 'm@example.org' },
      subject: `Win ${script}`,
      text: `"><img src=x onerror=alert(1)> ${script} http://example.org/"onmouseover="alert(1)`,
      html: `</iframe>${script}<img src=x onerror=alert(1)><base href="https://evil.example/" target="_self"><a href="javascript:alert(1)">x</a>`,
      headers: { 'X-Evil': `</table>${script}` },
    });
    const { id } = await mailbox.only();
    const paths = ['/', ...['html', 'text', 'source', 'headers'].map((part) => `/messages/${id}?part=${part}`)];
    for (const path of paths) {
      const response = await mailbox.get(path);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('script-src');
      const page = await response.text();
      expect(page).not.toContain('<script');
      expect(page).not.toContain('<img');
      expect(page).not.toMatch(/<[^>]*\son\w+=/);
    }
    expect(await mailbox.page(`/messages/${id}`)).toContain(
      '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"',
    );
    const frame = await mailbox.get(`/messages/${id}/html`);
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';/);
    expect(policy).not.toMatch(/script|same-origin/);
    expect(await frame.text()).toMatch(/^<base target="_blank">/);
  });

  it('opens links of a message in a new tab without sending the browser into quirks mode', async () => {
    await mailbox.send({ subject: 's', html: '<!DOCTYPE html><html lang="fr"><head></head><body>b</body></html>' });
    const { id } = await mailbox.only();
    expect(await mailbox.page(`/messages/${id}/html`)).toMatch(
      /^<!DOCTYPE html><base target="_blank"><html lang="fr">/,
    );
  });

  it('falls back to what a message has, and says what it has not', async () => {
    await mailbox.send({ subject: 's', text: 'See https://news.example/c?t=1&l=fr.' });
    const { id } = await mailbox.only();
    const link = '<a href="https://news.example/c?t=1&amp;l=fr" target="_blank" rel="noopener noreferrer">';
    expect(await mailbox.page(`/messages/${id}`)).toContain(link);
    expect(await mailbox.page(`/messages/${id}?part=html`)).toContain('This message has no HTML part.');
    expect((await mailbox.get(`/messages/${id}/html`)).status).toBe(404);
  });

  it('shows the source of what is no readable MIME', async () => {
    const header = `X-Long: ${'y'.repeat(1000)}\r\n`.repeat(2200);
    await mailbox.send({ raw: `${header}\r\nbody\r\n`, envelope: { from: 'a@example.org', to: 'b@example.org' } });
    const message = await mailbox.only();
    expect(message.problem).toMatch(/header/i);
    expect(await mailbox.page(`/messages/${message.id}`)).toContain('X-Long: yyy');
  });

  it('answers nonsense plainly', async () => {
    const { status } = await mailbox.get('/messages/zzzzzzzzz');
    expect(status).toBe(404);
    expect((await mailbox.get('/messages/..%2f..%2fetc%2fpasswd/raw')).status).toBe(404);
    expect((await mailbox.get('/', { method: 'POST' })).status).toBe(405);
    const head = await mailbox.get('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('answers no web site that made its own name point here', async () => {
    const heard = await mailbox.sayHttp(
      'GET /messages.json HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n',
    );
    expect(heard).toMatch(/^HTTP\/1\.1 421 /);
  });

  it('is emptied only by who says so', async () => {
    await mailbox.send({ subject: 'stay', text: 't' });
    expect((await mailbox.get('/messages', { method: 'DELETE' })).status).toBe(403);
    expect(await mailbox.list()).toHaveLength(1);
    expect((await mailbox.get('/messages', { method: 'DELETE', headers: { 'X-Mailbox': 'yes' } })).status).toBe(204);
    expect(await mailbox.list()).toEqual([]);
    expect(await readdir(mailbox.directory)).toEqual([]);
  });
});
