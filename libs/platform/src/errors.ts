/**
 * The error catalogue's ground. Every lib declares its own part (`*.errors.ts`) with {@link defineErrors}; a code is
 * stable for ever, branch on codes and never on text. The domain does not know HTTP: apps map `kind` to a status.
 */
export type ErrorKind =
  | 'invalid' // the input cannot be accepted as it is
  | 'forbidden' // not allowed for this caller
  | 'unauthenticated' // the caller has not shown who they are
  | 'not_found'
  | 'conflict' // the state does not allow it now
  | 'expired' // it was valid once
  | 'too_large'
  | 'too_many'
  | 'unavailable' // something we depend on is away; trying again is right
  | 'internal';

export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** What happened and what to do, for the operator who reads it. Readers get a localised text chosen by code. */
  readonly text: string;
}

export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    text: string,
    /** Machine-readable facts about this occurrence: ids, limits, field names. Never an address. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(text, options);
  }
}

export interface ErrorCatalogue<Code extends string> {
  readonly entries: Readonly<Record<Code, ErrorEntry>>;
  error(code: Code, details?: Readonly<Record<string, unknown>>, options?: ErrorOptions): CatalogueError;
}

export function defineErrors<Code extends string>(entries: Record<Code, ErrorEntry>): ErrorCatalogue<Code> {
  return {
    entries,
    error(code, details, options) {
      const entry = entries[code];
      return new CatalogueError(code, entry.kind, entry.text, details, options);
    },
  };
}

export function isCatalogueError(error: unknown, code?: string): error is CatalogueError {
  return error instanceof CatalogueError && (code === undefined || error.code === code);
}

/** The text of whatever was thrown, for a log line or a stored reason. */
export function errorText(error: unknown): string {
  // Node throws one of these, without a message of its own, when every address of a host refused.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorText).join('; ');
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    // An object without a prototype has no way to say what it is.
    return 'something that has no text';
  }
}

/** Ends a `switch` over a union: a member that is added later is a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
