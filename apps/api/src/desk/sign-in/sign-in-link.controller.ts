import { Controller, Get, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RedeemSignInLink } from '@app/operators';
import { Config, isCatalogueError } from '@app/platform';
import { preferredLocale } from '../../accept-language.js';
import { Public } from '../../access.js';
import { apiErrors } from '../../api.errors.js';
import { requestSite } from '../../same-origin.js';
import { DeskPages } from '../desk-pages.js';
import { SignInDoor } from './sign-in-door.service.js';

const HTML = 'text/html; charset=utf-8';

type Redeemed = Awaited<ReturnType<RedeemSignInLink['redeem']>>;

/**
 * The way in by a link, from a mail or from `operator invite`. Opening it only shows a button, because mail scanners and
 * chat previews open links too; pressing the button uses it up.
 */
@ApiExcludeController()
@Controller('admin/sign-in')
export class SignInLinkController {
  constructor(
    private readonly redeemSignInLink: RedeemSignInLink,
    private readonly pages: DeskPages,
    private readonly door: SignInDoor,
    private readonly config: Config,
  ) {}

  @Get(':token')
  @Public()
  askToSignIn(
    @Param('token') token: string,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    reply.type(HTML);
    return this.pages.signIn({ locale: preferredLocale(language), token });
  }

  @Post(':token')
  @Public()
  async signIn(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Another site could otherwise sign somebody in as somebody else and watch what they do.
    if (requestSite(request.headers, this.config.publicUrl) === 'other') throw apiErrors.error('request.cross_site');
    try {
      const redeemed = await this.redeemSignInLink.redeem(token, request.headers['user-agent']);
      this.door.leave(request, reply, redeemed);
      await reply.redirect(nextPage(redeemed), 303);
    } catch (error) {
      if (!isCatalogueError(error, 'operator.link_invalid')) throw error;
      const locale = preferredLocale(request.headers['accept-language']);
      await reply.status(404).type(HTML).send(this.pages.linkInvalid({ locale }));
    }
  }
}

/** Whoever was invited, or forgot, chooses a password first; whoever has a second factor gives it. */
function nextPage({ awaitsSecondFactor, purpose }: Redeemed): string {
  if (awaitsSecondFactor) return '/admin/sign-in?step=code';
  return purpose === 'sign_in' ? '/admin' : '/admin/account?choose=password';
}
