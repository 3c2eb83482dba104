import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, Config } from '@app/platform';
import { isDisposable } from './disposable-domains.js';
import { MailExchanges } from './mail-exchanges.js';

export type DomainVerdict = 'accepts' | 'refuses' | 'disposable' | 'unknown';

/** Longest a reader's sign-up waits for DNS, in milliseconds: people wait two seconds for a page, and the rest needs some. */
const LIMIT_MS = 1_500;

/** Whether readers may sign up from a mail domain: throw-away mailboxes by policy, mail hosts by DNS. Fails open. */
@Injectable()
export class MailDomains implements OnApplicationShutdown {
  private readonly exchanges: MailExchanges;

  constructor(
    private readonly config: Config,
    clock: Clock,
  ) {
    const servers = config.env.DNS_SERVERS;
    this.exchanges = new MailExchanges({ servers, limitMs: LIMIT_MS, now: () => clock.now().getTime() });
  }

  onApplicationShutdown(): void {
    this.exchanges.close();
  }

  /** `domain` as `judgeAddress` gives it. `unknown` too where nobody is to look. Never rejects. */
  async judge(domain: string): Promise<DomainVerdict> {
    if (this.config.env.SIGN_UP_DISPOSABLE === 'refuse' && isDisposable(domain)) return 'disposable';
    return this.config.checksMailDomains ? this.exchanges.ask(domain) : 'unknown';
  }
}
