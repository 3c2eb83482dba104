import { Controller, Get, Header, Headers, Param, Query } from '@nestjs/common';
import { preferredLocale } from '../accept-language.js';
import { Pages } from '../pages/pages.js';
import { ReaderPage, SignUpFormPage } from './reader-page.js';
import { cleanPlacement } from './sign-up-form.js';
import { SignUpPage } from './sign-up-page.service.js';
import { Storefront } from './storefront.service.js';

/** Where readers choose: all newsletters, and one of them with its form. */
@Controller()
export class NewsletterPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly storefront: Storefront,
    private readonly signUpPage: SignUpPage,
  ) {}

  @Get()
  @ReaderPage()
  @Header('vary', 'Accept-Language')
  async showNewsletters(@Headers('accept-language') language: string | undefined): Promise<string> {
    const newsletters = await this.storefront.publicNewsletters();
    return this.pages.home({
      locale: preferredLocale(language),
      brandName: this.storefront.brandName ?? 'Colporteur',
      newsletters: newsletters.map((newsletter) => this.storefront.card(newsletter)),
    });
  }

  /** `sent=1` is where the form leads to; `placement` is where the link to this page stood. */
  @Get('n/:slug')
  @SignUpFormPage()
  async showForm(@Param('slug') slug: string, @Query() query: Readonly<Record<string, unknown>>): Promise<string> {
    const newsletter = await this.storefront.find(slug);
    if (query['sent'] === '1') return this.pages.checkMailbox(this.storefront.frame(newsletter));
    const { placement } = query;
    const place = typeof placement === 'string' ? cleanPlacement(placement) : undefined;
    return this.signUpPage.render(newsletter, { placement: place });
  }
}
