import { Pool } from 'undici';
import { benchReader } from './sign-up-readers.js';

/**
 * The load on a sign-up form, from a process of its own, over connections that are kept: each request is of another
 * address and, by the header of a trusted proxy, of another client. Ends when its parent does.
 */
export interface LoadOrder {
  readonly origin: string;
  readonly path: string;
  /** Readers are numbered from here. */
  readonly first: number;
  readonly count: number;
  readonly connections: number;
}

export interface LoadReport {
  readonly seconds: number;
  /** How often which status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of every answer, milliseconds. */
  readonly times: readonly number[];
}

async function run({ origin, path, first, count, connections }: LoadOrder): Promise<LoadReport> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < first + count) {
      const { address, network } = benchReader(next);
      next += 1;
      const begun = performance.now();
      const answer = await pool.request({
        path,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': network },
        body: new URLSearchParams({ address, page: 'https://newsroom.example/monde', placement: 'article-foot' }).toString(),
      }); // prettier-ignore
      await answer.body.dump();
      times.push(performance.now() - begun);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - begun) / 1_000;
  await pool.close();
  return { seconds, statuses, times };
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      throw error;
    },
  );
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C goes to every process of the terminal; the parent ends us when it has finished.
process.on('SIGINT', () => undefined);
