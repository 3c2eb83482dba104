import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Config, Log } from '@app/platform';

/** Hosts from which no mail leaves this machine by itself: the local mailbox, a relay of a test. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Every worker knows by then that a transport was paused or retired; until then one may still choose it. */
const FORGOTTEN_SECONDS = 60;

/** Whom outside production anything may be mailed to. */
export interface Allowance {
  /** `everybody`, `nobody` but whom the lists name, or everybody while every active transport is on loopback. */
  readonly rule: 'everybody' | 'listed' | 'loopback';
  /** Lower case. */
  readonly addresses: readonly string[];
  /** Lower case, each with its @. */
  readonly domains: readonly string[];
}

/** Pure; `hosts` are those of SMTP_URL and NOTICE_SMTP_URL. */
export function readAllowance(
  given: readonly string[],
  { isProduction, hosts }: { readonly isProduction: boolean; readonly hosts: readonly string[] },
): Allowance {
  const listed = given.map((one) => one.toLowerCase());
  const addresses = listed.filter((one) => one !== '*' && !one.startsWith('@'));
  const domains = listed.filter((one) => one.startsWith('@'));
  if (isProduction || listed.includes('*')) return { rule: 'everybody', addresses: [], domains: [] };
  const isLocal = listed.length === 0 && hosts.every((host) => LOOPBACK.test(host));
  return { rule: isLocal ? 'loopback' : 'listed', addresses, domains };
}

/**
 * Outside production only listed addresses are mailed: a copy of the production database on somebody's desk writes to no
 * reader. Judged in the statements that let mail out, so that no caller can forget it.
 */
@Injectable()
export class AllowList implements OnApplicationBootstrap {
  private readonly allowance: Allowance;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {
    const { ALLOWED_RECIPIENTS: given, SMTP_URL: smtp, NOTICE_SMTP_URL: notices } = config.env;
    const hosts = [smtp, ...(notices === undefined ? [] : [notices])].map((url) => new URL(url).hostname);
    this.allowance = readAllowance(given, { isProduction: config.isProduction, hosts });
  }

  onApplicationBootstrap(): void {
    if (this.config.isProduction && this.config.env.ALLOWED_RECIPIENTS.length > 0)
      this.log.warn('allow_list.ignored', { why: 'ALLOWED_RECIPIENTS counts outside production only' });
  }

  /** Whether the address, an expression of the statement, may be mailed to. */
  allows(address: RawBuilder<unknown>): RawBuilder<boolean> {
    const { rule, addresses, domains } = this.allowance;
    if (rule === 'everybody') return sql<boolean>`true`;
    if (rule === 'loopback')
      return sql<boolean>`not exists (
        select from transport away
         where (away.state = 'active' or away.changed_at > now() - make_interval(secs => ${sql.lit(FORGOTTEN_SECONDS)}))
           and away.host !~* '^(localhost|127(\\.[0-9]{1,3}){3}|::1)$')`;
    return sql<boolean>`(lower(${address}) = any(${[...addresses]}::text[])
      or '@' || lower(split_part(${address}, '@', -1)) = any(${[...domains]}::text[]))`;
  }
}
