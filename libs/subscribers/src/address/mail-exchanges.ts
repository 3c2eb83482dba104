import { Resolver } from 'node:dns/promises';

/** `accepts`: has a host for mail. `refuses`: says that it takes none, or does not exist. `unknown`: nobody answered. */
export type ExchangeAnswer = 'accepts' | 'refuses' | 'unknown';

export interface ExchangeOptions {
  /** Resolvers as `address` or `address:port`; none: the machine's own. */
  readonly servers: readonly string[];
  /** Longest anybody waits for an answer; the look-up goes on and fills the cache. */
  readonly limitMs: number;
  /** Milliseconds since any instant; what the cache ages by. */
  readonly now: () => number;
}

/**
 * How long an answer is taken for true, in milliseconds. Node tells no TTL of an MX; these lie within what zones
 * commonly say. A refusal is kept shorter, since a domain that was just set up must not wait for an hour, and silence
 * shortest.
 */
const KEPT_MS: Readonly<Record<ExchangeAnswer, number>> = { accepts: 3_600_000, refuses: 600_000, unknown: 30_000 };
/** Domains remembered: some hundred bytes each; the oldest go first. */
const MAX_KEPT = 20_000;
/** Look-ups under way at once. Further ones are not begun: a flood of made-up domains is not passed on to the resolver. */
const MAX_UNDER_WAY = 200;
/** One try of c-ares, in milliseconds; two fit into the time anybody waits. */
const TRY_MS = 700;

/**
 * Whether mail for a domain could be handed to anybody: MX, null MX (RFC 7505), or without an MX the address records
 * (RFC 5321 §5.1). Cached, one look-up a domain at a time, and open where the network is not.
 */
export class MailExchanges {
  private readonly resolver = new Resolver({ timeout: TRY_MS, tries: 2 });
  private readonly kept = new Map<string, { answer: ExchangeAnswer; until: number }>();
  private readonly underWay = new Map<string, Promise<ExchangeAnswer>>();

  constructor(private readonly options: ExchangeOptions) {
    if (options.servers.length > 0) this.resolver.setServers([...options.servers]);
  }

  /** `domain` in A-labels. Never rejects. */
  async ask(domain: string): Promise<ExchangeAnswer> {
    const kept = this.kept.get(domain);
    if (kept !== undefined && kept.until > this.options.now()) return kept.answer;
    const running = this.underWay.get(domain);
    if (running === undefined && this.underWay.size >= MAX_UNDER_WAY) return 'unknown';
    return this.inTime(running ?? this.begin(domain));
  }

  /** Whoever waits is answered now, and nothing keeps the process alive. */
  close(): void {
    this.resolver.cancel();
  }

  private begin(domain: string): Promise<ExchangeAnswer> {
    const asked = this.lookUp(domain)
      .catch(() => 'unknown' as const) // no answer is no reason to turn a reader away
      .then((answer) => this.keep(domain, answer))
      .finally(() => this.underWay.delete(domain));
    this.underWay.set(domain, asked);
    return asked;
  }

  private async inTime(asked: Promise<ExchangeAnswer>): Promise<ExchangeAnswer> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<ExchangeAnswer>((resolve) => {
      limit = setTimeout(() => { resolve('unknown'); }, this.options.limitMs); // prettier-ignore
    });
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(limit);
    }
  }

  private keep(domain: string, answer: ExchangeAnswer): ExchangeAnswer {
    this.kept.delete(domain);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MAX_KEPT) this.kept.delete(oldest);
    this.kept.set(domain, { answer, until: this.options.now() + KEPT_MS[answer] });
    return answer;
  }

  private async lookUp(domain: string): Promise<ExchangeAnswer> {
    const exchanges = await found(this.resolver.resolveMx(domain));
    if (exchanges === 'no_domain') return 'refuses';
    // "." comes as an empty name; it says so only when it stands alone (RFC 7505 §3).
    if (exchanges.length > 0) return exchanges.every(({ exchange }) => exchange === '') ? 'refuses' : 'accepts';
    const [v4, v6] = await Promise.all([found(this.resolver.resolve4(domain)), found(this.resolver.resolve6(domain))]);
    return [v4, v6].some((hosts) => hosts !== 'no_domain' && hosts.length > 0) ? 'accepts' : 'refuses';
  }
}

/** An empty list where the domain has no such record; any other failure is the caller's. */
async function found<T>(answer: Promise<T[]>): Promise<T[] | 'no_domain'> {
  try {
    return await answer;
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENODATA') return [];
    if (code === 'ENOTFOUND') return 'no_domain';
    throw error;
  }
}
