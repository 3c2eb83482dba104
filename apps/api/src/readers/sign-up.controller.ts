import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isCatalogueError } from '@app/platform';
import { ReaderPage } from './reader-page.js';
import { readerErrors } from './readers.errors.js';
import { cleanPage, readSignUpForm } from './sign-up-form.js';
import { SignUpPage } from './sign-up-page.service.js';
import { Storefront } from './storefront.service.js';
import { TakeSignUp } from './take-sign-up.service.js';

/**
 * The form, which may also stand on the newsroom's own pages: so it is asked for no cookie and no origin. It changes
 * nothing by itself; the reader of the mailbox decides.
 */
@Controller('n')
export class SignUpController {
  constructor(
    private readonly storefront: Storefront,
    private readonly takeSignUp: TakeSignUp,
    private readonly signUpPage: SignUpPage,
  ) {}

  /** Also `/n//subscribe`: a template that knew no slug. */
  @Post('subscribe')
  @ReaderPage()
  refuseWithoutNewsletter(): never {
    throw readerErrors.error('form.newsletter_missing');
  }

  /** 303 to the page that says to look into the mailbox, the same for every address there is. */
  @Post(':slug/subscribe')
  @ReaderPage()
  async subscribe(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Headers('referer') referer: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const newsletter = await this.storefront.find(slug);
    const posted = readSignUpForm(body);
    const form = { ...posted, page: posted.page ?? cleanPage(referer) };
    try {
      await this.takeSignUp.take(newsletter, form);
    } catch (error) {
      if (!isCatalogueError(error, 'subscriber.address_invalid')) throw error;
      await reply.status(422).send(await this.signUpPage.render(newsletter, form, error));
      return;
    }
    await reply.redirect(`/n/${encodeURIComponent(newsletter.slug)}?sent=1`, 303);
  }
}
