import type { Change } from './local-acts.js';

/**
 * Changes the server does not have yet. They are kept in the browser's tab until it has, so that a rewritten headline
 * survives a lost connection and a reload; nothing in them is about a reader.
 */

export interface Pending extends Change {
  /** names the request, so that one whose answer was lost is not done twice */
  readonly key: string;
  /** what it is called in messages */
  readonly label: string;
  /** the one that takes back; it is not itself taken back by the next */
  readonly isUndo: boolean;
}

/** Whose they are stands in the place: the next person at this screen sends nothing in their own name. */
interface Place {
  readonly editionId: string;
  readonly operatorId: string;
}

const keyOf = ({ editionId, operatorId }: Place): string => `colporteur.desk.${operatorId}.${editionId}`;

/** Characters; a tab's storage holds five million, and a change is a few hundred. */
const LARGEST = 500_000;

export function keepPending(place: Place, pending: readonly Pending[]): void {
  try {
    const text = JSON.stringify(pending);
    if (pending.length === 0 || text.length > LARGEST) sessionStorage.removeItem(keyOf(place));
    else sessionStorage.setItem(keyOf(place), text);
  } catch {
    // A browser that keeps nothing still has the changes in memory.
  }
}

export function keptPending(place: Place): readonly Pending[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(place)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isPending) : [];
  } catch {
    // Written by another version of this application, or cut off: what cannot be read was never sent.
    return [];
  }
}

function isPending(given: unknown): given is Pending {
  return (
    typeof given === 'object' &&
    given !== null &&
    typeof Reflect.get(given, 'key') === 'string' &&
    Array.isArray(Reflect.get(given, 'acts'))
  );
}

/** A version 4 UUID (RFC 9562). `crypto.randomUUID` is missing where the desk is reached without TLS. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
