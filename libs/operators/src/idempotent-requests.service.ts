import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { IdempotencyRepository, type KeyedRequest, type TryStamp } from './idempotency.repository.js';
import { operatorErrors } from './operators.errors.js';

/** As long as a program may try again and get the same answer (docs/retention.md). */
const ANSWER_DAYS = 1;
/**
 * After this a request without an answer was cut off with its process; longer than any request takes, and the client's
 * next try does what is left of it.
 */
const LEASE_SECONDS = 120;

/** `first`: do it, then answer or free it. `answered`: it was done, and this was the answer. */
export type Begun =
  | { readonly kind: 'first'; readonly request: KeyedRequest; readonly stamp: TryStamp }
  | { readonly kind: 'answered'; readonly status: number; readonly answer: Readonly<Record<string, unknown>> };

export type FirstTry = Extract<Begun, { kind: 'first' }>;

/**
 * A program that did not hear our answer asks again, under the same key, and gets what the first request got. Between
 * the work and its written answer a process can die; the work itself must bear being done twice, as storing a dispatch
 * does by its id.
 */
@Injectable()
export class IdempotentRequests {
  constructor(
    private readonly database: Database,
    private readonly requests: IdempotencyRepository,
  ) {}

  /**
   * @param key as the client wrote it in its header; quotation marks around it are none of it
   * @param asked whatever makes the request this one: its method, address and body
   * @throws CatalogueError `idempotency.key_invalid`, `idempotency.key_reused`, `idempotency.in_progress`
   */
  async begin(callerId: string, key: string, asked: readonly string[]): Promise<Begun> {
    const request = { callerId, key: cleanKey(key), hash: hashOf(asked) };
    const periods = { answerDays: ANSWER_DAYS, leaseSeconds: LEASE_SECONDS };
    const stamp = await this.requests.take(this.database, request, periods);
    if (stamp !== undefined) return { kind: 'first', request, stamp };
    const known = await this.requests.find(this.database, callerId, request.key);
    if (known !== undefined && !known.hash.equals(request.hash)) throw operatorErrors.error('idempotency.key_reused');
    // Freed in the moment between the two statements: the client's next try begins anew.
    const status = known?.status ?? null;
    if (known === undefined || status === null) throw operatorErrors.error('idempotency.in_progress');
    return { kind: 'answered', status, answer: known.answer };
  }

  /** Returns false where the lease was over and another try has the key: that one's answer will stand. */
  answer({ request, stamp }: FirstTry, status: number, answer: Readonly<Record<string, unknown>>): Promise<boolean> {
    return this.requests.answer(this.database, request, { stamp, status, answer });
  }

  /** It came to nothing that is worth repeating. */
  free({ request, stamp }: FirstTry): Promise<void> {
    return this.requests.free(this.database, request, stamp);
  }

  /** Returns how many answers went. */
  forgetAnswers(): Promise<number> {
    return this.requests.forget(this.database, ANSWER_DAYS);
  }
}

/** Visible ASCII, as any client's random id is; longer ones are no ids. The IETF's draft writes the key in quotes. */
const KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

function cleanKey(given: string): string {
  const [, quoted, bare] = KEY.exec(given.trim()) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) throw operatorErrors.error('idempotency.key_invalid');
  return key;
}

/** With lengths, so that no two requests have one text. */
function hashOf(asked: readonly string[]): Buffer {
  const hash = createHash('sha256');
  for (const part of asked) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}
