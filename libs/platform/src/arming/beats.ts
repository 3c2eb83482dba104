import { z } from 'zod';
import { journalErrors, type JournalStore } from './journal-store.js';

/** An installation's last sign of life, as it stands outside the database. */
export interface OutsideBeat {
  readonly beat: number;
  /** By the database's clock. */
  readonly aliveAt: Date;
}

const written = z.object({ beat: z.int().min(0), aliveAt: z.iso.datetime(), place: z.string().nullish() });

const nameOf = (installationId: string): string => `${installationId}/beat.json`;

/**
 * undefined: this place knows nothing of the installation, or was copied together with it: then two could go on from the
 * same sign of life.
 *
 * @throws journal.damaged, files.unavailable, files.misconfigured
 */
export async function readBeat(journal: JournalStore, installationId: string): Promise<OutsideBeat | undefined> {
  const bytes = await journal.read(nameOf(installationId));
  if (bytes === undefined) return undefined;
  let found: z.infer<typeof written>;
  try {
    found = written.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw journalErrors.error('journal.damaged', { name: nameOf(installationId) }, { cause: error });
  }
  const isElsewhere = found.place !== undefined && found.place !== null && found.place !== (await journal.place());
  return isElsewhere ? undefined : { beat: found.beat, aliveAt: new Date(found.aliveAt) };
}

export async function writeBeat(journal: JournalStore, installationId: string, beat: OutsideBeat): Promise<void> {
  const text = JSON.stringify({ beat: beat.beat, aliveAt: beat.aliveAt.toISOString(), place: await journal.place() });
  await journal.write(nameOf(installationId), Buffer.from(text));
}

/** Notes that an installation goes on as another one: whoever restores the former needs the journals of both. */
export async function noteSuccessor(journal: JournalStore, installationId: string, successor: string): Promise<void> {
  await journal.write(`${installationId}/after/${successor}`, Buffer.from('{}'));
}

/** An installation and all that it went on as. */
export async function lineOf(journal: JournalStore, installationId: string): Promise<string[]> {
  const line = [installationId];
  for (const id of line) {
    const under = `${id}/after`;
    const successors = (await journal.list(under)).map((name) => name.slice(under.length + 1));
    line.push(...successors.filter((one) => !line.includes(one)));
  }
  return line;
}
