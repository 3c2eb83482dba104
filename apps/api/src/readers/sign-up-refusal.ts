import { z } from 'zod';
import { isCatalogueError } from '@app/platform';
import type { SignUpRefusal } from '../pages/page-input.js';
import { answerFor } from '../problem.js';

/** What a reader can put right at the form itself; any other error is a page of its own. */
export const REFUSALS = [
  'subscriber.address_invalid',
  'subscriber.address_suspected',
  'subscriber.address_disposable',
  'subscriber.domain_without_mail',
  'sign_up.proof_required',
  'sign_up.too_many',
] as const;

/** What `TakeSignUp` tells beside the code. */
const told = z.object({
  suggestion: z.string().optional(),
  challenge: z.unknown().optional(),
  wait: z.object({ token: z.string(), seconds: z.number() }).optional(),
  retryAfterSeconds: z.number().optional(),
});

export interface RefusedForm {
  readonly status: number;
  readonly refusal: SignUpRefusal;
  /** For Retry-After (RFC 9110 §10.2.3). */
  readonly retryAfterSeconds: number | undefined;
}

/** The form's side of an error; undefined when it is not the form's. */
export function refusedForm(error: unknown): RefusedForm | undefined {
  if (!isCatalogueError(error) || !REFUSALS.some((code) => code === error.code)) return undefined;
  const { suggestion, challenge, wait, retryAfterSeconds } = told.parse(error.details);
  const proof = wait && {
    challenge: JSON.stringify(challenge ?? null),
    waitToken: wait.token,
    waitSeconds: Math.ceil(wait.seconds),
  };
  const refusal = { code: error.code, ...(suggestion !== undefined && { suggestion }), ...(proof && { proof }) };
  return { status: answerFor(error).status, refusal, retryAfterSeconds };
}
