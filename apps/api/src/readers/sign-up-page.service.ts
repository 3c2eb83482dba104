import { Injectable } from '@nestjs/common';
import type { Newsletter } from '@app/editions';
import { Config } from '@app/platform';
import { Pages } from '../pages/pages.js';
import { SampleHeadlines } from './sample-headlines.service.js';
import type { SignUpForm } from './sign-up-form.js';
import { Storefront } from './storefront.service.js';

/** The page with the form, fresh or given back with what was wrong. */
@Injectable()
export class SignUpPage {
  constructor(
    private readonly pages: Pages,
    private readonly storefront: Storefront,
    private readonly samples: SampleHeadlines,
    private readonly config: Config,
  ) {}

  async render(
    newsletter: Newsletter,
    form: Pick<SignUpForm, 'address' | 'page' | 'placement'>,
    error?: { readonly code: string },
  ): Promise<string> {
    const [all, headlines] = await Promise.all([this.storefront.publicNewsletters(), this.samples.of(newsletter)]);
    const others = all.filter(({ id, brand }) => id !== newsletter.id && brand.id === newsletter.brand.id);
    return this.pages.signUp({
      ...this.storefront.frame(newsletter),
      sample: { headlines },
      otherNewsletters: others.map((other) => this.storefront.card(other)),
      form: {
        address: form.address,
        // A form that came from another page keeps that page; ours is the page of ours.
        page: form.page ?? `${this.config.publicUrl}/n/${encodeURIComponent(newsletter.slug)}`,
        placement: form.placement ?? '',
      },
      ...(error === undefined ? {} : { error }),
    });
  }
}
