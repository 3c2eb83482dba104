import type { Problem } from '../client/index.js';

/**
 * The front door to the generated client: an answer becomes data or an `ApiError`, nothing in between.
 *
 *     const { newsletters } = await dataOf(getApiV1Newsletters({ signal }));
 *     const { data, tag } = await taggedOf(getApiV1TransportsByName({ path: { name } }));
 *     await dataOf(patchApiV1TransportsByName({ path: { name }, headers: { 'If-Match': tag }, body }));
 */

/** What does not fit the schema, and where: `path` is dotted (`headline`, `days.0.localTime`). */
export type Issue = NonNullable<Problem['issues']>[number];

interface Told {
  code: string;
  /** the server's words for the operator */
  detail: string;
  issues: readonly Issue[];
  /** under which id the cause is in the server's log; only with 5xx */
  instance: string | null;
  details: Readonly<Record<string, unknown>>;
}

/** `status` is null when no answer came at all; `code` is the error catalogue's (RFC 9457 problem details). */
export class ApiError extends Error {
  readonly code: string;
  readonly issues: readonly Issue[];
  readonly instance: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly status: number | null,
    told: Told,
  ) {
    super(told.detail);
    this.name = 'ApiError';
    this.code = told.code;
    this.issues = told.issues;
    this.instance = told.instance;
    this.details = told.details;
  }
}

const silence: Told = { code: 'request.unanswered', detail: '', issues: [], instance: null, details: {} };

function textOf(error: object, key: string): string {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

function isIssue(issue: unknown): issue is Issue {
  return typeof issue === 'object' && issue !== null && textOf(issue, 'message') !== '' && 'path' in issue;
}

/** Also reads answers of a proxy in between, which know nothing of problem details. */
function told(status: number, body: unknown): Told {
  const error: object = typeof body === 'object' && body !== null ? body : {};
  const issues: unknown = Reflect.get(error, 'issues');
  const details: unknown = Reflect.get(error, 'details');
  return {
    code: textOf(error, 'code') || `http.${String(status)}`,
    detail: textOf(error, 'detail') || textOf(error, 'title'),
    issues: Array.isArray(issues) ? issues.filter(isIssue) : [],
    instance: textOf(error, 'instance') || null,
    details: typeof details === 'object' && details !== null ? { ...details } : {},
  };
}

interface Answer<T> {
  data: T | undefined;
  error: unknown;
  response?: Response;
}

async function answered<T>(call: Promise<Answer<T>>): Promise<{ data: T | undefined; response: Response }> {
  const { data, error, response } = await call;
  if (response === undefined) throw new ApiError(null, silence);
  if (!response.ok) throw new ApiError(response.status, told(response.status, error));
  return { data, response };
}

/** The data of a call. @throws {ApiError} also where there is none */
export async function dataOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, response } = await answered(call);
  if (data === undefined) throw new ApiError(response.status, told(response.status, null));
  return data;
}

/** A call that answers 204. @throws {ApiError} */
export async function doneOf(call: Promise<Answer<unknown>>): Promise<void> {
  await answered(call);
}

export interface Tagged<T> {
  data: T;
  /** entity tag: name it in `If-Match` when changing what was read here */
  tag: string;
}

/** The data with the version it is of. @throws {ApiError} */
export async function taggedOf<T>(call: Promise<Answer<T>>): Promise<Tagged<T>> {
  const { data, response } = await answered(call);
  if (data === undefined) throw new ApiError(response.status, told(response.status, null));
  return { data, tag: response.headers.get('etag') ?? '' };
}

/** Whether somebody else changed it meanwhile (RFC 9110 §13.1.1). */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}
