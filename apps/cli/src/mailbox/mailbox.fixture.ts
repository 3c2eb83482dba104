import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { MailboxOptions, RunningMailbox } from './mailbox.js';
import { startMailbox } from './mailbox.js';

/** For specs: a real mailbox on free ports with a folder of its own, and the ways to talk to it. */

export const LOCAL = { smtpPort: 0, httpPort: 0, host: '127.0.0.1' };

const address = z.object({ name: z.string(), address: z.string() });

const summarySchema = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  subject: z.string(),
  from: address.nullable(),
  to: z.array(address),
});

const wholeSchema = summarySchema.extend({
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  html: z.string().nullable(),
  text: z.string().nullable(),
  problem: z.string().nullable(),
});

type Message = Parameters<ReturnType<typeof createTransport>['sendMail']>[0];

export class TriedMailbox {
  private constructor(
    readonly directory: string,
    public running: RunningMailbox,
  ) {}

  static async start(options: Partial<MailboxOptions> = {}): Promise<TriedMailbox> {
    const directory = await mkdtemp(join(tmpdir(), 'mailbox-'));
    return new TriedMailbox(directory, await startMailbox({ directory, ...LOCAL, ...options }));
  }

  async restart(options: Partial<MailboxOptions> = {}): Promise<void> {
    await this.running.close();
    this.running = await startMailbox({ directory: this.directory, ...LOCAL, ...options });
  }

  async stop(): Promise<void> {
    await this.running.close();
    await rm(this.directory, { recursive: true });
  }

  get(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.running.httpUrl + path, init);
  }

  async page(path: string): Promise<string> {
    const response = await this.get(path);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  }

  async list(): Promise<Array<z.infer<typeof summarySchema>>> {
    return z.array(summarySchema).parse(await (await this.get('/messages.json')).json());
  }

  /** The one message that is kept, in full. */
  async only(): Promise<z.infer<typeof wholeSchema>> {
    const [first, ...others] = await this.list();
    if (first === undefined || others.length > 0) throw new Error('not exactly one message');
    return wholeSchema.parse(await (await this.get(`/messages/${first.id}.json`)).json());
  }

  async send(message: Message): Promise<void> {
    const transport = createTransport(this.running.smtpUrl);
    await transport.sendMail({ from: 'La rédaction <desk@news.example>', to: 'reader@example.org', ...message });
    transport.close();
  }

  /** Waits for the greeting, then says it all at once, as pipelining allows, and hangs up unless QUIT was said. */
  saySmtp(parts: Array<string | Buffer>): Promise<string> {
    const hangUp = !parts.includes('QUIT\r\n');
    return say({ url: this.running.smtpUrl, parts, afterGreeting: true, hangUp });
  }

  /** A request as no client library would write it. */
  sayHttp(request: string): Promise<string> {
    return say({ url: this.running.httpUrl, parts: [request], afterGreeting: false, hangUp: false });
  }
}

interface Speech {
  url: string;
  parts: Array<string | Buffer>;
  afterGreeting: boolean;
  /** Close our side after the last byte instead of waiting for the server to close its own. */
  hangUp: boolean;
}

/** Speaks bytes to a port and resolves with all that was answered until the server hung up. */
function say({ url, parts, afterGreeting, hangUp }: Speech): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname);
    const speak = (): void => {
      socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
      if (hangUp) socket.end();
    };
    socket.once(afterGreeting ? 'data' : 'connect', speak);
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('close', () => {
      resolve(heard);
    });
    socket.on('error', reject);
  });
}
