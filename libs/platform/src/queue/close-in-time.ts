import type { Log } from '../log.js';

/** What BullMQ's queues and workers have in common. */
export interface QueueConnection {
  readonly name: string;
  close(force?: boolean): Promise<void>;
  disconnect(): Promise<void>;
}

/** A server that is there answers a goodbye in milliseconds. */
const GOODBYE_LIMIT_MS = 3_000;

/**
 * Bounds `close`. BullMQ says goodbye to its server and waits for the answer, for ever where the server is away just
 * then: a process that was told to stop would not. `idle` resolves when no work is under way any more; only then does
 * the limit begin. Nothing is lost by it: a job that was not marked done is rung for again and finds nothing to do.
 */
export function closeInTime(connection: QueueConnection, log: Log, idle: () => Promise<void> = done): void {
  const close = connection.close.bind(connection);
  connection.close = async (force) => {
    const closed = close(force).then(() => true);
    // Heard below while we wait; not an unhandled one when it fails after that.
    closed.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = idle().then(
      () => new Promise<false>((resolve) => (timer = setTimeout(() => { resolve(false); }, GOODBYE_LIMIT_MS))), // prettier-ignore
    );
    const inTime = await Promise.race([closed, late]);
    clearTimeout(timer);
    if (inTime) return;
    log.warn('queue.close_abandoned', { queue: connection.name });
    // Ends the tries to connect again. Its promise may never settle, for the same reason.
    connection.disconnect().catch((error: unknown) => {
      log.failure('queue.error', error, { queue: connection.name });
    });
  };
}

function done(): Promise<void> {
  return Promise.resolve();
}
