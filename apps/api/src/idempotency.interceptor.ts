import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, concatMap, of, throwError, type Observable } from 'rxjs';
import { IdempotentRequests, type FirstTry, type Principal } from '@app/operators';
import { Log } from '@app/platform';
import { apiErrors } from './api.errors.js';
import { answerFor, keptProblem, ReplayedProblem } from './problem.js';
import { NEVER_KEPT } from './never-kept.js';
import { SHOWN_ONCE } from './shown-once.js';

/** On an answer that was given before. */
const REPLAYED = 'idempotent-replayed';

/**
 * What is wrong with the request itself is so the next time as well. Anything else that failed is tried anew: a source
 * may be known by then, a server be back.
 */
const LASTING: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Kept in the place of an answer that shows a secret. */
const SECRET_ANSWER = { problem: JSON.stringify(answerFor(apiErrors.error('request.shown_once'))) };

/**
 * `Idempotency-Key` on every POST of the operators' API (draft-ietf-httpapi-idempotency-key-header): the work is done
 * once, and who did not hear the answer gets it again. It stands around everything else that makes an answer, so that
 * what is kept is what was sent.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly requests: IdempotentRequests,
    private readonly log: Log,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || request.principal === null || key === undefined) return next.handle();
    if (this.reflector.get<boolean | undefined>(NEVER_KEPT, context.getHandler()) === true) return next.handle();
    const asked = [request.method, request.url, bodyText(request.body)];
    const isSecret = this.reflector.get<boolean | undefined>(SHOWN_ONCE, context.getHandler()) === true;
    const begun = await this.requests.begin(callerOf(request.principal), String(key), asked);
    if (begun.kind === 'answered') return replay(reply, begun.status, begun.answer);
    return next.handle().pipe(
      concatMap(async (value: unknown) => {
        await this.keep(
          begun,
          reply.statusCode,
          isSecret ? SECRET_ANSWER : value === undefined ? {} : { text: JSON.stringify(value) },
        );
        return value;
      }),
      catchError(async (error: unknown) => {
        const answer = answerFor(error);
        await (LASTING.has(answer.status)
          ? this.keep(begun, answer.status, { problem: JSON.stringify(answer) })
          : this.free(begun));
        throw error;
      }),
    );
  }

  /** The work is done whether or not its answer can be kept; without, the next try does what is left of it. */
  private async keep(first: FirstTry, status: number, answer: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      if (!(await this.requests.answer(first, status, answer))) this.log.warn('idempotency.lease_lost', { status });
    } catch (failure) {
      this.log.failure('idempotency.answer_lost', failure, { status });
    }
  }

  private async free(first: FirstTry): Promise<void> {
    try {
      await this.requests.free(first);
    } catch (failure) {
      // What went wrong is told by the error this one would hide; the lease frees the key.
      this.log.failure('idempotency.not_freed', failure);
    }
  }
}

function replay(reply: FastifyReply, status: number, answer: Readonly<Record<string, unknown>>): Observable<unknown> {
  reply.header(REPLAYED, 'true').status(status);
  const { text, problem } = answer;
  if (typeof problem === 'string') return throwError(() => new ReplayedProblem(keptProblem.parse(JSON.parse(problem))));
  return of(typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined);
}

function callerOf(principal: Principal): string {
  return principal.kind === 'api_key' ? principal.keyId : principal.operatorId;
}

function bodyText(body: unknown): string {
  if (body === undefined) return '';
  return Buffer.isBuffer(body) ? body.toString('latin1') : JSON.stringify(body);
}
