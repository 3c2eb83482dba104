import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { LeaveNewsletter } from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { TokenPage } from './reader-page.js';
import { Storefront } from './storefront.service.js';

/** RFC 8058 §3.1: what a mail program posts when the reader presses its own button. */
const oneClick = z.object({ 'List-Unsubscribe': z.literal('One-Click') });

/**
 * Leaving, from the page or from the mail program. Neither asks for a cookie, a session or where the request came from,
 * and leaving twice is answered like leaving once.
 */
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(
    private readonly leaveNewsletter: LeaveNewsletter,
    private readonly pages: Pages,
    private readonly storefront: Storefront,
  ) {}

  @Get(':token')
  @TokenPage()
  async askToLeave(@Param('token') token: string): Promise<string> {
    const { newsletter, hasLeft } = await this.leaveNewsletter.look(token);
    const frame = this.storefront.frame(newsletter);
    return hasLeft ? this.pages.alreadyLeft(frame) : this.pages.unsubscribe({ ...frame, token });
  }

  @Post(':token')
  @HttpCode(200)
  @TokenPage()
  async leave(@Param('token') token: string, @Body() body: unknown): Promise<string> {
    const by = oneClick.safeParse(body).success ? 'one_click' : 'reader';
    const { newsletter } = await this.leaveNewsletter.leave(token, by);
    return this.pages.goodbye(this.storefront.frame(newsletter));
  }
}
