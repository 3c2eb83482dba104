import { z } from 'zod';
import type { ApiBody } from '@nestjs/swagger';
import { incomingDispatch } from '@app/dispatches';
import { InputPipe } from '../input.pipe.js';

type DescribedSchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];

/** Characters. The route's limit on bytes is what a longer text meets first. */
const MAX_TEXT_LENGTH = 1_000_000;

const source = z.string().min(1).max(100).optional().describe('Slug of a source; left out: api.');

const pastedText = z.object({
  source,
  text: z.string().min(1).max(MAX_TEXT_LENGTH).describe('An article as an agency’s page shows it, in plain text.'),
  externalId: z.string().min(1).max(500).optional().describe('Left out: the SHA-256 of the text.'),
});

const dispatchFields = incomingDispatch.extend({ source });

export type DispatchInput = z.infer<typeof pastedText> | z.infer<typeof dispatchFields>;

/** Both ways in, for the OpenAPI document. */
export const dispatchInputDescription = describe(z.union([dispatchFields, pastedText]));

/**
 * A dispatch in its fields or as one text. Which of the two is meant is decided first, so that what is wrong is named by
 * its field; a union alone would only say that neither fits.
 *
 * @throws InvalidInput
 */
export async function readDispatchInput(body: unknown): Promise<DispatchInput> {
  const isText = typeof body === 'object' && body !== null && 'text' in body;
  const schema = isText ? pastedText : dispatchFields;
  return new InputPipe().transform<unknown>(body, { type: 'body', schema }) as Promise<DispatchInput>;
}

function describe(schema: z.ZodType): DescribedSchema {
  const made = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  delete made.$schema;
  // Through text, because zod hangs more on the object than the schema itself.
  return JSON.parse(JSON.stringify(made)) as DescribedSchema;
}
