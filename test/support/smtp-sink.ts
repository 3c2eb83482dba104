import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A relay that takes everything and hands it over. For one that misbehaves see scripted-relay.ts. */
export interface SmtpSink {
  readonly url: string;
  /** The first message to this recipient, as it stands on the wire; waits for it. */
  messageTo(recipient: string): Promise<string>;
  close(): Promise<void>;
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const messages = new Map<string, string>();
  const waiting = new Map<string, (message: string) => void>();
  const server = new SMTPServer({
    // Its certificate would be its own, which nobody should trust.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      text(stream).then((message) => {
        for (const { address } of session.envelope.rcptTo) {
          messages.set(address, message);
          waiting.get(address)?.(message);
        }
        done();
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    messageTo: (recipient) => {
      const known = messages.get(recipient);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve) => waiting.set(recipient, resolve));
    },
    close: () => new Promise((resolve) => { server.close(resolve); }), // prettier-ignore
  };
}
