import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastifyStatic from '@fastify/static';
import type { INestApplicationContext } from '@nestjs/common';
import { FastifyAdapter, RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { auditedRequest, newId, type Config, type Log } from '@app/platform';
import { apiErrors } from './api.errors.js';
import { plainErrorPage } from './error-page.js';
import { readMultipartForm } from './form-body.js';
import { readJson } from './json-body.js';
import { sendAnswer } from './problem.filter.js';
import { answerFor } from './problem.js';
import { logAnswer } from './request-log.js';
import { setSecurityHeaders } from './security-headers.js';
import { reportUndeclaredProxy } from './undeclared-proxy.js';

/** Bytes of a body: a form has hundreds, an operator's request a few thousand; the rest is margin. */
export const BODY_LIMIT_BYTES = 64 * 1024;
/** Characters of one path parameter. A signed token has up to 400 (libs/platform/src/tokens.ts). */
const PATH_PARAMETER_LIMIT = 512;
/** How long a client may take to send its request, in milliseconds; after that it is holding a connection, not talking. */
const REQUEST_TIMEOUT_MS = 30_000;

/** For the few routes that take more than {@link BODY_LIMIT_BYTES}. */
export function BodyLimit(bytes: number): MethodDecorator {
  return RouteConfig({ bodyLimitBytes: bytes });
}

/** For a route whose body is a list of feeds, handed over as its bytes. */
export function OpmlBody(bytes: number): MethodDecorator {
  return RouteConfig({ bodyLimitBytes: bytes, takesOpml: true });
}

/** For a route whose body is a piece of a file, handed over as its bytes. */
export function BytesBody(bytes: number): MethodDecorator {
  return RouteConfig({ bodyLimitBytes: bytes, takesBytes: true });
}

export interface Route {
  readonly method: string;
  /** The pattern, `/confirm/:token`. */
  readonly path: string;
}

const routesOf = new WeakMap<object, Route[]>();

/** Every route the server answers, however it was registered. HEAD is listed where it does not merely mirror a GET. */
export function listRoutes(
  app: INestApplicationContext & Pick<NestFastifyApplication, 'getHttpAdapter'>,
): readonly Route[] {
  const routes = routesOf.get(app.getHttpAdapter().getInstance()) ?? [];
  const gets = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
  return routes.filter(({ method, path }) => method !== 'HEAD' || !gets.has(path));
}

/** Fastify with our limits, parsers, headers and log; knows no route yet. */
export function createServer(config: Config, log: Log): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    // A template that leaves out a name, or joins two slashes, still reaches the route that can say what is missing.
    routerOptions: { maxParamLength: PATH_PARAMETER_LIMIT, ignoreDuplicateSlashes: true },
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A forwarding header from anybody else is hearsay.
    trustProxy: config.env.TRUSTED_PROXIES.length > 0 ? config.env.TRUSTED_PROXIES : false,
    frameworkErrors: refuseUnroutable,
  });
  const server: FastifyInstance = adapter.getInstance();
  const routes: Route[] = [];
  routesOf.set(server, routes);
  server.addHook('onRoute', (route) => {
    applyBodyLimit(route);
    for (const method of [route.method].flat()) routes.push({ method, path: route.url });
  });
  server.decorateRequest('principal', null);
  const lookForProxy = reportUndeclaredProxy(log);
  server.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(request, reply);
    lookForProxy(request);
    forgiveLeaving(request);
    done();
  });
  // After the body is read: what runs while it is being read is another context.
  server.addHook('preHandler', (_request, _reply, done) => {
    auditedRequest(done);
  });
  server.addHook('onResponse', logAnswer(log));
  addParsers(server);
  server.register(cookie);
  // Only lends replies their `sendFile`; what is served is decided by controllers, like everything else.
  server.register(fastifyStatic, { serve: false, index: false, dotfiles: 'ignore' });
  return adapter;
}

/**
 * Who leaves has shown all they need in the address: a body of whatever type, or a broken one, must not keep them. The
 * three types that say "one-click" are read; anything else is a body without fields.
 */
function forgiveLeaving(request: FastifyRequest): void {
  if (request.method !== 'POST' || !request.url.startsWith('/unsubscribe/')) return;
  const type = request.headers['content-type'] ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    request.headers['content-type'] = OPAQUE_BODY;
}

/** A type of our own that no client can mean. */
const OPAQUE_BODY = 'application/vnd.colporteur.opaque';

function addParsers(server: FastifyInstance): void {
  server.addContentTypeParser(OPAQUE_BODY, { parseAs: 'buffer' }, () => Promise.resolve({}));
  // Nothing here reads plain text: 415 says so sooner than a handler would.
  server.removeContentTypeParser(['text/plain', 'application/json']);
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, readJson(server));
  server.addContentTypeParser(OPML_TYPES, { parseAs: 'buffer' }, readOpmlBytes);
  server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, readBytes);
  server.register(formbody, { bodyLimit: BODY_LIMIT_BYTES });
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, readMultipartForm);
}

/** OPML has no type of its own that everybody uses. */
const OPML_TYPES = ['text/x-opml', 'text/x-opml+xml', 'application/xml', 'text/xml'];

/** As it came: its own declaration says how it is encoded. */
function readOpmlBytes(
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const { config } = request.routeOptions;
  if ('takesOpml' in config && config.takesOpml === true) done(null, body);
  else done(apiErrors.error('request.media_type'));
}

function readBytes(request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  const { config } = request.routeOptions;
  if ('takesBytes' in config && config.takesBytes === true) done(null, body);
  else done(apiErrors.error('request.media_type'));
}

function applyBodyLimit(route: RouteOptions): void {
  const config: { bodyLimitBytes?: unknown } | undefined = route.config;
  if (typeof config?.bodyLimitBytes === 'number') route.bodyLimit = config.bodyLimitBytes;
}

/** A target the router cannot read (a broken escape, an endless parameter) is answered before any hook or filter runs. */
function refuseUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  setSecurityHeaders(request, reply);
  sendAnswer(request, reply, answerFor(error), { id: newId(), page: plainErrorPage });
}
