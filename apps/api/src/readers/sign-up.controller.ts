import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PostedForm } from './posted-form.service.js';
import { ReaderPage, SignUpFormPage } from './reader-page.js';
import { readerErrors } from './readers.errors.js';
import { SignUpPage } from './sign-up-page.service.js';

/**
 * The form, which may also stand on the newsroom's own pages: so it is asked for no cookie and no origin. It changes
 * nothing by itself; the reader of the mailbox decides.
 */
@Controller('n')
export class SignUpController {
  constructor(
    private readonly postedForm: PostedForm,
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
  @SignUpFormPage()
  async subscribe(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { newsletter, form, refused } = await this.postedForm.take(slug, request);
    if (refused === undefined) {
      await reply.redirect(`/n/${encodeURIComponent(newsletter.slug)}?sent=1`, 303);
      return;
    }
    const page = await this.signUpPage.render(newsletter, form, refused.refusal);
    if (refused.retryAfterSeconds !== undefined) reply.header('retry-after', String(refused.retryAfterSeconds));
    await reply.status(refused.status).send(page);
  }
}
