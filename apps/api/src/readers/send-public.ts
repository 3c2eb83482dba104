import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicAnswer } from './kept-answers.js';

/**
 * Seconds others may keep a page of the last two days: a story that is killed is gone from every cache we control
 * within a minute, the time in which the old page may still be shown while a new one is fetched included.
 */
const NEW = 'public, max-age=30, stale-while-revalidate=30';
/** The same of an older one, which hardly ever changes and is asked for by machines. */
const OLD = 'public, max-age=240, stale-while-revalidate=60';
const NEW_MS = 48 * 3_600_000;

/** How long an answer about something of that time may be kept. */
export function keepFor(time: Date, now: Date): string {
  return now.getTime() - time.getTime() < NEW_MS ? NEW : OLD;
}

/** The answer, or 304 to whoever has it. A date is not compared: two revisions may be made in one second. */
export async function sendPublic(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, etag, lastModified, cacheControl }: PublicAnswer & { readonly cacheControl: string },
): Promise<void> {
  void reply.headers({ etag, 'last-modified': lastModified.toUTCString(), 'cache-control': cacheControl });
  if (knows(request.headers['if-none-match'], etag)) {
    await reply.status(304).send();
    return;
  }
  await reply.type(type).send(body);
}

/** RFC 9110 §13.1.2: compared weakly, because a proxy may have weakened what it was given. */
export function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
