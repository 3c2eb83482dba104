import { Controller, Get, Header, Headers } from '@nestjs/common';
import { Config } from '@app/platform';
import { preferredLocale } from '../accept-language.js';
import { apiErrors } from '../api.errors.js';
import { Pages } from '../pages/pages.js';
import { ReaderPage } from './reader-page.js';
import { DELIVERY_DAYS } from './retention.js';
import { Storefront } from './storefront.service.js';

@Controller('privacy')
export class PrivacyController {
  constructor(
    private readonly pages: Pages,
    private readonly storefront: Storefront,
    private readonly config: Config,
  ) {}

  @Get()
  @ReaderPage()
  @Header('vary', 'Accept-Language')
  async showPrivacy(@Headers('accept-language') language: string | undefined): Promise<string> {
    const [newsletter] = await this.storefront.publicNewsletters();
    // Nobody sends anything from here yet, so there is nobody to name.
    if (newsletter === undefined) throw apiErrors.error('not_found');
    return this.pages.privacy({
      locale: preferredLocale(language),
      brand: newsletter.brand,
      retention: { unconfirmedDays: this.config.env.CONFIRMATION_DAYS, deliveryDays: DELIVERY_DAYS },
    });
  }
}
