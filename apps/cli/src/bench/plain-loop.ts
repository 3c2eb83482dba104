import nodemailer from 'nodemailer';
import { readerLinks, type RenderedDigest } from '@app/editions';
import { newSecret } from '@app/platform';
import { readerAddress } from './bench-readers.repository.js';

/**
 * What the figure is held against: the loop anybody writes first. A pool of Nodemailer's, the same digest, each reader's
 * links by string replacement, no database, nothing remembered: killed half-way it cannot say who got what.
 */
export async function sendPlainly(options: {
  readonly port: number;
  readonly connections: number;
  readonly readers: number;
  readonly digest: RenderedDigest;
}): Promise<void> {
  const { port, connections, readers, digest } = options;
  const transport = nodemailer.createTransport({
    pool: true,
    host: '127.0.0.1',
    port,
    maxConnections: connections,
    maxMessages: 100,
  });
  let next = 1;
  const lane = async (): Promise<void> => {
    for (let reader = next++; reader <= readers; reader = next++) {
      // About as long as a signed token of ours.
      const unsubscribe = `https://newsletters.example.org/unsubscribe/${newSecret(53)}`;
      const personal = (content: string): string =>
        Object.values(readerLinks).reduce((text, link) => text.replaceAll(link, unsubscribe), content);
      await transport.sendMail({
        from: { name: 'Newsroom', address: 'monde@newsletters.example.org' },
        to: readerAddress(reader),
        subject: digest.subject,
        html: personal(digest.html),
        text: personal(digest.text),
        headers: {
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'List-Id': 'Le monde ce matin <monde.newsletters.example.org>',
        },
      });
    }
  };
  // Twice the connections: while one message is in its dialogue the next is being built, as our own gate allows.
  try {
    await Promise.all(Array.from({ length: 2 * connections }, lane));
  } finally {
    transport.close();
  }
}
