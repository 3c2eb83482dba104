import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { NewsletterRepository } from '@app/editions';
import {
  dkimFindings,
  DnsNames,
  inLanguage,
  isLocalName,
  localNameFinding,
  ManageDkim,
  reservedNameFindings,
  senderFindings,
  type PublishedKey,
  type SenderFinding,
  type ShownKey,
} from '@app/mail';
import { Config } from '@app/platform';

/** One question to the name system, in milliseconds: somebody waits on a screen. */
const QUESTION_MS = 2_000;

export interface SenderDomain {
  readonly domain: string;
  /** Slugs of the newsletters whose From address lies in it. */
  readonly newsletters: readonly string[];
}

/** Domains that mail leaves from, and what receivers find behind them. */
@Injectable()
export class LookAtSender {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly keys: ManageDkim,
    private readonly config: Config,
  ) {}

  /** By domain. */
  async domains(): Promise<SenderDomain[]> {
    const slugs = new Map<string, string[]>();
    for (const { senderAddress, slug } of await this.newsletters.all()) {
      const domain = domainToASCII(senderAddress.slice(senderAddress.lastIndexOf('@') + 1).toLowerCase());
      slugs.set(domain, [...(slugs.get(domain) ?? []), slug]);
    }
    return [...slugs].map(([domain, newsletters]) => ({ domain, newsletters })).sort((a, b) => (a.domain < b.domain ? -1 : 1));
  } // prettier-ignore

  /** DMARC, alignment, replies, and the keys that sign for it. Asks the name system; undefined: nothing is sent from there. */
  async findings(domain: string, locale: string): Promise<readonly SenderFinding[] | undefined> {
    if (!(await this.domains()).some((one) => one.domain === domain)) return undefined;
    return (await this.found(domain)).map((finding) => inLanguage(finding, locale));
  }

  private async found(domain: string): Promise<readonly SenderFinding[]> {
    if (isLocalName(domain)) return [localNameFinding(domain)];
    const names = new DnsNames({ servers: this.config.env.DNS_SERVERS, limitMs: QUESTION_MS });
    try {
      const reserved = await reservedNameFindings(domain, names);
      if (reserved !== undefined) return reserved;
      const keys = (await this.keys.show()).flatMap(published);
      const own = keys.filter((key) => domain === key.domain || domain.endsWith(`.${key.domain}`));
      const found = await Promise.all([
        senderFindings({ names, domain, returnPath: this.config.bounceDomain, keys }),
        ...own.map((key) => dkimFindings(key, names)),
      ]);
      return found.flat();
    } finally {
      names.close();
    }
  }
}

/** The record of a retired key may be gone. */
function published({ domain, selector, publicKey, state }: ShownKey): PublishedKey[] {
  return state === 'retired' ? [] : [{ domain, selector, publicKey, state }];
}
