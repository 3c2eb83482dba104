import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { verdicts } from '@app/mail';
import type { Principal } from '@app/operators';
import { fallbackLocale } from '@app/platform';
import { apiErrors } from '../../api.errors.js';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { givenDomain } from './given-domain.js';
import { LookAtSender } from './look-at-sender.service.js';

const senderDomains = z.object({
  domains: z.array(
    z.object({
      domain: z.string(),
      newsletters: z.array(z.string()).describe('Slugs of those whose From address lies in it.'),
    }),
  ),
});

const findings = z.object({
  findings: z.array(
    z.object({
      verdict: z.enum(verdicts),
      code: z.string().describe('Stable, such as `dmarc.none`.'),
      says: z.string().describe('In the language of whoever asks.'),
      remedy: z.string().nullable(),
      publish: z
        .object({ name: z.string(), type: z.enum(['TXT', 'MX', 'PTR', 'A']), value: z.string() })
        .nullable()
        .describe('The record to publish, where one is at fault.'),
    }),
  ),
});

/** Domains that newsletters are sent from. */
@Controller('api/v1/sender-domains')
@Requires('administer')
export class SenderDomainsController {
  constructor(private readonly look: LookAtSender) {}

  @Get()
  @Answers(200, senderDomains, 'Every domain of a From address, with its newsletters.')
  async listSenderDomains(): Promise<z.infer<typeof senderDomains>> {
    const domains = await this.look.domains();
    return { domains: domains.map(({ domain, newsletters }) => ({ domain, newsletters: [...newsletters] })) };
  }

  /** As `colporteur doctor` judges it, which looks at return paths, relays and the website too. */
  @Post(':domain/check')
  @HttpCode(200)
  @Answers(200, findings, 'What the name system says of it now. Changes nothing.')
  async checkSenderDomain(
    @Param('domain', { schema: givenDomain }) domain: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof findings>> {
    const locale = caller.kind === 'operator' ? caller.locale : fallbackLocale;
    const found = await this.look.findings(domain.toLowerCase(), locale);
    if (found === undefined) throw apiErrors.error('sender_domain.unknown', { domain });
    return {
      findings: found.map(({ verdict, code, says, remedy = null, publish = null }) => ({
        verdict,
        code,
        says,
        remedy,
        publish,
      })),
    };
  }
}
