import { Controller, Get, Header, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SharePreview } from '@app/editions';
import { preferredLocale } from '../../accept-language.js';
import { Public } from '../../access.js';
import { Pages } from '../../pages/pages.js';
import {
  SHARED_PREVIEW_POLICY,
  sharedLooks,
  sharedParts,
  sharedWidths,
  type SharedLook,
} from '../../pages/preview-pages.js';
import { RateLimits } from '../../rate-limits.service.js';
import type { Appearance } from './preview-input.js';
import { shownMail } from './shown-mail.js';

/** A minute, of one link: a newsroom looking at it together, and nobody's machine wearing down ours. */
const LOOKS_PER_MINUTE = 120;

const appearanceOf: Readonly<Record<SharedLook, Appearance>> = {
  light: 'light',
  dark: 'dark',
  gmail: 'forced-gmail',
  outlook: 'forced-outlook',
};

/** A mail shown to somebody without an account, by a link that ends. Opening it changes nothing. */
@ApiExcludeController()
@Controller('preview')
export class SharedPreviewController {
  constructor(
    private readonly sharing: SharePreview,
    private readonly pages: Pages,
    private readonly limits: RateLimits,
  ) {}

  @Get(':token')
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex, nofollow')
  async showShared(
    @Param('token') token: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { id, subject, html, text, expiresAt } = await this.sharing.open(token);
    await this.limits.countAct(`shared-preview:${id}`, LOOKS_PER_MINUTE);
    const look = oneOf(sharedLooks, query['look']);
    // Only now: the page that says it is over needs no exception from the strict policy.
    void reply.header('content-security-policy', SHARED_PREVIEW_POLICY);
    return this.pages.previews.shared({
      locale: preferredLocale(language),
      brandName: undefined,
      subject,
      html: shownMail(html, appearanceOf[look], true),
      text,
      expiresAt,
      view: { look, width: oneOf(sharedWidths, query['width']), part: oneOf(sharedParts, query['part']) },
    });
  }
}

/** What is not known is the first of them: an address somebody typed into is no error. */
function oneOf<Value extends string>(values: readonly [Value, ...Value[]], given: unknown): Value {
  return values.find((value) => value === given) ?? values[0];
}
