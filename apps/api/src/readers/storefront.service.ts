import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { editionErrors, NewsletterRepository, NewsletterWords, type Newsletter } from '@app/editions';
import { Log } from '@app/platform';
import { apiErrors } from '../api.errors.js';
import type { NewsletterCard } from '../pages/page-input.js';
import { MAX_NEWSLETTERS } from './sign-up-form.js';

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
  async all(): Promise<Newsletter[]> {
    const all = await this.newsletters.all();
    this.houseName = all[0]?.brand.name;
    return all;
  }

  async publicNewsletters(): Promise<Newsletter[]> {
    return (await this.all()).filter(({ isPublic }) => isPublic);
  }

  /** The brand's other public newsletters, those in the same language first. */
  async others({ id, brand, language }: Newsletter): Promise<Newsletter[]> {
    const others = (await this.publicNewsletters()).filter((other) => other.id !== id && other.brand.id === brand.id);
    return others.toSorted((one, other) => Number(one.language !== language) - Number(other.language !== language));
  }

  /** One or none. */
  async named(slug: string): Promise<Newsletter[]> {
    const newsletter = SLUG.test(slug) ? await this.newsletters.bySlug(slug) : undefined;
    return newsletter === undefined ? [] : [newsletter];
  }

  /** Also those that are not on the public list. Throws `newsletter.unknown`. */
  async find(slug: string): Promise<Newsletter> {
    const [newsletter] = await this.named(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown');
    return newsletter;
  }

  /**
   * The newsletter of a form with the further ones that were ticked on it, each once. Throws `newsletter.unknown` for
   * one that is not the brand's or not public: a reader who chose three must not get two.
   */
  async together(newsletter: Newsletter, further: readonly string[]): Promise<Newsletter[]> {
    const wanted = further.filter((slug) => slug !== newsletter.slug);
    if (wanted.length === 0) return [newsletter];
    if (wanted.length >= MAX_NEWSLETTERS) throw apiErrors.error('request.invalid');
    const others = new Map((await this.others(newsletter)).map((other) => [other.slug, other]));
    return [newsletter, ...wanted.map((slug) => others.get(slug) ?? unknownNewsletter())];
  }

  card(newsletter: Newsletter): NewsletterCard {
    const { slug, name, promise, language, accent } = newsletter;
    return { slug, name, promise, language, accent, frequency: this.words.frequency(newsletter) };
  }

  frame(newsletter: Newsletter): NewsletterFrame {
    return { newsletter: this.card(newsletter), brandName: newsletter.brand.name };
  }
}

function unknownNewsletter(): never {
  throw editionErrors.error('newsletter.unknown');
}
