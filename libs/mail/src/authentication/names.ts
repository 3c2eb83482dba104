import { isIP } from 'node:net';
import type { Phrase } from './sender-words.js';

/** What the name system says to one question. `none`: the name is there, without such a record. */
export type NameAnswer<T> =
  | { readonly kind: 'records'; readonly records: readonly T[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'no_name' }
  | { readonly kind: 'failure'; readonly why: Phrase };

/** An empty exchange is the null MX (RFC 7505). */
export interface MailHost {
  readonly exchange: string;
  readonly priority: number;
}

/** The name system as the checks use it. No question rejects; names are without a dot at the end. */
export interface Names {
  /** Each record's strings joined without anything between them (RFC 7208 §3.3, RFC 6376 §3.6.2.2). */
  txt(name: string): Promise<NameAnswer<string>>;
  mx(name: string): Promise<NameAnswer<MailHost>>;
  a(name: string): Promise<NameAnswer<string>>;
  aaaa(name: string): Promise<NameAnswer<string>>;
  /** The names of an address. */
  ptr(address: string): Promise<NameAnswer<string>>;
}

export function recordsOf<T>(answer: NameAnswer<T>): readonly T[] {
  return answer.kind === 'records' ? answer.records : [];
}

/** The name under which an address has its PTR record (RFC 1035 §3.5, RFC 3596 §2.5). */
export function reverseName(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] =>
    text === '' ? [] : text.split(':').map((group) => group.padStart(4, '0'));
  const left = groups(head);
  const right = address.includes('::') ? groups(tail) : [];
  const middle = Array.from({ length: 8 - left.length - right.length }, () => '0000');
  return `${[...left, ...middle, ...right].join('').split('').reverse().join('.')}.ip6.arpa`;
}
