import { keyedHash } from '@app/platform';
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

const KEY_BYTES = 16;

export function counterId(key: Buffer, kind: string, value: string): string {
  return keyedHash(key, `${kind}|${value}`).toString('hex', 0, KEY_BYTES);
}

export function idBytes(id: string): Buffer {
  return Buffer.from(id, 'hex');
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
