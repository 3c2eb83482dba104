import { Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Newsletter } from '@app/editions';
import { signUpPolicy } from '../pages/sign-up-pages.js';
import { Pages } from '../pages/pages.js';
import { PostedForm } from './posted-form.service.js';
import { ReaderPage } from './reader-page.js';
import { cleanPage, cleanPlacement } from './sign-up-form.js';
import { SignUpPage } from './sign-up-page.service.js';
import { frameAncestors, siteOrigins } from './site-origins.js';
import { Storefront } from './storefront.service.js';

/**
 * The form for a frame on a newsroom's page: the same fields and the same answers, which stay in the frame. Only the
 * newsletter's own sites may show it, so that nobody's button can be laid under somebody else's picture.
 */
@Controller('n')
export class FrameController {
  constructor(
    private readonly storefront: Storefront,
    private readonly postedForm: PostedForm,
    private readonly signUpPage: SignUpPage,
    private readonly pages: Pages,
  ) {}

  /** `placement` is where on the page the frame stands; the page itself is known by the Referer, as far as it says. */
  @Get(':slug/frame')
  @ReaderPage()
  async showFrame(
    @Param('slug') slug: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Headers('referer') referer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const newsletter = await this.storefront.find(slug);
    letFrame(reply, newsletter);
    if (query['sent'] === '1') return this.pages.signUps.frameSent(this.storefront.frame(newsletter));
    const { placement } = query;
    return this.signUpPage.renderFrame(newsletter, {
      page: framingPage(newsletter, referer),
      placement: typeof placement === 'string' ? cleanPlacement(placement) : undefined,
    });
  }

  @Post(':slug/frame')
  @ReaderPage()
  async subscribeInFrame(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { newsletter, form, refused } = await this.postedForm.take(slug, request);
    letFrame(reply, newsletter);
    if (refused === undefined) {
      await reply.redirect(`/n/${encodeURIComponent(newsletter.slug)}/frame?sent=1`, 303);
      return;
    }
    if (refused.retryAfterSeconds !== undefined) reply.header('retry-after', String(refused.retryAfterSeconds));
    const page = this.signUpPage.renderFrame(newsletter, form, refused.refusal);
    await reply.status(refused.status).send(page);
  }
}

function letFrame(reply: FastifyReply, newsletter: Newsletter): void {
  reply.header('content-security-policy', signUpPolicy(frameAncestors(newsletter)));
}

/** Whoever may not frame the form may not say either where it stood. */
function framingPage(newsletter: Newsletter, referer: string | undefined): string | undefined {
  const page = cleanPage(referer);
  return page !== undefined && siteOrigins(newsletter).includes(new URL(page).origin) ? page : undefined;
}
