import formbody from '@fastify/formbody';
import fastify from 'fastify';
import pg from 'pg';
import { newId } from '@app/platform';

/**
 * What a sign-up is measured against: Fastify, one route, one row in one durable commit, and nothing else. In a process
 * of its own, like ours. Ends when its parent does.
 */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const app = fastify();
await app.register(formbody);
app.post<{ Body: { address: string } }>('/sign-up', async (request, reply) => {
  await pool.query('insert into bench_sign_up (id, address) values ($1, $2)', [newId(), request.body.address]);
  return reply.redirect('/sent', 303);
});
process.send?.({ origin: await app.listen({ host: '127.0.0.1', port: 0 }) });
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
