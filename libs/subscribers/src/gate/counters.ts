import { hash } from 'node:crypto';
import type { Period } from './limits.js';

/** One thing that is counted. */
export interface Counter {
  /** Keyed hash of kind and value, 16 bytes in hexadecimal: what is counted cannot be read from the table. */
  readonly id: string;
  readonly period: Period;
}

/** What a counter stood at: in the slice under way, and in those before it that still count. */
export interface Tally {
  readonly current: number;
  readonly before: number;
}

const ID_DIGITS = 32;

/**
 * SHA-256 over key and value, cut to half, which keeps anything from being appended to what was hashed: a tenth of the
 * time an HMAC takes, and five of these are made for every sign-up.
 */
export function counterId(key: Buffer, kind: string, value: string): string {
  return hash('sha256', `${key.toString('hex')}|${kind}|${value}`, 'hex').slice(0, ID_DIGITS);
}

/** Beginning of the slice that is under way; slices lie on a fixed grid, the same for every process. */
export function sliceStart({ seconds, slices }: Period, now: Date): Date {
  const length = (seconds * 1000) / slices;
  return new Date(Math.floor(now.getTime() / length) * length);
}

/** Slices that begin before this one do not count any more. */
export function oldestSlice(period: Period, now: Date): Date {
  return new Date(sliceStart(period, now).getTime() - period.seconds * 1000);
}
