import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MESSAGE_SIZE_MAX } from './mailbox-smtp.js';
import { LOCAL, TriedMailbox } from './mailbox.fixture.js';
import { startMailbox } from './mailbox.js';

const OPENING = ['EHLO a\r\n', 'MAIL FROM:<>\r\n', 'RCPT TO:<b@example.org>\r\n', 'DATA\r\n'];
const ARABIC = 'تأكيد الاشتراك في النشرة: خطوة واحدة';

let mailbox: TriedMailbox;

beforeEach(async () => {
  mailbox = await TriedMailbox.start();
});

afterEach(async () => {
  await mailbox.stop();
});

/** Listens on a port (any free one by default) as another program would. */
async function hold(wanted = 0): Promise<{ port: number; release: () => Promise<unknown> }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wanted;
  return { port, release: () => new Promise((resolve) => server.close(resolve)) };
}

describe('catching', () => {
  it('keeps what a real dialogue delivers: envelope, headers, both parts', async () => {
    await mailbox.send({
      envelope: { from: 'b+opaque@bounce.news.example', to: ['one@example.org', 'two@example.org'] },
      subject: 'Confirmez votre inscription',
      text: 'Bonjour à tous',
      html: '<p>Bonjour <b>à tous</b></p>',
    });
    const message = await mailbox.only();
    expect(message.envelope).toEqual({
      from: 'b+opaque@bounce.news.example',
      to: ['one@example.org', 'two@example.org'],
    });
    expect(message.from).toEqual({ name: 'La rédaction', address: 'desk@news.example' });
    expect(message.to).toEqual([{ name: '', address: 'reader@example.org' }]);
    expect(message.subject).toBe('Confirmez votre inscription');
    expect(message.text).toContain('Bonjour à tous');
    expect(message.html).toContain('<b>à tous</b>');
    expect(message.headers.map(({ name }) => name)).toContain('Message-ID');
    expect(message.problem).toBeNull();
  });

  it('decodes an Arabic subject in JSON and on both pages', async () => {
    await mailbox.send({ subject: ARABIC, text: 'مرحبا' });
    const { id, subject } = await mailbox.only();
    expect(subject).toBe(ARABIC);
    expect(await mailbox.page('/')).toContain(`<span class="subject" dir="auto">${ARABIC}</span>`);
    expect(await mailbox.page(`/messages/${id}`)).toContain(`<h1 dir="auto">${ARABIC}</h1>`);
    expect(await mailbox.page(`/messages/${id}?part=headers`)).toContain(ARABIC);
  });

  it('takes an address with a non-ASCII local part (SMTPUTF8)', async () => {
    await mailbox.send({ to: 'élodie@example.org', subject: 's', text: 't' });
    expect((await mailbox.only()).envelope.to).toEqual(['élodie@example.org']);
  });

  it('returns the very bytes: lines that begin with dots, bare bytes, trailing space', async () => {
    const lines = ['Subject: dots', 'To: a@example.org', '', '.', '..', '.hidden', 'a.', '...three', '\t \u00e9 ', ''];
    const raw = Buffer.from(lines.join('\r\n'), 'latin1');
    const stuffed = Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1');
    expect(await mailbox.saySmtp([...OPENING, stuffed, '.\r\n', 'QUIT\r\n'])).toContain('250 Kept as ');
    const { id } = await mailbox.only();
    const response = await mailbox.get(`/messages/${id}/raw`);
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(Buffer.from(await response.arrayBuffer()).equals(raw)).toBe(true);
  });

  it('does the same for what nodemailer stuffs', async () => {
    const raw = 'Subject: dots\r\n\r\n.first\r\n.\r\n..\r\nlast\r\n';
    await mailbox.send({ raw, envelope: { from: 'a@example.org', to: 'b@example.org' } });
    expect(await (await mailbox.get(`/messages/${(await mailbox.only()).id}/raw`)).text()).toBe(raw);
  });

  it('refuses a message over the limit with 552 and keeps nothing of it', async () => {
    const line = Buffer.from(`${'x'.repeat(1022)}\r\n`);
    const body = Array.from({ length: MESSAGE_SIZE_MAX / line.length + 1 }, () => line);
    expect(await mailbox.saySmtp([...OPENING, Buffer.concat(body), '.\r\n', 'QUIT\r\n'])).toMatch(/^552 /m);
    expect(await mailbox.list()).toEqual([]);
    expect(await readdir(mailbox.directory)).toEqual([]);
  });

  it('keeps nothing of a message that breaks off', async () => {
    const reported = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await mailbox.saySmtp([...OPENING, 'Subject: half\r\n\r\nhalf a'])).toContain('354 ');
    await mailbox.restart();
    expect(await mailbox.list()).toEqual([]);
    reported.mockRestore();
  });
});

describe('keeping', () => {
  it('finds every message again after a restart', async () => {
    await mailbox.send({ subject: 'one', text: 't' });
    await mailbox.send({ subject: ARABIC, html: '<p>h</p>' });
    const before = await mailbox.list();
    await mailbox.restart();
    expect(await mailbox.list()).toEqual(before);
    await mailbox.send({ subject: 'three', text: 't' });
    expect((await mailbox.list()).map(({ subject }) => subject)).toEqual(['three', ARABIC, 'one']);
  });

  it('rebuilds a lost or damaged sidecar, drops halves, leaves other files alone', async () => {
    await mailbox.send({ subject: 'whole', text: 't' });
    const { id } = await mailbox.only();
    await mailbox.running.close();
    await writeFile(join(mailbox.directory, `${id}.json`), '{"receivedAt": tr');
    await writeFile(join(mailbox.directory, '000000001.part'), 'Subject: ha');
    await writeFile(join(mailbox.directory, '000000001.json'), '{}');
    await writeFile(join(mailbox.directory, 'README.txt'), 'mine');
    mailbox.running = await startMailbox({ directory: mailbox.directory, ...LOCAL });
    expect(await mailbox.only()).toMatchObject({ id, subject: 'whole', envelope: { from: '', to: [] } });
    expect((await readdir(mailbox.directory)).sort()).toEqual(['README.txt', `${id}.eml`, `${id}.json`].sort());
  });
});

describe('a busy port', () => {
  it.each(['smtpPort', 'httpPort'] as const)('is named when it is the %s, and the other is let go', async (which) => {
    const other = which === 'smtpPort' ? 'httpPort' : 'smtpPort';
    const [busy, free] = [await hold(), await hold()];
    await free.release();
    const directory = join(mailbox.directory, 'second');
    const start = startMailbox({ directory, ...LOCAL, [which]: busy.port, [other]: free.port });
    await expect(start).rejects.toMatchObject({ code: 'port.busy', port: busy.port });
    await expect(start).rejects.toThrow(
      new RegExp(`Port ${busy.port} on 127\\.0\\.0\\.1 is already in use.*choose another`),
    );
    await (await hold(free.port)).release();
    await busy.release();
  });

  it('is free again once the mailbox is closed', async () => {
    const smtpPort = Number(new URL(mailbox.running.smtpUrl).port);
    const httpPort = Number(new URL(mailbox.running.httpUrl).port);
    await mailbox.restart({ smtpPort, httpPort });
    expect(mailbox.running.smtpUrl).toBe(`smtp://127.0.0.1:${smtpPort}`);
    expect(mailbox.running.httpUrl).toBe(`http://127.0.0.1:${httpPort}`);
  });
});
