import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { isId } from '@app/platform';
import {
  FindReaders,
  explainStanding,
  explainSuppression,
  maskAddress,
  newestFirst,
  timelineOf,
  type ReaderStory,
} from '@app/subscribers';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { NeverKept } from '../../never-kept.js';
import { Answers } from '../../answers.js';
import { CURSOR_LIMIT, fromCursor, toCursor } from './page-cursor.js';
import { ReaderSight } from './reader-sight.service.js';
import {
  endedBy,
  foundSubscribers,
  subscriberDetail,
  subscriberStory,
  subscriptionList,
  subscriptionState,
} from './subscriber-answers.js';

const ID = { schema: z.uuid() };
/** Characters: an address has at most 254, and a longer text is judged to be none. */
const MAX_ADDRESS_LENGTH = 1_000;
const LIFTABLE = new Set(['hard_bounce', 'complaint', 'operator']);

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(CURSOR_LIMIT).optional().describe('`next` of the page before.');

export const listFilter = {
  newsletter: slug.optional().describe('Slug.'),
  state: subscriptionState.optional(),
  joinedFrom: instant.optional().describe('Signed up or brought in from then on.'),
  joinedBefore: instant.optional(),
  endedFrom: instant.optional().describe('Any of the three about ends orders by the end.'),
  endedBefore: instant.optional(),
  endedBy: endedBy.optional(),
  placement: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,60}$/u).optional().describe('Of the form they signed up by.'),
  locale: z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/).optional(),
  suppressed: z.enum(['true', 'false']).transform((text) => text === 'true').optional(),
  import: z.uuid().optional().describe('Id of the import that brought them.'),
}; // prettier-ignore
const listQuery = z.object({ ...listFilter, limit, after });
const findBody = z.object({
  address: z.string().min(1).max(MAX_ADDRESS_LENGTH).describe('A whole address, the beginning of one, or `@domain`.'),
  limit: z.int().min(1).max(200).default(50),
  after: z.uuid().optional().describe('`next` of the page before.'),
});
const storyQuery = z.object({ newsletter: slug.optional().describe('Slug.'), limit, after });

/** Readers, for who steers. Addresses are masked for whoever may not export them, and stand in no address bar. */
@Controller('api/v1/subscribers')
export class SubscribersController {
  constructor(
    private readonly readers: FindReaders,
    private readonly sight: ReaderSight,
  ) {}

  @Get()
  @Requires('subscribers:read')
  @Answers(200, subscriptionList, 'Subscriptions, the newest first, a page at a time.')
  async listSubscribers(
    @Query({ schema: listQuery }) { after: cursor, import: importId, ...query }: z.infer<typeof listQuery>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof subscriptionList>> {
    const place = cursor === undefined ? undefined : fromCursor(cursor, (at, id) => isId(id) && isInstant(at));
    const found = await this.readers.list({ ...query, importId, after: place }, await this.sight.addressesFor(caller));
    return {
      subscriptions: found.rows.map((row) => ({
        ...row,
        requestedAt: row.requestedAt.toISOString(),
        activatedAt: text(row.activatedAt),
        endedAt: text(row.endedAt),
      })),
      next: found.next && toCursor(found.next.at, found.next.id),
    };
  }

  /** The address travels in the body: addresses of web pages are logged on their way. */
  @Post('find')
  @HttpCode(200)
  @NeverKept()
  @Requires('subscribers:read')
  @Answers(200, foundSubscribers, 'Who is known by it, with what they are subscribed to.')
  async findSubscribers(
    @Body({ schema: findBody }) { address, limit, after }: z.infer<typeof findBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof foundSubscribers>> {
    const maySee = await this.sight.addressesFor(caller);
    const found = await this.readers.find(address, { limit, after, maySee });
    return {
      subscribers: found.rows.map((row) => ({
        ...row,
        since: row.since.toISOString(),
        subscriptions: [...row.subscriptions],
      })),
      next: found.next,
    };
  }

  @Get(':id')
  @Requires('subscribers:read')
  @Answers(200, subscriberDetail, 'One reader, and why they are mailed or not.')
  async readSubscriber(
    @Param('id', ID) id: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof subscriberDetail>> {
    const { story, seesAddress } = await this.sight.story(id, caller);
    return detailOf(story, (address) => (seesAddress ? address : maskAddress(address)));
  }

  @Get(':id/story')
  @Requires('subscribers:read')
  @Answers(200, subscriberStory, 'Everything that happened to a reader, the newest first, a page at a time.')
  async readSubscriberStory(
    @Param('id', ID) id: string,
    @Query({ schema: storyQuery }) { newsletter, limit, after: cursor }: z.infer<typeof storyQuery>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof subscriberStory>> {
    const place = cursor === undefined ? undefined : fromCursor(cursor, isInstant);
    const { story } = await this.sight.story(id, caller);
    const events = timelineOf(story).filter(
      (event) =>
        (newsletter === undefined || event.newsletter === null || event.newsletter === newsletter) &&
        (place === undefined || newestFirst({ at: new Date(place.at), key: place.id }, event) < 0),
    );
    const page = events.slice(0, limit).map((event) => ({ ...event, at: event.at.toISOString() }));
    const last = events.length > limit ? page.at(-1) : undefined;
    return { events: page, next: last === undefined ? null : toCursor(last.at, last.key) };
  }
}

function detailOf(story: ReaderStory, shown: (address: string) => string): z.infer<typeof subscriberDetail> {
  const { subscriber, addressChange, suppressions, subscriptions } = story;
  return {
    id: subscriber.id,
    address: subscriber.address === null ? null : shown(subscriber.address),
    locale: subscriber.language,
    timeZone: subscriber.timeZone,
    since: subscriber.since.toISOString(),
    lastContactAt: subscriber.lastContactAt.toISOString(),
    erasedAt: text(subscriber.erasedAt),
    addressChange: addressChange && {
      newAddress: shown(addressChange.newAddress),
      askedAt: addressChange.askedAt.toISOString(),
      confirmedByOld: addressChange.confirmedByOldAt !== null,
      confirmedByNew: addressChange.confirmedByNewAt !== null,
      endsAt: addressChange.endsAt.toISOString(),
    },
    suppressions: suppressions.map((ban) => ({
      cause: ban.cause,
      since: ban.since.toISOString(),
      explanation: explainSuppression(ban),
      liftable: LIFTABLE.has(ban.cause),
    })),
    subscriptions: subscriptions.map((one) => ({
      ...one,
      explanation: explainStanding(one, story),
      requestedAt: one.requestedAt.toISOString(),
      activatedAt: text(one.activatedAt),
      pausedUntil: text(one.pausedUntil),
      held: one.isHeld,
      endedAt: text(one.endedAt),
      choices: {
        regions: list(one.choices.regions),
        topics: list(one.choices.topics),
        deliveryTime: one.choices.deliveryTime,
      },
    })),
  };
}

function list(labels: readonly string[] | null): string[] | null {
  return labels === null ? null : [...labels];
}

function text(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

/** As PostgreSQL writes an instant, or as we do. */
function isInstant(at: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(at) &&
    !Number.isNaN(Date.parse(at))
  );
}
