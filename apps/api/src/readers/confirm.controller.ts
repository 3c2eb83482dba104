import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { NewsletterWords, type Newsletter } from '@app/editions';
import { Clock, isCatalogueError, tokenErrors } from '@app/platform';
import { ConfirmSubscription } from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { TokenPage } from './reader-page.js';
import { Storefront } from './storefront.service.js';

/** The link of a confirmation: opening it only shows the button, because mail scanners open links too. */
@Controller('confirm')
export class ConfirmController {
  constructor(
    private readonly confirmSubscription: ConfirmSubscription,
    private readonly pages: Pages,
    private readonly storefront: Storefront,
    private readonly words: NewsletterWords,
    private readonly clock: Clock,
  ) {}

  @Get(':token')
  @TokenPage()
  async askToConfirm(@Param('token') token: string): Promise<string> {
    const newsletter = await this.confirmSubscription.look(token);
    return this.pages.confirm({ ...this.storefront.frame(newsletter), token });
  }

  @Post(':token')
  @HttpCode(200)
  @TokenPage()
  async confirm(@Param('token') token: string): Promise<string> {
    const newsletter = await this.confirmed(token);
    const nextEditionLabel = this.words.nextEdition(newsletter, this.clock.now());
    return this.pages.confirmed({ ...this.storefront.frame(newsletter), nextEditionLabel });
  }

  private async confirmed(token: string): Promise<Newsletter> {
    try {
      return await this.confirmSubscription.confirm(token);
    } catch (error) {
      // The link belongs to a sign-up that is over. For the reader it has expired, and signing up again is what helps.
      if (isCatalogueError(error, 'subscription.ended')) throw tokenErrors.error('token.expired', {}, { cause: error });
      throw error;
    }
  }
}
