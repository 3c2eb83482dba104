import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that a test can break and mend. */
export interface FrailLine {
  /** The address given, by way of this line. */
  readonly url: string;
  /** Every connection breaks, and new ones are refused. */
  cut(): void;
  /** Connections stay and are taken, but nothing passes any more: worse than refused. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Stands between us and the server at `address` (a URL with host and port). */
export async function frailLine(address: string): Promise<FrailLine> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'frozen' = 'whole';
  const server = createServer((ours) => {
    if (state === 'cut') {
      ours.destroy();
      return;
    }
    const theirs = connect(Number(target.port), target.hostname);
    for (const [one, other] of [[ours, theirs], [theirs, ours]] as const) {
      sockets.add(one);
      one.on('data', (bytes) => { if (state === 'whole') other.write(bytes); });
      one.on('error', () => undefined);
      one.on('close', () => { sockets.delete(one); other.destroy(); });
    } // prettier-ignore
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const url = new URL(address);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cut: () => {
      state = 'cut';
      breakAll();
    },
    freeze: () => {
      state = 'frozen';
    },
    mend: () => {
      // What was swallowed is gone, so both sides have to begin anew.
      if (state === 'frozen') breakAll();
      state = 'whole';
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => { resolve(); })); // prettier-ignore
      breakAll();
      await closed;
    },
  };
}
