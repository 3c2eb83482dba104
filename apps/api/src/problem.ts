import { HttpException } from '@nestjs/common';
import { z } from 'zod';
import { isCatalogueError, type CatalogueError, type ErrorKind } from '@app/platform';
import { apiErrors, InvalidInput, type InputIssue } from './api.errors.js';

/** What goes out for an error, whatever was thrown. */
export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly issues?: readonly InputIssue[];
  /** Facts of the catalogue error, for callers who have shown who they are. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An answer that was kept under an idempotency key, read back. */
export const keptProblem = z.object({
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** Thrown to give the same answer again. */
export class ReplayedProblem extends Error {
  constructor(readonly answer: z.infer<typeof keptProblem>) {
    super(answer.code);
  }
}

const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  // Understood, but not acceptable as it is (RFC 9110 §15.5.21); 400 is for what could not be understood.
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  expired: 410,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  internal: 500,
};

/** The few codes whose status says more than their kind. */
const statusOfCode: Readonly<Record<string, number>> = {
  'request.invalid': 400,
  'request.not_utf8': 400,
  'request.too_deep': 400,
  'request.media_type': 415,
  'idempotency.key_invalid': 400,
  // RFC 6585 §3: the same request again, with the proof, will do.
  'sign_up.proof_required': 428,
  'request.if_match_missing': 428,
  'request.if_match_invalid': 400,
  // RFC 9110 §15.5.13: it is no longer what the request was made against.
  'newsletter.changed_meanwhile': 412,
  'edition.changed_meanwhile': 412,
  'operator.changed_meanwhile': 412,
  'transport.changed_meanwhile': 412,
  'template.draft_changed_meanwhile': 412,
  'source.changed_meanwhile': 412,
  // The address somebody asked us to look at leads nowhere: theirs to mend, and no fault of ours.
  'fetch.timeout': 422,
  'fetch.too_many_redirects': 422,
  'fetch.failed': 422,
  'source.refused': 422,
};

/**
 * Errors whose facts are for whoever asks, because they say what to do next: they are made of the request itself and of
 * how often such ones came, never of what we know about anybody.
 */
const TOLD_TO_ANYBODY: ReadonlySet<string> = new Set([
  'subscriber.address_suspected',
  'sign_up.proof_required',
  'sign_up.too_many',
  'sign_in.too_many',
]);

/** Facts about an occurrence are otherwise for people we know: a stranger could learn from them who is known to us. */
export function mayTellDetails(code: string, isCallerKnown: boolean): boolean {
  return isCallerKnown || TOLD_TO_ANYBODY.has(code);
}

/** Seconds a client should wait before it asks again, where the error says so. */
export function retryAfter({ details }: Answer): number | undefined {
  const seconds = details?.['retryAfterSeconds'];
  return typeof seconds === 'number' ? seconds : undefined;
}

/** Never the text of an unknown error: it may hold anything. */
export function answerFor(thrown: unknown): Answer {
  if (thrown instanceof ReplayedProblem) return withoutMissing(thrown.answer);
  if (thrown instanceof InvalidInput) {
    const { code, message: detail, issues } = thrown;
    return { status: thrown.place === 'body' ? 422 : 400, code, detail, issues };
  }
  if (isCatalogueError(thrown)) return catalogueAnswer(thrown);
  const status = httpStatus(thrown);
  if (status === undefined || status >= 500) return catalogueAnswer(apiErrors.error('internal'));
  return { ...frameworkAnswer(status), status };
}

function withoutMissing({ issues, details, ...answer }: z.infer<typeof keptProblem>): Answer {
  return { ...answer, ...(issues && { issues }), ...(details && { details }) };
}

function catalogueAnswer(error: CatalogueError): Answer {
  const status = statusOfCode[error.code] ?? statusOfKind[error.kind];
  if (status === 500) return { status, code: 'internal', detail: apiErrors.entries.internal.text };
  return { status, code: error.code, detail: error.message, details: error.details };
}

/** Errors of Nest and Fastify themselves, by status: their texts can hold the address that was asked for, with its token. */
function frameworkAnswer(status: number): Pick<Answer, 'code' | 'detail'> {
  switch (status) {
    case 404:
    case 405:
      return named('not_found');
    case 413:
      return named('request.too_large');
    case 415:
      return named('request.media_type');
    default:
      return named('request.invalid');
  }
}

function named(code: keyof typeof apiErrors.entries): Pick<Answer, 'code' | 'detail'> {
  return { code, detail: apiErrors.entries[code].text };
}

function httpStatus(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown !== 'object' || thrown === null || !('statusCode' in thrown)) return undefined;
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}
