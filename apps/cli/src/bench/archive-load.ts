import fastify from 'fastify';
import { Pool } from 'undici';

/**
 * The archive's readers, from a process of their own over connections that are kept; and beside them, in the same
 * process, what their waiting is compared with: a bare Fastify that answers with the same bytes. Ends when its parent
 * does.
 */
export interface ArchiveOrder {
  readonly origin: string;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  readonly count: number;
  readonly connections: number;
}

export interface ArchiveReport {
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Of every answer, milliseconds. */
  readonly times: readonly number[];
}

async function run({ origin, paths, count, connections }: ArchiveOrder): Promise<ArchiveReport> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    while (next < count) {
      const path = paths[next % paths.length] ?? '/';
      next += 1;
      const begun = performance.now();
      const answer = await pool.request({ path, method: 'GET' });
      await answer.body.dump();
      times.push(performance.now() - begun);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, reader));
  const seconds = (performance.now() - begun) / 1_000;
  await pool.close();
  return { seconds, statuses, times };
}

/** Answers every path with this page, which it has in memory. */
async function serveBare(page: string): Promise<string> {
  const app = fastify();
  const body = Buffer.from(page);
  app.get('/*', (_request, reply) => reply.type('text/html; charset=utf-8').send(body));
  return app.listen({ host: '127.0.0.1', port: 0 });
}

process.on('message', (order: ArchiveOrder | { readonly page: string }) => {
  const work = 'page' in order ? serveBare(order.page) : run(order);
  work.then(
    (report) => process.send?.(report),
    (error: unknown) => {
      throw error;
    },
  );
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C goes to every process of the terminal; the parent ends us when it has finished.
process.on('SIGINT', () => undefined);
