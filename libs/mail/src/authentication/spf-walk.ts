import ipaddr from 'ipaddr.js';
import { assertNever } from '@app/platform';
import { recordsOf, type NameAnswer, type Names } from './names.js';
import { englishPhrase } from './sender-words.js';
import { expandMacros, hasMacro, type MacroValues } from './spf-macros.js';
import { isSpf, readSpf, type SpfDirective, type SpfQualifier, type SpfRecord } from './spf-record.js';

export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror' | 'temperror';

export interface SpfFault {
  readonly code:
    | 'spf.several'
    | 'spf.syntax'
    | 'spf.lookups'
    | 'spf.voids'
    | 'spf.loop'
    | 'spf.include'
    | 'spf.mx_hosts'
    | 'spf.dns';
  /** Whose record it is in. */
  readonly domain: string;
  readonly says: string;
}

export interface SpfQuestion {
  readonly names: Names;
  /** Whose record is asked: the domain of the return path. */
  readonly domain: string;
  readonly ip: string;
  readonly helo: string;
}

export const MAX_LOOKUPS = 10;
export const MAX_VOIDS = 2;
/** Addresses of one MX term (RFC 7208 §4.6.4). */
const MAX_MX_HOSTS = 10;
/** A record that is weighed whole is not followed further: what it needs is far too much by then. */
const MAX_WEIGHED = 50;
/** Faults of one kind in one record that are told one by one; further ones say nothing new. */
const MAX_ALIKE = 3;

/** What ends a receiver's evaluation before its end. */
export class SpfStop extends Error {
  constructor(readonly result: 'permerror' | 'temperror') {
    super(result);
  }
}

const RESULTS: Readonly<Record<SpfQualifier, SpfResult>> = {
  '+': 'pass',
  '-': 'fail',
  '~': 'softfail',
  '?': 'neutral',
};

/**
 * One evaluation. `whole`: nothing matches and no fault ends it, so that every term is met once and every fault is told;
 * otherwise it goes as a receiver's does, up to the first match or fault.
 */
export class SpfWalk {
  readonly faults: SpfFault[] = [];
  readonly domains: string[] = [];
  lookups = 0;
  voids = 0;
  private readonly ip: ipaddr.IPv4 | ipaddr.IPv6;

  constructor(
    private readonly question: SpfQuestion,
    private readonly whole: boolean,
  ) {
    this.ip = ipaddr.process(question.ip);
  }

  /** `path`: the domains whose records lead here. */
  async check(domain: string, path: readonly string[]): Promise<SpfResult> {
    const record = await this.recordOf(domain);
    if (record === 'none') return 'none';
    if (record === undefined) return 'permerror';
    this.domains.push(domain);
    const here = [...path, domain.toLowerCase()];
    for (const directive of record.directives) {
      if (this.lookups > MAX_WEIGHED) return 'permerror';
      if (await this.matches(directive, domain, here)) return RESULTS[directive.qualifier];
      // Whatever stands behind it is never met (RFC 7208 §5.1).
      if (directive.mechanism === 'all') return 'neutral';
    }
    if (record.redirect === undefined) return 'neutral';
    return this.redirected(record.redirect, domain, here);
  }

  private async recordOf(domain: string): Promise<SpfRecord | 'none' | undefined> {
    const answer = await this.question.names.txt(domain);
    if (answer.kind === 'failure') {
      this.fault({
        code: 'spf.dns',
        domain,
        says: `the record of ${domain} could not be asked for: ${englishPhrase(answer.why)}`,
      });
      return undefined;
    }
    const texts = recordsOf(answer).filter(isSpf);
    const [text] = texts;
    if (text === undefined) return 'none';
    if (texts.length > 1) {
      this.fault({
        code: 'spf.several',
        domain,
        says: `${domain} has ${texts.length} SPF records, and only one may be`,
      });
      return undefined;
    }
    const reading = readSpf(text);
    if (reading.kind === 'record') return reading.record;
    this.fault({ code: 'spf.syntax', domain, says: `the record of ${domain} cannot be read: ${reading.fault}` });
    return undefined;
  }

  private async redirected(redirect: string, domain: string, path: readonly string[]): Promise<SpfResult> {
    this.count(domain, `redirect=${redirect}`);
    const result = await this.follow('redirect=', redirect, { domain, path });
    return result === 'none' ? 'permerror' : result;
  }

  /** Of `include:` and `redirect=`: a domain without a record is a fault of whoever names it (RFC 7208 §5.2, §6.1). */
  private async follow(
    term: string,
    target: string,
    from: { domain: string; path: readonly string[] },
  ): Promise<SpfResult> {
    // Nobody can say beforehand where it leads.
    if (this.whole && hasMacro(target)) return 'neutral';
    const name = this.expanded(target, from.domain);
    if (from.path.includes(name)) {
      this.fault({ code: 'spf.loop', domain: from.domain, says: `${term}${name} in the record of ${from.domain} leads back to where it came from` }); // prettier-ignore
      return 'permerror';
    }
    const result = await this.check(name, from.path);
    if (result === 'none')
      this.fault({ code: 'spf.include', domain: from.domain, says: `${term}${name} in the record of ${from.domain} names a domain that has no SPF record` }); // prettier-ignore
    return result;
  }

