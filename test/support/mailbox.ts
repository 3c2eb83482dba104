import { setTimeout as wait } from 'node:timers/promises';

/** A message as the local mailbox lists it. */
export interface MailboxEntry {
  readonly id: string;
  readonly subject: string;
  readonly envelope: { readonly to: readonly string[] };
}

/** How long a message may take from the button to the mailbox: the sweeper goes round every second. */
const LIMIT_MS = 30_000;
const PAUSE_MS = 100;

/** The newest message to this address whose id is not among `known`. @throws when none comes */
export async function messageTo(
  mailboxUrl: string,
  address: string,
  known: readonly string[] = [],
): Promise<MailboxEntry> {
  const limit = Date.now() + LIMIT_MS;
  while (Date.now() < limit) {
    const answer = await fetch(`${mailboxUrl}/messages.json`);
    const entries = (await answer.json()) as readonly MailboxEntry[];
    const found = entries.find(({ id, envelope }) => envelope.to.includes(address) && !known.includes(id));
    if (found !== undefined) return found;
    await wait(PAUSE_MS);
  }
  throw new Error(`no message to ${address} within ${LIMIT_MS / 1000} s`);
}
