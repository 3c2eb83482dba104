import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

/**
 * The benchmark's own relay, in a process of its own: takes every message at once, keeps none, counts. Ends when its
 * parent does.
 */
export type SinkMessage = { kind: 'listening'; port: number } | { kind: 'accepted'; accepted: number };

let accepted = 0;

const server = new SMTPServer({
  // Neither side of the comparison pays for TLS.
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => {
      accepted += 1;
      done();
    });
  },
});

function tell(message: SinkMessage): void {
  process.send?.(message);
}

process.on('message', () => { tell({ kind: 'accepted', accepted }); }); // prettier-ignore
process.on('disconnect', () => process.exit(0));
// Ctrl-C goes to every process of the terminal; the parent ends us when it has finished.
process.on('SIGINT', () => undefined);

server.listen(0, '127.0.0.1', () => {
  tell({ kind: 'listening', port: (server.server.address() as AddressInfo).port });
});
