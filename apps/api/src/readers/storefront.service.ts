import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { editionErrors, NewsletterRepository, NewsletterWords, type Newsletter } from '@app/editions';
import { Log } from '@app/platform';
import type { NewsletterCard } from '../pages/page-input.js';

/** What an address can name: longer or stranger ones are nobody's, and are not asked for in the database. */
const SLUG = /^[\p{L}\p{N}._~-]{1,100}$/u;

/** What every page of one newsletter is given. */
export interface NewsletterFrame {
  readonly newsletter: NewsletterCard;
  readonly brandName: string;
}

/** The newsletters as readers meet them. */
@Injectable()
export class Storefront implements OnApplicationBootstrap {
  private houseName: string | undefined;

  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly words: NewsletterWords,
    private readonly log: Log,
  ) {}

  /** An error page has no time to ask for its name, so the name is asked for before there can be an error. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.publicNewsletters();
    } catch (error) {
      // A server that starts before its database serves as soon as that is there; /health/ready says what is missing.
      this.log.failure('storefront.not_read', error);
    }
  }

  /** The name on pages that belong to no newsletter: the first newsletter's brand, as it was last read. */
  get brandName(): string | undefined {
    return this.houseName;
  }

  /** In the order in which they were made. */
  async publicNewsletters(): Promise<Newsletter[]> {
    const all = await this.newsletters.all();
    this.houseName = all[0]?.brand.name;
    return all.filter(({ isPublic }) => isPublic);
  }

  /** Also those that are not on the public list. Throws `newsletter.unknown`. */
  async find(slug: string): Promise<Newsletter> {
    const newsletter = SLUG.test(slug) ? await this.newsletters.bySlug(slug) : undefined;
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown');
    return newsletter;
  }

  card(newsletter: Newsletter): NewsletterCard {
    const { slug, name, promise, language, accent } = newsletter;
    return { slug, name, promise, language, accent, frequency: this.words.frequency(newsletter) };
  }

  frame(newsletter: Newsletter): NewsletterFrame {
    return { newsletter: this.card(newsletter), brandName: newsletter.brand.name };
  }
}
