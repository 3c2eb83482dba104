import { Body, Controller, Get, Header, HttpCode, Inject, Ip, Param, Post } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { z } from 'zod';
import { Config, type Messages } from '@app/platform';
import { SignUpGate } from '@app/subscribers';
import { Public } from '../access.js';
import { Answers } from '../answers.js';
import { cardView } from '../pages/page-views.js';
import { HONEYPOT_FIELD } from '../pages/pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import { readerErrors } from './readers.errors.js';
import { cleanPage, cleanPlacement, MAX_NEWSLETTERS } from './sign-up-form.js';
import { Storefront } from './storefront.service.js';
import { TakeSignUp } from './take-sign-up.service.js';

const newsletterList = z.object({
  newsletters: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      promise: z.string().describe('One sentence in the newsletter’s language.'),
      language: z.string().describe('BCP 47 tag.'),
      frequency: z.string().describe('A sentence in the newsletter’s language.'),
      url: z.url().describe('The page with the form.'),
    }),
  ),
});

const subscriptionRequest = z.object({
  address: z.string(),
  newsletters: z
    .array(z.string())
    .max(MAX_NEWSLETTERS)
    .optional()
    .describe('Slugs of further newsletters of the same brand: one confirmation confirms all of them.'),
  keepAddress: z
    .boolean()
    .optional()
    .describe('The reader was asked about `subscriber.address_suspected` and keeps the address.'),
  ticket: z.string().optional().describe('Of the form, where it was given one: when it was made.'),
  proof: z
    .string()
    .optional()
    .describe(
      'After 428 `sign_up.proof_required`: Base64 of the JSON `{challenge, solution: {counter, derivedKey}}` of the ' +
        'solved `details.challenge` (altcha version 2), or `details.wait.token` once its seconds are over. Serves once.',
    ),
  timeZone: z.string().optional().describe('IANA name; an unknown one is ignored.'),
  page: z.string().optional().describe('The page the form stands on.'),
  placement: z.string().optional().describe('Where on that page.'),
  [HONEYPOT_FIELD]: z.string().optional().describe('Stays empty. Show it to nobody: whoever fills it is a machine.'),
});

const challenge = z.object({
  parameters: z
    .object({
      algorithm: z.literal('SHA-256'),
      cost: z.literal(1).describe('Hashes to a try.'),
      keyLength: z.int().describe('Bytes.'),
      keyPrefix: z.string().describe('What the key has to begin with, in hexadecimal.'),
      nonce: z.string(),
      salt: z.string(),
      data: z.object({
        level: z.int().describe('1 to 3: how dear the proof is.'),
        until: z.int().describe('Milliseconds since 1970; later the solution is worth nothing.'),
      }),
    })
    .describe('The key is the hash of salt, nonce and a counter of four bytes, counted up from 0.'),
  signature: z.string(),
});

const accepted = z.object({ status: z.literal('pending') });

/** The newsletters and the form, for a newsroom's own site and its scripts. */
@Controller('api/public/v1')
export class PublicApiController {
  constructor(
    private readonly storefront: Storefront,
    private readonly gate: SignUpGate,
    private readonly takeSignUp: TakeSignUp,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
    private readonly config: Config,
  ) {}

  @Get('newsletters')
  @Public()
  @Answers(200, newsletterList, 'The public newsletters.')
  async listPublicNewsletters(): Promise<z.infer<typeof newsletterList>> {
    const newsletters = await this.storefront.publicNewsletters();
    return {
      newsletters: newsletters.map((newsletter) => {
        const card = this.storefront.card(newsletter);
        const { slug, name, language, frequency } = card;
        const { promise } = cardView(card, this.messages);
        const url = `${this.config.publicUrl}/n/${encodeURIComponent(slug)}`;
        return { slug, name, promise, language, frequency, url };
      }),
    };
  }

  @Post('newsletters/subscriptions')
  @Public()
  @ApiExcludeEndpoint()
  refuseWithoutNewsletter(): never {
    throw readerErrors.error('form.newsletter_missing');
  }

  /** To be solved before one is asked for; without it a sign-up is told soon enough. */
  @Get('challenge')
  @Header('cache-control', 'no-store')
  @Public()
  @Answers(200, challenge, 'A proof of work as it would be asked of this client now.')
  async readChallenge(@Ip() clientAddress: string): Promise<z.infer<typeof challenge>> {
    return challenge.parse(await this.gate.challenge(clientAddress));
  }

  /** The same answer for every address there is: it tells nothing about anybody. */
  @Post('newsletters/:slug/subscriptions')
  @HttpCode(202)
  @Public()
  @Answers(202, accepted, 'If the address can receive it, a confirmation is on its way to it.')
  async requestSubscription(
    @Param('slug') slug: string,
    @Body({ schema: subscriptionRequest }) request: z.infer<typeof subscriptionRequest>,
    @Ip() clientAddress: string,
  ): Promise<z.infer<typeof accepted>> {
    const newsletter = await this.storefront.find(slug);
    const { address, keepAddress = false, timeZone, ticket, proof, [HONEYPOT_FIELD]: trap = '' } = request;
    await this.takeSignUp.take({
      newsletters: await this.storefront.together(newsletter, [...new Set(request.newsletters)]),
      address,
      keepAddress,
      page: cleanPage(request.page),
      placement: cleanPlacement(request.placement),
      timeZone,
      isTrapped: trap !== '',
      ticket,
      proof,
      clientAddress,
    });
    return { status: 'pending' };
  }
}
