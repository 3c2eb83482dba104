import { Controller, Get, HttpCode, Ip, Param, Post } from '@nestjs/common';
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
    const { newsletters, isConfirmed } = await this.orExpired(() => this.confirmSubscription.look(token));
    return isConfirmed ? this.confirmedPage(newsletters) : this.pages.confirm({ ...this.frame(newsletters), token });
  }

  @Post(':token')
  @HttpCode(200)
  @TokenPage()
  async confirm(@Param('token') token: string, @Ip() network: string): Promise<string> {
    return this.confirmedPage(await this.orExpired(() => this.confirmSubscription.confirm(token, network)));
  }

  /** Also for who opens the link again: it is done. */
  private confirmedPage(newsletters: readonly Newsletter[]): string {
    const [only, ...others] = newsletters;
    const isOne = only !== undefined && others.length === 0;
    return this.pages.confirmed({
      ...this.frame(newsletters),
      ...(isOne && { nextEditionLabel: this.words.nextEdition(only, this.clock.now()) }),
    });
  }

  /** The page speaks the language of the first. */
  private frame([first, ...others]: readonly Newsletter[]) {
    if (first === undefined) throw tokenErrors.error('token.expired');
    return { ...this.storefront.frame(first), others: others.map((other) => this.storefront.card(other)) };
  }

  private async orExpired<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // The link belongs to a sign-up that is over. For the reader it has expired, and signing up again is what helps.
      if (isCatalogueError(error, 'subscription.ended')) throw tokenErrors.error('token.expired', {}, { cause: error });
      throw error;
    }
  }
}
