import { CatalogueError, defineErrors } from '@app/platform';

/** What can be wrong with a request before any domain has seen it, and with the process that answers. */
export const apiErrors = defineErrors({
  'request.invalid': { kind: 'invalid', text: 'The request is not well formed. Check it against /api/openapi.json.' },
  'request.not_utf8': { kind: 'invalid', text: 'The body is not UTF-8, which JSON is always written in (RFC 8259).' },
  'request.too_deep': { kind: 'invalid', text: 'The body holds more levels in one another than anything we read.' },
  'request.too_large': { kind: 'too_large', text: 'The request is larger than this address accepts.' },
  'request.media_type': {
    kind: 'invalid',
    text: 'The body is of a type this address does not read. Send JSON, or the form as a browser would.',
  },
  'request.cross_site': {
    kind: 'forbidden',
    text: 'A change by session must come from our own pages. Use an API key from scripts and other sites.',
  },
  'request.if_match_missing': {
    kind: 'invalid',
    text: 'Say which version you looked at: If-Match with the ETag of what you read.',
  },
  'request.if_match_invalid': {
    kind: 'invalid',
    text: 'If-Match holds one ETag as it was given to you, such as "7": no list, no *, no W/.',
  },
  'events.too_many': {
    kind: 'too_many',
    text: 'Too many pages listen at once. Close some of them; the page can be read without.',
  },
  'events.closing': { kind: 'unavailable', text: 'The server is stopping. Come again in a moment.' },
  'request.rate_limited': {
    kind: 'too_many',
    text: 'Too many requests within a minute. Wait as long as Retry-After says; an administrator sets how many a key may make.',
  },
  'request.shown_once': {
    kind: 'conflict',
    text: 'This was done under this Idempotency-Key already, and what it showed is shown once. Revoke what was made and make another.',
  },
  'route.undeclared': { kind: 'forbidden', text: 'This address does not say who may use it, so nobody may.' },
  not_found: { kind: 'not_found', text: 'There is nothing at this address.' },
  internal: { kind: 'internal', text: 'Something failed on our side. It is logged under the instance given here.' },
  'sender_domain.unknown': {
    kind: 'not_found',
    text: 'No newsletter is sent from this domain. GET /api/v1/sender-domains lists those there are.',
  },
  'export.busy': {
    kind: 'unavailable',
    text: 'Two exports are under way already. Try again when one of them is done.',
  },
});

export interface InputIssue {
  /** Where in the input, dotted: `newsletters.0.slug`. Empty: the input as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A body, query or path parameter that does not fit its schema. */
export class InvalidInput extends CatalogueError {
  constructor(
    readonly place: 'body' | 'query' | 'param' | 'custom' | 'rawBody',
    readonly issues: readonly InputIssue[],
  ) {
    const { kind, text } = apiErrors.entries['request.invalid'];
    super('request.invalid', kind, text);
  }
}

/** Thrown by {@link startApi}; the text names the port, because that is what has to be changed. */
export class PortBusy extends CatalogueError {
  constructor(port: number, host: string, options: ErrorOptions) {
    const text = `Port ${port} on ${host} is in use. Stop what listens there, or set HTTP_PORT to another one.`;
    super('port.busy', 'conflict', text, { port }, options);
  }
}
