import { Body, Controller, Get, HttpCode, Ip, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { LeaveNewsletter, UndoLeaving, type LeavePage } from '@app/subscribers';
import { LEAVE_REASONS, type GoodbyeInput } from '../pages/leaving-pages.js';
import { Pages } from '../pages/pages.js';
import { TokenPage } from './reader-page.js';
import { Storefront } from './storefront.service.js';

/** RFC 8058 §3.1: what a mail program posts when the reader presses its own button. */
const oneClick = z.object({ 'List-Unsubscribe': z.literal('One-Click') });
/** The box on our page; a mail program never sends it. */
const allOfThem = z.object({ all: z.literal('1') });
const givenReason = z.object({ reason: z.enum(LEAVE_REASONS) });

/**
 * Leaving, from the page or from the mail program. Neither asks for a cookie, a session or where the request came from,
 * and leaving twice is answered like leaving once.
 */
@Controller()
export class UnsubscribeController {
  constructor(
    private readonly leaveNewsletter: LeaveNewsletter,
    private readonly undoLeaving: UndoLeaving,
    private readonly pages: Pages,
    private readonly storefront: Storefront,
  ) {}

  @Get('unsubscribe/:token')
  @TokenPage()
  async askToLeave(@Param('token') token: string): Promise<string> {
    const page = await this.leaveNewsletter.look(token);
    return page.hasLeft
      ? this.pages.leaving.alreadyLeft(this.goodbye(token, page))
      : this.pages.leaving.ask({ ...this.storefront.frame(page.newsletter), token, hasOthers: page.hasOthers });
  }

  @Post('unsubscribe/:token')
  @HttpCode(200)
  @TokenPage()
  async leave(@Param('token') token: string, @Body() body: unknown): Promise<string> {
    const isOneClick = oneClick.safeParse(body).success;
    if (!isOneClick && allOfThem.safeParse(body).success) {
      const page = await this.leaveNewsletter.leaveAll(token);
      return this.pages.leaving.goodbye({ ...this.goodbye(token, page), isAll: true });
    }
    const page = await this.leaveNewsletter.leave(token, isOneClick ? 'one_click' : 'reader');
    return this.pages.leaving.goodbye(this.goodbye(token, page));
  }

  /** One of the reasons the goodbye page asks for; anything else changes nothing. */
  @Post('unsubscribe/:token/reason')
  @HttpCode(200)
  @TokenPage()
  async giveReason(@Param('token') token: string, @Body() body: unknown): Promise<string> {
    const given = givenReason.safeParse(body);
    const page = given.success
      ? await this.leaveNewsletter.giveReason(token, given.data.reason)
      : await this.leaveNewsletter.look(token);
    // Taken back in another tab meanwhile: then there is a newsletter to leave and no reason for having left.
    if (!page.hasLeft)
      return this.pages.leaving.ask({ ...this.storefront.frame(page.newsletter), token, hasOthers: page.hasOthers });
    return this.pages.leaving.goodbye({ ...this.goodbye(token, page), isThanked: given.success });
  }

  /** "It was a mistake", from the goodbye page. */
  @Post('return/:token')
  @HttpCode(200)
  @TokenPage()
  async comeBack(@Param('token') token: string, @Ip() clientAddress: string): Promise<string> {
    const newsletter = await this.undoLeaving.undo(token, clientAddress);
    return this.pages.leaving.back(this.storefront.frame(newsletter));
  }

  private goodbye(token: string, { newsletter, hasOthers, undoToken }: LeavePage): GoodbyeInput {
    return { ...this.storefront.frame(newsletter), token, hasOthers, undoToken };
  }
}
