import nodemailer from 'nodemailer';
import { readerLinks, type RenderedDigest } from '@app/editions';
import { newSecret } from '@app/platform';
import { benchReader } from './send.repository.js';
import type { LinkProfile } from './send-arms.js';

export interface LoopOrder {
  readonly port: number;
  readonly connections: number;
  readonly readers: number;
  readonly digest: RenderedDigest;
  readonly links: LinkProfile;
}

const ORIGIN = 'https://newsletters.example.org';
/** About as long as a signed token of ours. */
const TOKEN_BYTES = 53;

/**
 * What the figure is held against: the loop anybody writes first. A pool of Nodemailer's, the same digest, each reader's
 * links by string replacement, no database, nothing remembered: killed half-way it cannot say who got what.
 */
export async function sendPlainly({ port, connections, readers, digest, links }: LoopOrder): Promise<void> {
  const transport = nodemailer.createTransport({
    pool: true,
    host: '127.0.0.1',
    port,
    maxConnections: connections,
    maxMessages: 100,
  });
  const stories = links === 'many' ? storyUrls(digest.html) : [];
  let next = 1;
  const lane = async (): Promise<void> => {
    for (let reader = next++; reader <= readers; reader = next++) {
      const unsubscribe = `${ORIGIN}/unsubscribe/${newSecret(TOKEN_BYTES)}`;
      const own = new Map<string, string>(Object.values(readerLinks).map((link) => [link, unsubscribe]));
      for (const url of stories) own.set(url, `${ORIGIN}/r/${newSecret(TOKEN_BYTES)}`);
      const personal = (content: string): string => {
        let text = content;
        for (const [from, to] of own) text = text.replaceAll(from, to);
        return text;
      };
      await transport.sendMail({
        from: { name: 'Newsroom', address: 'monde@newsletters.example.org' },
        to: benchReader(reader),
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

/** As they stand in the HTML. */
function storyUrls(html: string): string[] {
  return [...new Set([...html.matchAll(/href="(https?:[^"]+)"/g)].map(([, url]) => url ?? ''))];
}
