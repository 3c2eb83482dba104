import { Controller, Get, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TEST_MAIL_PATH } from '@app/mail';
import { preferredLocale } from '../../accept-language.js';
import { Public } from '../../access.js';
import { DeskPages } from '../desk-pages.js';

/** Where the links of test mails lead: to a page that says so. Mail programs press them too, and nothing happens. */
@ApiExcludeController()
@Controller(TEST_MAIL_PATH)
export class TestMailController {
  constructor(private readonly pages: DeskPages) {}

  @Get()
  @Public()
  showTest(
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    reply.type('text/html; charset=utf-8');
    return this.pages.testMail({ locale: preferredLocale(language) });
  }

  /** One-click unsubscribe (RFC 8058) of a test mail. */
  @Post()
  @HttpCode(200)
  @Public()
  pressTest(@Headers('accept-language') language: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.showTest(language, reply);
  }
}
