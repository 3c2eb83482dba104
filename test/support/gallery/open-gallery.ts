import type { Database } from '@app/platform';

/** Asks the API as the administrator whose desk it is. @throws what it answered, where that is no success */
export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<unknown>;

/** A newsroom in the middle of its morning, for pictures of the admin. No worker runs: what leaves, stands still. */
export interface Gallery {
  readonly url: string;
  readonly database: Database;
  readonly from: <T>(service: abstract new (...given: never[]) => T) => T;
  readonly ask: Ask;
  /** Of the signed-in administrator. */
  readonly cookie: { readonly name: string; readonly value: string };
  readonly operatorId: string;
  close(): Promise<void>;
}
