import { z } from 'zod';
import { until } from './journey.js';

const summary = z.object({
  id: z.string(),
  subject: z.string(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
});
const message = summary.extend({
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  html: z.string().nullable(),
  text: z.string().nullable(),
});
export type MailboxMessage = z.infer<typeof message>;

/** Reads the local mailbox as a reader would, over HTTP. */
export class MailboxClient {
  constructor(private readonly url: string) {}

  async to(address: string): Promise<z.infer<typeof summary>[]> {
    const all = z.array(summary).parse(await this.json('/messages.json'));
    return all.filter((one) => one.envelope.to.includes(address));
  }

  /** The first message to this address that `wanted` accepts. */
  async find(address: string, what: string, wanted: (message: MailboxMessage) => boolean): Promise<MailboxMessage> {
    return until(what, async () => {
      for (const { id } of await this.to(address)) {
        const found = message.parse(await this.json(`/messages/${id}.json`));
        if (wanted(found)) return found;
      }
      return undefined;
    });
  }

  private async json(path: string): Promise<unknown> {
    const response = await fetch(new URL(path, this.url));
    if (!response.ok) throw new Error(`mailbox answered ${response.status}`);
    return response.json();
  }
}

export function header(message: MailboxMessage, name: string): string {
  return message.headers.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value ?? '';
}
