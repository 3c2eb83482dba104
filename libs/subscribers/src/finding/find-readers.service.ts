import { Injectable } from '@nestjs/common';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { subscriberErrors } from '../subscribers.errors.js';
import { FindRepository, type FoundSubscriber, type ListFilter, type ListPlace, type ListedSubscription } from './find.repository.js'; // prettier-ignore
import { findWish } from './find-wish.js';
import { maskAddress } from './mask-address.js';

export interface ListWish extends Omit<ListFilter, 'newsletterId'> {
  readonly newsletter?: string | undefined;
  readonly limit: number;
  readonly after?: ListPlace | undefined;
}

/** Whose addresses the asker may see in full: of a newsletter by its id, `undefined` of all. */
export type MaySee = (newsletterId: string | undefined) => boolean;

/** How operators find readers among millions, and never see more of an address than they may. */
@Injectable()
export class FindReaders {
  constructor(
    private readonly finding: FindRepository,
    private readonly newsletters: NewsletterRepository,
  ) {}

  /** Subscriptions, the newest first. `newsletter`: a slug. @throws newsletter.unknown */
  async list(
    { newsletter: slug, limit, after, ...filter }: ListWish,
    maySee: MaySee,
  ): Promise<{
    readonly rows: readonly (ListedSubscription & { readonly newsletter: string })[];
    readonly next: ListPlace | null;
  }> {
    const all = await this.newsletters.all();
    const newsletter = slug === undefined ? undefined : all.find((one) => one.slug === slug);
    if (slug !== undefined && newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    const { rows, next } = await this.finding.list({ ...filter, newsletterId: newsletter?.id }, { limit, after });
    const slugs = new Map(all.map((one) => [one.id, one.slug]));
    return {
      rows: rows.map((row) => ({
        ...row,
        address: shown(row.address, maySee(row.newsletterId)),
        newsletter: slugs.get(row.newsletterId) ?? '',
      })),
      next,
    };
  }

  /**
   * By a whole address, the beginning of one, or `@domain`. Who may not see addresses looks up whole ones only: a part
   * that is found tells one letter of somebody's, and the next try another. Found by a whole one, a reader's address is
   * shown to whoever may see those of a newsletter they read.
   * @throws subscriber.find_short, subscriber.find_exact_only, subscriber.find_again
   */
  async find(
    typed: string,
    { limit, after, maySee }: { readonly limit: number; readonly after?: string | undefined; readonly maySee: MaySee },
  ): Promise<{ readonly rows: readonly FoundSubscriber[]; readonly next: string | null }> {
    const wish = findWish(typed);
    if (wish === undefined) throw subscriberErrors.error('subscriber.find_short');
    if (wish.by !== 'address' && !maySee(undefined)) throw subscriberErrors.error('subscriber.find_exact_only');
    // Behind somebody who was erased meanwhile there is no telling where a page begins: it would look like the end.
    if (wish.by === 'prefix' && after !== undefined && !(await this.finding.hasAddress(after)))
      throw subscriberErrors.error('subscriber.find_again');
    const found = await this.finding.find(wish, { limit: limit + 1, after });
    const ids = new Map((await this.newsletters.all()).map(({ id, slug }) => [slug, id]));
    const seen = ({ subscriptions }: FoundSubscriber): boolean =>
      maySee(undefined) || subscriptions.some(({ newsletter }) => ids.has(newsletter) && maySee(ids.get(newsletter)));
    const rows = found.slice(0, limit).map((one) => ({ ...one, address: shown(one.address, seen(one)) }));
    return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
  }
}

function shown(address: string | null, maySee: boolean): string | null {
  return address === null || maySee ? address : maskAddress(address);
}
