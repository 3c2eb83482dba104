// @ts-check
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';

/**
 * The process behind command-runner.ts: runs the built program once for each order, one after the other, with the
 * order's arguments, environment and standard input, and answers with what a process of its own would have left.
 * What may not be shared is the program itself, so it is loaded anew; its libs stay.
 */

/** @typedef {{ args: string[], env: Record<string, string>, input: string }} Order input: base64 */

let runs = 0;
const { readFileSync } = fs;

process.on('message', (/** @type {Order} */ order) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));

/** @param {Order} order */
async function run({ args, env, input }) {
  process.env = env;
  process.argv = [process.execPath, 'colporteur', ...args];
  process.exitCode = 0;
  feed(Buffer.from(input, 'base64'));
  const outputs = [listenTo(process.stdout), listenTo(process.stderr)];
  try {
    runs += 1;
    await import(`../../dist/apps/cli/src/program.js?run=${runs}`);
  } finally {
    for (const { restore } of outputs) restore();
  }
  const [stdout, stderr] = outputs.map(({ text }) => text());
  return { status: process.exitCode, stdout, stderr };
}

/** Commands read standard input as a stream or whole, by its number. @param {Buffer} input */
function feed(input) {
  const value = Readable.from(input.length === 0 ? [] : [input]);
  Object.defineProperty(process, 'stdin', { value, configurable: true });
  /** @type {(file: fs.PathOrFileDescriptor, encoding?: BufferEncoding) => string | Buffer} */
  const read = (file, encoding) => {
    if (file !== 0) return readFileSync(file, encoding);
    return encoding === undefined ? input : input.toString(encoding);
  };
  Object.assign(fs, { readFileSync: read });
  syncBuiltinESMExports();
}

/** @param {NodeJS.WriteStream} stream */
function listenTo(stream) {
  const { write } = stream;
  /** @type {Buffer[]} */
  const parts = [];
  /** @type {(part: string | Uint8Array, ...rest: unknown[]) => boolean} */
  const gather = (part, ...rest) => {
    parts.push(Buffer.from(part));
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  stream.write = gather;
  return {
    text: () => Buffer.concat(parts).toString('utf8'),
    restore: () => void (stream.write = write),
  };
}
