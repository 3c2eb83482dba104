import { z } from 'zod';
import type { ApiBody } from '@nestjs/swagger';
import {
  agencyTextId,
  bareCancellation,
  dispatchFromAgencyText,
  fromNinjs,
  incomingDispatch,
  isNinjs,
  ninjsDocument,
  parseAgencyText,
  type BareCancellation,
  type IncomingDispatch,
} from '@app/dispatches';
import { InvalidInput } from '../api.errors.js';
import { InputPipe } from '../input.pipe.js';
import { sourceSlug } from './texts.js';

type DescribedSchema = Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'];

/** Characters. The route's limit on bytes is what a longer text meets first. */
const MAX_TEXT_LENGTH = 1_000_000;

const source = sourceSlug.optional().describe('Slug of a source; left out: api, or the only one the key is for.');

const pastedText = z.object({
  source,
  text: z.string().min(1).max(MAX_TEXT_LENGTH).describe('An article as an agency’s page shows it, in plain text.'),
  externalId: z.string().min(1).max(500).optional().describe('Left out: the SHA-256 of the text.'),
});

const dispatchFields = incomingDispatch.extend({ source });

/** A dispatch on its way in, before its source is known. */
export interface DispatchInput {
  /** Slug, where the body names one. */
  readonly source: string | undefined;
  /** @throws InvalidInput, or what is wrong with a pasted text */
  dispatch(sourceLanguage: string | null): IncomingDispatch;
  /** It says no more than that a dispatch is canceled; `dispatch` would have nothing to read. */
  readonly cancels?: BareCancellation | undefined;
}

/** The three ways in, for the OpenAPI document. */
export const dispatchInputDescription = describe(
  z.union([ninjsDocument.extend({ source }).describe('IPTC ninjs; names in any case.'), dispatchFields, pastedText]),
);

export const batchDescription = describe(
  z.object({
    dispatches: z.array(z.record(z.string(), z.unknown()).describe('As POST /api/v1/dispatches takes one.')),
  }),
);

/**
 * A dispatch as a ninjs document, in our own fields, or as one text. Which of them is meant is decided first, so that
 * what is wrong is named by its field; a union alone would only say that none fits.
 *
 * @throws InvalidInput
 */
export async function readDispatchInput(body: unknown): Promise<DispatchInput> {
  if (isNinjs(body))
    return {
      source: await namedSource(body),
      dispatch: (language) => ninjsDispatch(body, language),
      cancels: bareCancellation(body),
    };
  const isText = typeof body === 'object' && body !== null && 'text' in body;
  if (!isText) {
    const { source: named, ...dispatch } = await checked<z.infer<typeof dispatchFields>>(body, dispatchFields);
    return { source: named, dispatch: () => dispatch };
  }
  const { source: named, text, externalId } = await checked<z.infer<typeof pastedText>>(body, pastedText);
  const read = () => dispatchFromAgencyText(parseAgencyText(text), externalId ?? agencyTextId(text));
  return { source: named, dispatch: read };
}

async function namedSource(body: unknown): Promise<string | undefined> {
  return (await checked<{ source?: string }>(body, z.looseObject({ source }))).source;
}

function ninjsDispatch(body: unknown, language: string | null): IncomingDispatch {
  const reading = fromNinjs(body, { language });
  if ('dispatch' in reading) return reading.dispatch;
  throw new InvalidInput('body', reading.issues.map(({ field, problem }) => ({ path: field, message: problem }))); // prettier-ignore
}

async function checked<Output>(body: unknown, schema: z.ZodType): Promise<Output> {
  return new InputPipe().transform<unknown>(body, { type: 'body', schema }) as Promise<Output>;
}

function describe(schema: z.ZodType): DescribedSchema {
  const made = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  delete made.$schema;
  // Through text, because zod hangs more on the object than the schema itself.
  return JSON.parse(JSON.stringify(made)) as DescribedSchema;
}
