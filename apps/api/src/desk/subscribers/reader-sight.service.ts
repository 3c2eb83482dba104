import { Injectable } from '@nestjs/common';
import { NewsletterRepository } from '@app/editions';
import { demand, mayDo, type Principal, type Right, type RightsSubject, type Scope } from '@app/operators';
import { subscriberErrors, TellReaderStory, type MaySee, type ReaderStory } from '@app/subscribers';

/** Whose addresses somebody may see, and for which newsletters they may act: a reader belongs to those they read. */
@Injectable()
export class ReaderSight {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly stories: TellReaderStory,
  ) {}

  /** By a newsletter's id. */
  async addressesFor(caller: Principal): Promise<MaySee> {
    const subjects = await this.subjects();
    return (id) => mayDo(caller, 'subscribers:export', id === undefined ? undefined : subjects.get(id));
  }

  /** The story, and whether its address may be seen: by whom may export one of the reader's newsletters. */
  async story(id: string, caller: Principal): Promise<{ readonly story: ReaderStory; readonly seesAddress: boolean }> {
    const story = await this.stories.ofSubscriber(id);
    if (story === undefined) throw subscriberErrors.error('subscriber.unknown');
    return { story, seesAddress: await this.holds(story, caller, 'subscribers:export') };
  }

  /** @throws operator.forbidden where it is held for none of the reader's newsletters */
  async demandForReader(id: string, caller: Principal, need: Right): Promise<void> {
    const { story } = await this.story(id, caller);
    if (!(await this.holds(story, caller, need))) demand(caller, need);
  }

  async demandForNewsletter(newsletterId: string, caller: Principal, need: Right | Scope): Promise<void> {
    demand(caller, need, (await this.subjects()).get(newsletterId));
  }

  private async holds({ subscriptions }: ReaderStory, caller: Principal, need: Right | Scope): Promise<boolean> {
    if (mayDo(caller, need)) return true;
    const slugs = new Set(subscriptions.map(({ newsletter }) => newsletter.slug));
    const all = await this.newsletters.all();
    return all.some(({ id, slug, familyId }) => slugs.has(slug) && mayDo(caller, need, { newsletterId: id, familyId }));
  }

  private async subjects(): Promise<Map<string, RightsSubject>> {
    const all = await this.newsletters.all();
    return new Map(all.map(({ id, familyId }) => [id, { newsletterId: id, familyId }]));
  }
}
