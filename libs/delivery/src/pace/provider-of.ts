import { organizationalDomain } from './organizational-domain.js';
import { DEFAULT_CONNECTIONS, OTHER, mailProviders, type MailProvider } from './providers.js';

const byExchange = new Map(mailProviders.flatMap((provider) => provider.exchanges.map((end) => [end, provider.name])));
const byDomain = new Map(
  mailProviders.flatMap((provider) => provider.domains.map((domain) => [domain, provider.name])),
);
const byName = new Map<string, MailProvider>(mailProviders.map((provider) => [provider.name, provider]));

/** RFC 1035 §2.3.4; what is longer is no host, and names no provider. */
const MAX_HOST = 253;

/** An MX as DNS tells it. */
export interface Exchange {
  readonly exchange: string;
  readonly priority: number;
}

/** Pure. Who has these mailboxes, without asking anybody; undefined where only DNS could tell. */
export function providerOfDomain(domain: string): string | undefined {
  return byDomain.get(domain.toLowerCase());
}

/**
 * Pure. The first host that is known decides, the most preferred first; else whoever registered the name of the most
 * preferred one: all domains it takes mail for are one provider. Without a host: `other`.
 */
export function providerOfExchanges(exchanges: readonly Exchange[]): string {
  const hosts = exchanges
    .map(({ exchange, priority }) => ({ host: exchange.toLowerCase().replace(/\.$/, ''), priority }))
    .filter(({ host }) => host !== '' && host.length <= MAX_HOST)
    // By name where DNS has no order of its own, so that the answer is the same each time.
    .sort((a, b) => a.priority - b.priority || (a.host < b.host ? -1 : 1));
  for (const { host } of exchanges.length > MAX_EXCHANGES ? hosts.slice(0, MAX_EXCHANGES) : hosts) {
    const known = byHost(host);
    if (known !== undefined) return known;
  }
  const [first] = hosts;
  const owner = first === undefined ? '' : organizationalDomain(first.host);
  return owner.includes('.') ? owner : OTHER;
}

/** Hosts looked at: honest domains have a handful. */
const MAX_EXCHANGES = 20;

function byHost(host: string): string | undefined {
  const labels = host.split('.');
  for (let from = 0; from < labels.length; from += 1) {
    const known = byExchange.get(labels.slice(from).join('.'));
    if (known !== undefined) return known;
  }
  return undefined;
}

/** Pure. Whether we have a name of our own for it; others are named by a domain, or `other`. */
export function isNamed(provider: string): boolean {
  return byName.has(provider);
}

/** Pure. Dialogues at once, over all workers; null: whatever the transport allows, because it is nobody in particular. */
export function connectionsFor(provider: string): number | null {
  return provider === OTHER ? null : (byName.get(provider)?.connections ?? DEFAULT_CONNECTIONS);
}

/** RFC 2606 and 6761: names of examples and tests, which nobody has mailboxes under. */
const RESERVED = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$/;

/** Pure. A name DNS is not to be asked about. */
export function isReserved(domain: string): boolean {
  return RESERVED.test(domain.toLowerCase());
}
