import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Newsletter } from '@app/editions';
import { SignUp } from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import type { SignUpForm } from './sign-up-form.js';
import { Storefront } from './storefront.service.js';

/** Hex digits that name a wording; what it says is kept beside it. */
const VERSION_LENGTH = 16;

/** A form, filled in: adds to it the words its page shows, for the consent record (STANDARDS S4). */
@Injectable()
export class TakeSignUp {
  constructor(
    private readonly signUp: SignUp,
    private readonly pages: Pages,
    private readonly storefront: Storefront,
  ) {}

  /** A form that a machine filled in is answered like any other, and forgotten. Throws `subscriber.address_invalid`. */
  async take(newsletter: Newsletter, form: SignUpForm & { readonly timeZone?: string | undefined }): Promise<void> {
    if (form.isTrapped) return;
    const { address, page, placement, timeZone } = form;
    const wording = this.pages.signUpWording(this.storefront.card(newsletter)).join('\n');
    const wordingVersion = createHash('sha256').update(wording).digest('hex').slice(0, VERSION_LENGTH);
    await this.signUp.signUp({
      newsletters: [{ slug: newsletter.slug, wording, wordingVersion }],
      address,
      page,
      placement,
      timeZone,
    });
  }
}
