import { journalErrors } from '@app/platform';
import { z } from 'zod';

/** One line of the journal: opaque ids and keyed hashes, never an address. */
const entry = z.object({
  n: z.int().min(1),
  kind: z.enum(['ended', 'paused', 'returned', 'suppressed', 'opens_withdrawn', 'clicks_withdrawn']),
  subscriptionId: z.uuid().nullable(),
  subscriberId: z.uuid().nullable(),
  addressHash: z.base64().nullable(),
  detail: z.record(z.string(), z.unknown()),
  at: z.iso.datetime().transform((text) => new Date(text)),
});
export type JournalEntry = z.output<typeof entry>;

/** Lines of one file: what was lost with a power cut is at most what the worker had not shipped yet. */
export function writeEntries(entries: readonly JournalEntry[]): Buffer {
  return Buffer.from(entries.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** @throws journal.damaged */
export function readEntries(name: string, bytes: Buffer): JournalEntry[] {
  const lines = bytes.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      return entry.parse(JSON.parse(line));
    } catch (error) {
      throw journalErrors.error('journal.damaged', { name, line: index + 1 }, { cause: error });
    }
  });
}

/** `<installation>/withdrawals/<day>/<first>-<last>.jsonl`: by the day, files can be left out and thrown away unread. */
export function entriesName(installationId: string, entries: readonly JournalEntry[]): string {
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a file of the journal has entries');
  return `${withdrawalsOf(installationId)}/${dayOf(last.at)}/${first.n}-${last.n}.jsonl`;
}

export function withdrawalsOf(installationId: string): string {
  return `${installationId}/withdrawals`;
}

/** The day (UTC) of a file of withdrawals; undefined for any other file. */
export function dayNamed(name: string): string | undefined {
  return /^[0-9a-f-]{36}\/withdrawals\/(\d{4}-\d{2}-\d{2})\//.exec(name)?.[1];
}

export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/**
 * What is still true of everything that was withdrawn, in its order: of each subscription only the latest word counts,
 * so that who left and came back is not sent away again. Pure.
 */
export function lastWords(entries: readonly JournalEntry[]): JournalEntry[] {
  const inOrder = [...entries].sort((one, other) => one.at.getTime() - other.at.getTime() || one.n - other.n);
  const latest = new Map(inOrder.map((one) => [keyOf(one), one]));
  return [...latest.values()].filter(({ kind }) => kind !== 'returned');
}

function keyOf({ kind, subscriptionId, subscriberId, addressHash, detail }: JournalEntry): string {
  switch (kind) {
    case 'ended':
    case 'paused':
    case 'returned':
      return `subscription ${subscriptionId ?? ''}`;
    case 'suppressed':
      return `address ${addressHash ?? ''} ${String(detail['cause'])}`;
    case 'opens_withdrawn':
    case 'clicks_withdrawn':
      return `${kind} ${subscriberId ?? ''} ${String(detail['newsletterId'])}`;
  }
}
