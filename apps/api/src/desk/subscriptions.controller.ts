import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { AttestSubscriptions } from '@app/subscribers';
import { demand, type Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { RightsSubjects } from '../rights-subject.service.js';
import { cleanPage } from '../readers/sign-up-form.js';

/** Characters: an address has at most 254, and a longer text is judged to be none. */
const MAX_ADDRESS_LENGTH = 1_000;
const MAX_SLUG_LENGTH = 100;
const MAX_NEWSLETTERS = 20;
/** Characters of the words a reader agreed to: a page of them. */
const MAX_WORDING_LENGTH = 5_000;

const evidence = z.object({
  method: z.string().trim().min(1).max(100).describe('How the address was verified: account, double opt-in of a shop…'),
  verifiedAt: z.iso.datetime({ offset: true }).describe('Not in the future, at most 30 days back.'),
  page: z.string().max(500).optional().describe('The page on which the reader agreed.'),
  wording: z.string().trim().min(1).max(MAX_WORDING_LENGTH).describe('The very words the reader agreed to.'),
  wordingVersion: z.string().trim().min(1).max(64).optional().describe('Left out: taken from the words’ SHA-256.'),
  network: z.string().max(64).optional().describe('The reader’s internet address; only a keyed hash of it is kept.'),
});

const attestation = z.object({
  address: z.string().max(MAX_ADDRESS_LENGTH),
  newsletters: z
    .array(z.string().max(MAX_SLUG_LENGTH))
    .min(1)
    .max(MAX_NEWSLETTERS)
    .describe('Slugs, all of one brand.'),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'a BCP 47 tag such as fr or pt-BR')
    .optional()
    .describe('Of the reader; left out: the first newsletter’s.'),
  timeZone: z.string().max(64).optional().describe('IANA name; an unknown one is ignored.'),
  welcome: z.boolean().default(true).describe('Whether the reader is written a welcome.'),
  evidence,
});

const attested = z.object({
  results: z.array(
    z.object({
      newsletter: z.string(),
      outcome: z.enum(['activated', 'already_active', 'refused']),
      reason: z
        .enum(['suppressed', 'erased', 'left_since'])
        .optional()
        .describe('Of a refusal: not to be written to; erased on request; left after the verification.'),
    }),
  ),
});

/** For the newsroom's own account pages and shops: readers whose address they have verified themselves. */
@Controller('api/v1/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly attest: AttestSubscriptions,
    private readonly subjects: RightsSubjects,
  ) {}

  /** Active at once, under a consent that names the caller, how the address was verified, and when. */
  @Post()
  @HttpCode(200)
  @Requires('subscriptions:write', 'handler')
  @Answers(200, attested, 'What became of each newsletter, in the order given.')
  async attestSubscriptions(
    @Body({ schema: attestation }) given: z.infer<typeof attestation>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof attested>> {
    for (const slug of given.newsletters) demand(caller, 'subscriptions:write', await this.subjects.ofNewsletter(slug));
    const results = await this.attest.attest({
      ...given,
      evidence: {
        ...given.evidence,
        verifiedAt: new Date(given.evidence.verifiedAt),
        page: cleanPage(given.evidence.page),
      },
      by: { operatorId: caller.operatorId, ...(caller.kind === 'api_key' && { keyId: caller.keyId }) },
    });
    return { results };
  }
}
