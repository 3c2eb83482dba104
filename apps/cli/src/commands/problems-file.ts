import { once } from 'node:events';
import { chmodSync, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Lines a file could not give, for its owner's eyes: one JSON object each. */
export interface ProblemsFile {
  readonly write: (problem: unknown) => Promise<void> | void;
  readonly close: () => Promise<void>;
}

/** Holds addresses, so nobody else on the machine may read it, also where the file was there before. */
export function openProblems(file: string): ProblemsFile {
  const stream = createWriteStream(file, { mode: 0o600 });
  // Told when it is closed, or by the write that comes next; until then it must not end the process.
  stream.on('error', () => undefined);
  stream.on('open', () => { chmodSync(file, 0o600); }); // prettier-ignore
  return {
    write: async (problem) => {
      if (stream.errored !== null) throw stream.errored;
      if (!stream.write(`${JSON.stringify(problem)}\n`)) await once(stream, 'drain');
    },
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
