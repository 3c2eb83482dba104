import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Envelope } from './mailbox-message.js';
import { summarise } from './mailbox-message.js';

/** The newest messages that are kept; a try-out must not fill the disk of who forgets it running. */
export const KEPT_MESSAGES = 2_000;

/** Nine digits of base 36 hold milliseconds until far beyond the year 5000 and sort as text. */
const ID_LENGTH = 9;
const ID = /^[0-9a-z]{9}$/;

const mailboxSchema = z.object({ name: z.string(), address: z.string() });

/** The sidecar of a message: what its bytes do not say, and what a list shows, so that a start reads no message. */
const sidecarSchema = z.object({
  receivedAt: z.iso.datetime(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  subject: z.string(),
  from: mailboxSchema.nullable(),
  to: z.array(mailboxSchema),
  /** Bytes as received. */
  size: z.int().nonnegative(),
});

/** A kept message as lists show it; `id` sorts by arrival. */
export type StoredMessage = { id: string } & z.infer<typeof sidecarSchema>;

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

/** The file's bytes, or null where there is none (any more). */
async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw cause;
  }
}

function parseSidecar(bytes: Buffer | null): z.infer<typeof sidecarSchema> | null {
  if (bytes === null) return null;
  try {
    return sidecarSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    // Damaged or of another version: the message itself tells enough to make a new one.
    return null;
  }
}

/**
 * Messages as plain files in one folder: `<id>.eml` holds the very bytes received, `<id>.json` the envelope and a
 * summary. The index in memory is rebuilt from the files at start. An `.eml` appears by a rename, after its sidecar:
 * what is listed is always whole, and what a crash left behind was never acknowledged to the sender.
 */
export class MailboxStore {
  private readonly messages = new Map<string, StoredMessage>();
  private lastStamp = 0;

  private constructor(
    private readonly directory: string,
    private readonly keep: number,
  ) {}

  /** Opens the folder, creating it where needed, and reads back what it holds. */
  static async open(directory: string, keep = KEPT_MESSAGES): Promise<MailboxStore> {
    const store = new MailboxStore(directory, keep);
    // Its mails hold addresses and links.
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
    const files = await readdir(directory);
    const ids = files.filter((file) => file.endsWith('.eml')).map((file) => file.slice(0, -'.eml'.length));
    const known = ids.filter((id) => ID.test(id)).sort();
    for (const id of known) await store.restore(id);
    await store.removeLeftovers(files);
    await store.prune();
    return store;
  }

  /** Keeps a message; it is on disk when this resolves, and only then may its sender be told so. */
  async append(raw: Buffer, envelope: Envelope): Promise<StoredMessage> {
    const { id, receivedAt } = this.arrival();
    const sidecar = { receivedAt, envelope, ...(await summarise(raw)), size: raw.length };
    await writeFile(this.file(id, 'json'), JSON.stringify(sidecar));
    await writeFile(this.file(id, 'part'), raw);
    await rename(this.file(id, 'part'), this.file(id, 'eml'));
    const message = { id, ...sidecar };
    this.messages.set(id, message);
    await this.prune();
    return message;
  }

  /** Newest first. */
  list(): StoredMessage[] {
    return [...this.messages.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  find(id: string): StoredMessage | null {
    return this.messages.get(id) ?? null;
  }

  /** The bytes as received, or null for an id that is not (or no longer) kept. No path is made of an unknown id. */
  async read(id: string): Promise<Buffer | null> {
    return this.messages.has(id) ? readIfThere(this.file(id, 'eml')) : null;
  }

  /** Removes every message kept so far; one that arrives meanwhile stays. */
  async clear(): Promise<void> {
    await this.remove([...this.messages.keys()]);
  }

  private file(id: string, extension: 'eml' | 'json' | 'part'): string {
    return join(this.directory, `${id}.${extension}`);
  }

  /** Ids never repeat and never go back, though the clock may: several messages share a millisecond. */
  private arrival(): { id: string; receivedAt: string } {
    const now = Date.now();
    this.lastStamp = Math.max(now, this.lastStamp + 1);
    const id = this.lastStamp.toString(36).padStart(ID_LENGTH, '0');
    return { id, receivedAt: new Date(now).toISOString() };
  }

  private async restore(id: string): Promise<void> {
    const sidecar = parseSidecar(await readIfThere(this.file(id, 'json'))) ?? (await this.rebuildSidecar(id));
    this.messages.set(id, { id, ...sidecar });
    this.lastStamp = Math.max(this.lastStamp, Number.parseInt(id, 36));
  }

  /** For a message whose sidecar is lost: the envelope is unknown then, and said to be empty. */
  private async rebuildSidecar(id: string): Promise<z.infer<typeof sidecarSchema>> {
    const file = this.file(id, 'eml');
    const [raw, { mtime }] = await Promise.all([readFile(file), stat(file)]);
    const envelope = { from: '', to: [] };
    const sidecar = { receivedAt: mtime.toISOString(), envelope, ...(await summarise(raw)), size: raw.length };
    await writeFile(this.file(id, 'json'), JSON.stringify(sidecar));
    return sidecar;
  }

  /** Halves of messages that a crash interrupted. Files that are not ours are left alone. */
  private async removeLeftovers(files: string[]): Promise<void> {
    for (const file of files) {
      const [id = '', extension] = file.split('.', 2);
      if (!ID.test(id) || this.messages.has(id)) continue;
      if (extension === 'part' || extension === 'json') await rm(join(this.directory, file), { force: true });
    }
  }

  private async prune(): Promise<void> {
    const excess = this.messages.size - this.keep;
    if (excess > 0) await this.remove([...this.messages.keys()].sort().slice(0, excess));
  }

  /** The index forgets first, so that no page offers what is about to vanish. */
  private async remove(ids: string[]): Promise<void> {
    for (const id of ids) this.messages.delete(id);
    for (const id of ids) {
      await rm(this.file(id, 'eml'), { force: true });
      await rm(this.file(id, 'json'), { force: true });
    }
  }
}
