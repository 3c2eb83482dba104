import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

/**
 * The benchmark's relay, in a process of its own: takes every message at once, keeps none, counts. It starts a round when
 * told to and reports it when asked. Ends when its parent does.
 */
export type SinkMessage = { kind: 'listening'; port: number } | ({ kind: 'round' } & SinkRound);

export interface SinkRound {
  /** Messages taken in this round, and by how many different recipients. */
  readonly accepted: number;
  readonly recipients: number;
  readonly bytes: number;
  /** From the beginning of the round to its last message, in milliseconds. */
  readonly milliseconds: number;
}

let taken = new Map<string, number>();
let bytes = 0;
let begunAt = 0;
let lastAt = 0;

const server = new SMTPServer({
  // Neither side of the comparison pays for TLS.
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, session, done) {
    stream.on('data', (piece: Buffer) => (bytes += piece.length));
    stream.on('end', () => {
      for (const { address } of session.envelope.rcptTo) taken.set(address, (taken.get(address) ?? 0) + 1);
      lastAt = performance.now();
      done();
    });
  },
});

function tell(message: SinkMessage): void {
  process.send?.(message);
}

process.on('message', (order: unknown) => {
  if (order === 'begin') {
    taken = new Map();
    bytes = 0;
    begunAt = lastAt = performance.now();
  }
  if (order === 'report') {
    const accepted = [...taken.values()].reduce((sum, count) => sum + count, 0);
    tell({ kind: 'round', accepted, recipients: taken.size, bytes, milliseconds: lastAt - begunAt });
  }
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C goes to every process of the terminal; the parent ends us when it has finished.
process.on('SIGINT', () => undefined);

server.listen(0, '127.0.0.1', () => {
  tell({ kind: 'listening', port: (server.server.address() as AddressInfo).port });
});
