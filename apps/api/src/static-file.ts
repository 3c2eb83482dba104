import type { FastifyReply } from 'fastify';
import { apiErrors } from './api.errors.js';

/** Seconds a browser may use a file without asking again. */
export const ASSET_SECONDS = 600;

/** Sends a file of a folder. @throws not_found for a name that is not there and one that points outside, alike */
export async function sendFile(reply: FastifyReply, folder: string, file: string, cacheControl: string): Promise<void> {
  // @fastify/static refuses these itself, but with a 403 that says there is something to refuse.
  if (file.endsWith('/') || file.split(/[\\/]/).includes('..')) throw apiErrors.error('not_found');
  // A file that is not there ends in the error filter, which takes the header back.
  await reply.header('cache-control', cacheControl).sendFile(file, folder, { cacheControl: false });
}
