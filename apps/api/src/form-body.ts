import type { FastifyRequest } from 'fastify';
import { apiErrors } from './api.errors.js';

/** More fields than any of our forms has; a body of 64 KB could hold thirty thousand. */
const MAX_FIELDS = 100;

/**
 * The text fields of a `multipart/form-data` body, which mail providers may use for the one-click POST (RFC 8058 §3.1).
 * Files are not for us and left out. The size was limited before this is called.
 */
export async function readMultipartForm(
  request: FastifyRequest,
  body: Buffer,
): Promise<Record<string, string | string[]>> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers }).formData();
  } catch (error) {
    if (request.url.startsWith('/unsubscribe/')) return {};
    throw apiErrors.error('request.invalid', {}, { cause: error });
  }
  const fields = [...form.entries()].filter((field): field is [string, string] => typeof field[1] === 'string');
  if (fields.length > MAX_FIELDS) throw apiErrors.error('request.invalid');
  return Object.fromEntries(
    Array.from(
      Map.groupBy(fields, ([name]) => name),
      asPosted,
    ),
  );
}

/** A name that came more than once is a list, as in the other encoding: several check boxes share one. */
function asPosted([name, fields]: [string, [string, string][]]): [string, string | string[]] {
  const values = fields.map(([, value]) => value);
  const [only, ...others] = values;
  return [name, others.length === 0 && only !== undefined ? only : values];
}
