import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Resolver } from 'node:dns/promises';
import { Config, Log } from '@app/platform';
import { MailDomainRepository, type LearntDomain } from './mail-domain.repository.js';
import { OTHER } from './providers.js';
import { isReserved, providerOfDomain, providerOfExchanges } from './provider-of.js';

/** Longest a chunk waits for names it does not know, in milliseconds; the look-ups go on and serve the next one. */
const LIMIT_MS = 1_500;
/** One try of c-ares, in milliseconds. */
const TRY_MS = 700;
/** Questions under way at once for one chunk: polite to a resolver, and a chunk of 500 readers has some dozens. */
const AT_ONCE = 20;
/** Domains being learnt at once; further ones stay `other` until there is room. */
const MAX_LEARNING = 5_000;
/** Domains remembered, some hundred bytes each; the oldest go first. */
const MAX_KEPT = 50_000;
/** Nobody moves their mail often; a week is how long an old provider's pace may be kept to by mistake. */
const KNOWN_SECONDS = 7 * 86_400;
/** No answer is worth little. */
const UNKNOWN_SECONDS = 3_600;

interface Kept {
  readonly provider: string;
  /** By {@link performance.now}. */
  readonly until: number;
}

/**
 * Who has a domain's mailboxes: from what is remembered, from the table, from DNS. In production, or where DNS_SERVERS
 * names somebody to ask; elsewhere by well-known names only, so that a trial asks nobody.
 */
@Injectable()
export class MailProviders implements OnApplicationShutdown {
  private readonly resolver = new Resolver({ timeout: TRY_MS, tries: 2 });
  private readonly kept = new Map<string, Kept>();
  private readonly learning = new Map<string, Promise<void>>();
  private readonly asksDns: boolean;
  private isClosed = false;

  constructor(
    private readonly repository: MailDomainRepository,
    private readonly log: Log,
    { env, isProduction }: Config,
  ) {
    this.asksDns = isProduction || env.DNS_SERVERS.length > 0;
    if (env.DNS_SERVERS.length > 0) this.resolver.setServers(env.DNS_SERVERS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    this.resolver.cancel();
    await Promise.all(this.learning.values());
  }

  /** `domains` in A-labels. Never rejects, and answers within {@link LIMIT_MS}. */
  async of(domains: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = this.asksDns ? domains.filter((domain) => !this.isFresh(domain)) : [];
    if (unknown.length > 0) {
      const learnt = this.learn(unknown);
      // What has run out is good enough until it is learnt anew.
      if (unknown.some((domain) => !this.kept.has(domain))) await inTime(learnt);
    }
    return new Map(domains.map((domain) => [domain, providerOfDomain(domain) ?? this.kept.get(domain)?.provider ?? OTHER]));
  } // prettier-ignore

  private isFresh(domain: string): boolean {
    if (providerOfDomain(domain) !== undefined || isReserved(domain)) return true;
    return (this.kept.get(domain)?.until ?? 0) > performance.now();
  }

  private async learn(domains: readonly string[]): Promise<void> {
    const underWay = domains.flatMap((domain) => this.learning.get(domain) ?? []);
    const room = Math.max(0, MAX_LEARNING - this.learning.size);
    const fresh = [...new Set(domains)].filter((domain) => !this.learning.has(domain)).slice(0, room);
    if (fresh.length > 0 && !this.isClosed) {
      const work = this.learnNow(fresh)
        .catch((error: unknown) => {
          // The readers go at the pace of nobody in particular; the next chunk asks again.
          this.log.failure('pace.providers_not_learnt', error, { domains: fresh.length });
        })
        .finally(() => {
          for (const domain of fresh) this.learning.delete(domain);
        });
      for (const domain of fresh) this.learning.set(domain, work);
      underWay.push(work);
    }
    await Promise.all(underWay);
  }

  private async learnNow(domains: readonly string[]): Promise<void> {
    const known = await this.repository.known(domains);
    for (const { domain, provider, isFresh } of known) this.keep(domain, provider, isFresh ? UNKNOWN_SECONDS : 0);
    const fresh = new Set(known.filter((row) => row.isFresh).map((row) => row.domain));
    const toAsk = domains.filter((domain) => !fresh.has(domain));
    const learnt: LearntDomain[] = [];
    const ask = async (): Promise<void> => {
      for (let domain = toAsk.pop(); domain !== undefined && !this.isClosed; domain = toAsk.pop()) {
        learnt.push(await this.lookUp(domain));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    for (const { domain, provider, keptSeconds } of learnt) this.keep(domain, provider, keptSeconds);
    if (learnt.length > 0 && !this.isClosed) await this.repository.keep(learnt);
  }

  private async lookUp(domain: string): Promise<LearntDomain> {
    const before = this.kept.get(domain)?.provider ?? OTHER;
    try {
      const exchanges = await this.resolver.resolveMx(domain);
      return { domain, provider: providerOfExchanges(exchanges), keptSeconds: KNOWN_SECONDS };
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      // Without an MX the domain is its own host (RFC 5321 §5.1).
      if (code === 'ENODATA') {
        const provider = providerOfExchanges([{ exchange: domain, priority: 0 }]);
        return { domain, provider, keptSeconds: KNOWN_SECONDS };
      }
      // Nobody answered, or there is no such domain now: what was known before is the best guess.
      return { domain, provider: before, keptSeconds: UNKNOWN_SECONDS };
    }
  }

  private keep(domain: string, provider: string, seconds: number): void {
    this.kept.delete(domain);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MAX_KEPT) this.kept.delete(oldest);
    this.kept.set(domain, { provider, until: performance.now() + seconds * 1_000 });
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    limit = setTimeout(resolve, LIMIT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(limit);
  }
}