  private async matches(directive: SpfDirective, domain: string, path: readonly string[]): Promise<boolean> {
    const { mechanism } = directive;
    if (mechanism === 'all') return !this.whole;
    if (mechanism === 'ip4' || mechanism === 'ip6') return this.covers(directive, directive.target ?? '');
    this.count(domain, directive.text);
    if (mechanism === 'include') {
      const result = await this.follow('include:', directive.target ?? '', { domain, path });
      return !this.whole && result === 'pass';
    }
    const target = directive.target ?? domain;
    if (this.whole && hasMacro(target)) return false;
    const name = this.expanded(target, domain);
    switch (mechanism) {
      case 'a':
        return (await this.addressesOf(name, domain)).some((address) => this.covers(directive, address));
      case 'mx':
        return this.isExchange(name, directive, domain);
      case 'exists':
        return this.found(await this.question.names.a(name), domain).length > 0 && !this.whole;
      case 'ptr':
        return this.isNamed(name, domain);
      default:
        return assertNever(mechanism);
    }
  }

  private async isExchange(name: string, directive: SpfDirective, domain: string): Promise<boolean> {
    const hosts = this.found(await this.question.names.mx(name), domain).filter(({ exchange }) => exchange !== '');
    if (hosts.length > MAX_MX_HOSTS) {
      this.fault({ code: 'spf.mx_hosts', domain, says: `${name} has ${hosts.length} mail hosts, more than the ${MAX_MX_HOSTS} that an “mx” may look at` }); // prettier-ignore
      return false;
    }
    if (this.whole) return false;
    for (const { exchange } of hosts) {
      const addresses = await this.addressesOf(exchange, domain);
      if (addresses.some((address) => this.covers(directive, address))) return true;
    }
    return false;
  }

  /** The addresses of the sender's own kind; of either kind where nobody is sending. */
  private async addressesOf(name: string, domain: string): Promise<readonly string[]> {
    const { names } = this.question;
    if (!this.whole) return this.found(await (this.ip.kind() === 'ipv4' ? names.a(name) : names.aaaa(name)), domain);
    const [v4, v6] = await Promise.all([names.a(name), names.aaaa(name)]);
    this.found(recordsOf(v4).length > 0 ? v4 : recordsOf(v6).length > 0 ? v6 : v4, domain);
    return [];
  }

  /** RFC 7208 §5.5: a name of the address that leads back to it, and is the target or below it. */
  private async isNamed(target: string, domain: string): Promise<boolean> {
    if (this.whole) return false;
    const named = this.found(await this.question.names.ptr(this.ip.toString()), domain).slice(0, MAX_MX_HOSTS);
    for (const name of named) {
      const bare = name.toLowerCase();
      if (bare !== target && !bare.endsWith(`.${target}`)) continue;
      const { names } = this.question;
      const back = await (this.ip.kind() === 'ipv4' ? names.a(bare) : names.aaaa(bare));
      if (recordsOf(back).some((address) => ipaddr.process(address).toString() === this.ip.toString())) return true;
    }
    return false;
  }

  /** The records of an answer; an empty one is counted, a missing one ends it. */
  private found<T>(answer: NameAnswer<T>, domain: string): readonly T[] {
    if (answer.kind === 'records') return answer.records;
    if (answer.kind === 'failure') {
      this.fault({
        code: 'spf.dns',
        domain,
        says: `a name in the record of ${domain} could not be asked for: ${englishPhrase(answer.why)}`,
      });
      return [];
    }
    this.voids += 1;
    if (this.voids === MAX_VOIDS + 1)
      this.fault({ code: 'spf.voids', domain, says: `more than ${MAX_VOIDS} names in the record lead to nothing` });
    return [];
  }

  private count(domain: string, term: string): void {
    this.lookups += 1;
    if (this.lookups === MAX_LOOKUPS + 1)
      this.fault({ code: 'spf.lookups', domain, says: `with “${term.slice(0, 80)}” the record asks for more than ${MAX_LOOKUPS} look-ups` }); // prettier-ignore
  }

  private covers({ prefix4, prefix6 }: SpfDirective, address: string): boolean {
    const network = ipaddr.parse(address);
    if (this.whole) return false;
    if (this.ip instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && this.ip.match(network, prefix4);
    return network instanceof ipaddr.IPv6 && this.ip.match(network, prefix6);
  }

  private expanded(target: string, domain: string): string {
    const { helo, ip } = this.question;
    const values: MacroValues = { sender: `postmaster@${this.question.domain}`, ip, helo, domain };
    return expandMacros(target, values).toLowerCase();
  }

  private fault(fault: SpfFault): void {
    const alike = this.faults.filter(({ code, domain }) => code === fault.code && domain === fault.domain);
    if (alike.length < MAX_ALIKE) this.faults.push(fault);
    if (!this.whole) throw new SpfStop(fault.code === 'spf.dns' ? 'temperror' : 'permerror');
  }
}
