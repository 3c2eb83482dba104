import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { z } from 'zod';
import { Config, type Messages } from '@app/platform';
import { Public } from '../access.js';
import { Answers } from '../answers.js';
import { cardView } from '../pages/page-views.js';
import { HONEYPOT_FIELD } from '../pages/pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import { readerErrors } from './readers.errors.js';
import { cleanPage, cleanPlacement } from './sign-up-form.js';
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
  timeZone: z.string().optional().describe('IANA name; an unknown one is ignored.'),
  page: z.string().optional().describe('The page the form stands on.'),
  placement: z.string().optional().describe('Where on that page.'),
  [HONEYPOT_FIELD]: z.string().optional().describe('Stays empty. Show it to nobody: whoever fills it is a machine.'),
});

const accepted = z.object({ status: z.literal('pending') });

/** The newsletters and the form, for a newsroom's own site and its scripts. */
@Controller('api/public/v1/newsletters')
export class PublicApiController {
  constructor(
    private readonly storefront: Storefront,
    private readonly takeSignUp: TakeSignUp,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
    private readonly config: Config,
  ) {}

  @Get()
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

  @Post('subscriptions')
  @Public()
  @ApiExcludeEndpoint()
  refuseWithoutNewsletter(): never {
    throw readerErrors.error('form.newsletter_missing');
  }

  /** The same answer for every address there is: it tells nothing about anybody. */
  @Post(':slug/subscriptions')
  @HttpCode(202)
  @Public()
  @Answers(202, accepted, 'If the address can receive it, a confirmation is on its way to it.')
  async requestSubscription(
    @Param('slug') slug: string,
    @Body({ schema: subscriptionRequest }) request: z.infer<typeof subscriptionRequest>,
  ): Promise<z.infer<typeof accepted>> {
    const newsletter = await this.storefront.find(slug);
    const { address, timeZone, page, placement, [HONEYPOT_FIELD]: trap = '' } = request;
    await this.takeSignUp.take(newsletter, {
      address,
      timeZone,
      page: cleanPage(page),
      placement: cleanPlacement(placement),
      isTrapped: trap !== '',
    });
    return { status: 'pending' };
  }
}
