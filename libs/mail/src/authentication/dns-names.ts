import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { reverseName, type MailHost, type NameAnswer, type Names } from './names.js';
import type { Phrase, PhraseName } from './sender-words.js';

export interface DnsOptions {
  /** Resolvers as `address` or `address:port`; none: the machine's own. */
  readonly servers: readonly string[];
  /** Longest for one question, in milliseconds. */
  readonly limitMs: number;
}

/** One try and a second one fit into the time of a question. */
const TRIES = 2;
/** Questions of one round of checks; a zone that includes and delegates without end gets no more. */
const MAX_QUESTIONS = 2_000;
/** More records than any name that is used for mail has; further ones are not looked at. */
const MAX_RECORDS = 400;

/** What c-ares calls an answer without records, and what it calls a name nobody can ask for. */
const NO_RECORD = new Set(['ENODATA']);
const NO_NAME = new Set(['ENOTFOUND', 'EBADNAME']);

/** The name system over Node's resolver (TCP where an answer is cut). Remembers every answer: made for one round. */
export class DnsNames implements Names {
  private readonly resolver: Resolver;
  private readonly asked = new Map<string, Promise<NameAnswer<never>>>();

  constructor(private readonly options: DnsOptions) {
    this.resolver = new Resolver({ timeout: Math.floor(options.limitMs / TRIES), tries: TRIES });
    if (options.servers.length > 0) this.resolver.setServers([...options.servers]);
  }

  /** Questions under way are answered now, and nothing keeps the process alive. */
  close(): void {
    this.resolver.cancel();
  }

  txt(name: string): Promise<NameAnswer<string>> {
    return this.once('TXT', name, async (asked) =>
      (await this.resolver.resolveTxt(asked)).map((strings) => strings.join('')),
    );
  }

  mx(name: string): Promise<NameAnswer<MailHost>> {
    return this.once('MX', name, (asked) => this.resolver.resolveMx(asked));
  }

  a(name: string): Promise<NameAnswer<string>> {
    return this.once('A', name, (asked) => this.resolver.resolve4(asked));
  }

  aaaa(name: string): Promise<NameAnswer<string>> {
    return this.once('AAAA', name, (asked) => this.resolver.resolve6(asked));
  }

  ptr(address: string): Promise<NameAnswer<string>> {
    if (isIP(address) === 0) return Promise.resolve({ kind: 'no_name' });
    return this.once('PTR', reverseName(address), (asked) => this.resolver.resolvePtr(asked));
  }

  private once<T>(type: string, name: string, ask: (name: string) => Promise<T[]>): Promise<NameAnswer<T>> {
    const plain = plainName(name);
    // RFC 1035 §2.3.4, and a name nobody can have is one that is not there.
    if (plain === undefined) return Promise.resolve({ kind: 'no_name' });
    const key = `${type} ${plain}`;
    const known = this.asked.get(key);
    // What stands under the key was asked with this very type.
    if (known !== undefined) return known;
    if (this.asked.size >= MAX_QUESTIONS) return Promise.resolve({ kind: 'failure', why: { phrase: 'too_many' } });
    const answer = this.inTime(answered(ask(plain)));
    this.asked.set(key, answer as Promise<NameAnswer<never>>);
    return answer;
  }

  private async inTime<T>(asked: Promise<NameAnswer<T>>): Promise<NameAnswer<T>> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<NameAnswer<T>>((resolve) => {
      limit = setTimeout(() => { resolve({ kind: 'failure', why: { phrase: 'late' } }); }, this.options.limitMs); // prettier-ignore
    });
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(limit);
    }
  }
}

/** Lower case, A-labels, no dot at the end; undefined where the name system has no room for it. */
export function plainName(name: string): string | undefined {
  const bare = name.replace(/\.$/, '').toLowerCase();
  const ascii = /^[\u0021-\u007e]*$/.test(bare) ? bare : domainToASCII(bare);
  const labels = ascii.split('.');
  const fits = ascii.length <= 253 && labels.every((label) => label.length > 0 && label.length <= 63);
  return fits ? ascii : undefined;
}

async function answered<T>(asked: Promise<T[]>): Promise<NameAnswer<T>> {
  try {
    const records = (await asked).slice(0, MAX_RECORDS);
    return records.length > 0 ? { kind: 'records', records } : { kind: 'none' };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    if (NO_RECORD.has(code)) return { kind: 'none' };
    return NO_NAME.has(code) ? { kind: 'no_name' } : { kind: 'failure', why: whyNot(code) };
  }
}

function whyNot(code: string): Phrase {
  const phrase = WORDS.get(code);
  return phrase === undefined ? { phrase: 'other', values: { code } } : { phrase };
}

const WORDS: ReadonlyMap<string, PhraseName> = new Map([
  ['ETIMEOUT', 'timed_out'],
  ['ESERVFAIL', 'server_fault'],
  ['EREFUSED', 'refused'],
  ['ECONNREFUSED', 'unreachable'],
  ['ECANCELLED', 'ended'],
  ['EBADRESP', 'unreadable'],
]);
