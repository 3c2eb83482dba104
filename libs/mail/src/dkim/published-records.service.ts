import { Injectable } from '@nestjs/common';
import { Resolver } from 'node:dns/promises';
import { Config, errorText } from '@app/platform';
import { judgeDkim } from '../authentication/dkim-findings.js';
import type { DkimKey } from './dkim-key.repository.js';

/** One try, in milliseconds; somebody waits at the command line. */
const TRY_MS = 3_000;
/** What the resolver says where a name, or a record of that kind, is not there. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

/** What the name system says of our keys. */
@Injectable()
export class PublishedRecords {
  private readonly resolver = new Resolver({ timeout: TRY_MS, tries: 2 });

  constructor({ env: { DNS_SERVERS: servers } }: Config) {
    if (servers.length > 0) this.resolver.setServers([...servers]);
  }

  /** Why the key cannot sign yet; undefined: its record is there, and is the right one. */
  async fault(key: Pick<DkimKey, 'domain' | 'selector' | 'publicKey'>): Promise<string | undefined> {
    try {
      const records = await this.texts(`${key.selector}._domainkey.${key.domain}`);
      const findings = judgeDkim({ ...key, state: 'pending' }, records);
      // That the record of a key which does not sign yet is missing is no failure there; here it is.
      return findings.find(({ verdict, code }) => verdict === 'failure' || code === 'dkim.none')?.says;
    } catch (error) {
      return `the name system gave no answer: ${errorText(error)}`;
    }
  }

  private async texts(name: string): Promise<string[]> {
    try {
      return (await this.resolver.resolveTxt(name)).map((strings) => strings.join(''));
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if (NOTHING.has(String(code))) return [];
      throw error;
    }
  }
}
