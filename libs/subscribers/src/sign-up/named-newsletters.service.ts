import { Injectable } from '@nestjs/common';
import { NewsletterRepository, editionErrors, type Newsletter } from '@app/editions';
import { subscriberErrors } from '../subscribers.errors.js';

/** No brand offers more on one form, and a mail that names more is read by nobody. */
const MOST_NEWSLETTERS = 20;

/** The newsletters that a sign-up names by their slugs. */
@Injectable()
export class NamedNewsletters {
  constructor(private readonly newsletters: NewsletterRepository) {}

  /**
   * Named twice is named once.
   *
   * @throws `newsletter.unknown`, and `sign_up.newsletters_invalid` for none, too many, or several brands'
   */
  async find(slugs: readonly string[]): Promise<Newsletter[]> {
    const named = [...new Set(slugs)];
    if (named.length === 0 || named.length > MOST_NEWSLETTERS)
      throw subscriberErrors.error('sign_up.newsletters_invalid', { count: named.length, most: MOST_NEWSLETTERS });
    const found = await Promise.all(named.map((slug) => this.one(slug)));
    // One mail has one sender, and a reader gives an address to one house at a time.
    if (new Set(found.map(({ brand }) => brand.id)).size > 1)
      throw subscriberErrors.error('sign_up.newsletters_invalid', { brands: 'several' });
    return found;
  }

  private async one(slug: string): Promise<Newsletter> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    return newsletter;
  }
}
