import { STATUS_CODES } from 'node:http';
import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log, newId } from '@app/platform';
import { preferredLocale } from './accept-language.js';
import { ERROR_PAGE, plainErrorPage, type ErrorPage } from './error-page.js';
import { answerFor, mayTellDetails, retryAfter, type Answer } from './problem.js';
import { routePattern } from './request-log.js';

/** The body of every error answer under /api/, and to clients that ask for JSON (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Seconds a client should wait when nobody said better. */
const RETRY_SECONDS = 30;
/** The same where a request of the client's own is under way: most take less. */
const BUSY_SECONDS = 2;

/**
 * The one door errors leave by: a page for people, a problem document for programs, in both a stable code and never a
 * stack, nor the text of an error we do not know.
 */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    @Inject(ERROR_PAGE) private readonly errorPage: ErrorPage,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = answerFor(thrown);
    const id = newId();
    if (answer.status >= 500) {
      const { method } = request;
      this.log.failure('http.failed', thrown, { id, method, route: routePattern(request), status: answer.status });
    }
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer is out already; cutting it off is the only way left to say that it is not whole.
      reply.raw.destroy();
      return;
    }
    sendAnswer(request, reply, answer, { id, page: (error) => this.page(error) });
  }

  private page(error: Parameters<ErrorPage>[0]): string {
    try {
      return this.errorPage(error);
    } catch (failure) {
      this.log.failure('http.error_page_failed', failure, { code: error.code });
      return plainErrorPage(error);
    }
  }
}

/** Also for requests that the router refuses before any filter could see them. */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  { id, page }: { readonly id: string; readonly page: ErrorPage },
): void {
  const { status, code, detail, issues, details } = answer;
  // RFC 9110 §11.6.1: a 401 names a way to authenticate.
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="colporteur"');
  if (status === 429 || status === 503) reply.header('retry-after', String(retryAfter(answer) ?? RETRY_SECONDS));
  if (code === 'idempotency.in_progress') reply.header('retry-after', String(BUSY_SECONDS));
  reply.status(status).header('cache-control', 'no-store');
  if (wantsPage(request)) {
    const locale = preferredLocale(request.headers['accept-language']);
    void reply.type('text/html; charset=utf-8').send(page({ status, code, locale }));
    return;
  }
  const problem = {
    // RFC 9457 §4.2.1: the code says which problem it is, the type only that the status is meant as defined.
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(status >= 500 ? { instance: `urn:uuid:${id}` } : {}),
    ...(issues === undefined ? {} : { issues }),
    ...(mayTellDetails(code, request.principal !== null) && hasFacts(details) ? { details } : {}),
  };
  void reply.type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

function hasFacts(details: Answer['details']): boolean {
  return details !== undefined && Object.keys(details).length > 0;
}

/** People get pages. Under /api/ there are only programs; elsewhere a client that names JSON and not HTML is one. */
function wantsPage(request: FastifyRequest): boolean {
  if (request.url.startsWith('/api/')) return false;
  const accept = request.headers.accept ?? '';
  return accept.includes('text/html') || !accept.includes('json');
}
