import type { INestApplicationContext } from '@nestjs/common';
import {
  CountReadership,
  FindReaders,
  ReadReadership,
  TellReaderStory,
  timelineOf,
  type ListWish,
} from '@app/subscribers';

/** One question a screen asks; `n` says how often it was asked before, so that not always the same is looked for. */
export interface ListQuery {
  readonly name: string;
  readonly run: (n: number) => Promise<unknown>;
  /** Reads all rows of something, which no list may: asked a few times, and without a list's target. */
  readonly isReport?: true;
}

/** Readers to ask about, one after the other. */
export class PersonalReadings {
  constructor(private readonly readers: readonly { readonly id: string; readonly address: string }[]) {}

  get ids(): readonly string[] {
    return this.readers.map(({ id }) => id);
  }

  id(n: number): string {
    return this.readers[n % this.readers.length]?.id ?? '';
  }

  address(n: number): string {
    return this.readers[n % this.readers.length]?.address ?? '';
  }
}

const PAGE = 50;
const DAY_MS = 86_400_000;
/** Letters of a hash after the first: some hundred of five million addresses begin so. */
const PREFIX = 5;

/** What the subscribers' room asks, by the services its API asks. */
export function readerLists(tools: INestApplicationContext, newsletter: string, readings: PersonalReadings): ListQuery[] {
  const finding = tools.get(FindReaders, { strict: false });
  const readership = tools.get(ReadReadership, { strict: false });
  const stories = tools.get(TellReaderStory, { strict: false });
  const counting = tools.get(CountReadership, { strict: false });
  const seesAll = (): boolean => true;
  const list = (name: string, wish: Partial<ListWish>): ListQuery => ({
    name,
    run: () => finding.list({ limit: PAGE, ...wish }, seesAll),
  });
  const find = (name: string, typed: (n: number) => string): ListQuery => ({
    name,
    run: (n) => finding.find(typed(n), { limit: PAGE, maySee: () => true }),
  });
  const lastYear = { at: new Date(Date.now() - 365 * DAY_MS).toISOString(), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  let counted: Promise<void> | undefined;
  return [
    list('newest subscriptions', {}),
    list('a page a year back', { after: lastYear }),
    list('of a newsletter', { newsletter }),
    list('paused ones of a newsletter', { newsletter, state: 'paused' }),
    list('signed up in a month', { newsletter, joinedFrom: new Date(Date.now() - 90 * DAY_MS), joinedBefore: new Date(Date.now() - 60 * DAY_MS) }),
    list('those who left', { endedBy: 'one_click' }),
    list('in Arabic', { locale: 'ar' }),
    list('by a placement', { placement: 'article' }),
    list('suppressed ones', { suppressed: true }),
    list('of a language nobody speaks', { locale: 'xx' }),
    find('by address', (n) => readings.address(n)),
    find('by the beginning of an address', (n) => readings.address(n).slice(0, 1 + PREFIX)),
    find('by a large domain', () => '@mail.example'),
    find('by a small domain', (n) => `@d${(n * 5 + 4) % 5_000}.example`),
    {
      name: 'the story of a reader',
      run: async (n) => {
        const story = await stories.ofSubscriber(readings.id(n));
        return story && timelineOf(story);
      },
    },
    {
      name: 'a readership of two years, by the week',
      run: async () => {
        // The worker counts each minute; here it has not, and once is what it would have done.
        counted ??= counting.count();
        await counted;
        const from = new Date(Date.now() - 730 * DAY_MS).toISOString().slice(0, 10);
        return readership.read({ slug: newsletter, from, step: 'week' });
      },
    },
    { name: 'all readerships of 90 days', run: () => readership.read({}) },
  ];
} // prettier-ignore
