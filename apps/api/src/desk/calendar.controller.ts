import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { editionErrors, NewsletterRepository, upcoming } from '@app/editions';
import { Clock, knownZone } from '@app/platform';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';

/** A year of daily editions; nobody reads further. */
const MAX_COUNT = 366;

const calendarQuery = z.object({
  zone: z
    .string()
    .max(64)
    .refine((zone) => knownZone(zone) !== null, 'is no IANA time zone')
    .optional()
    .describe('As a reader there gets it; left out: the newsletter’s own zone.'),
  count: z.coerce.number().int().min(1).max(MAX_COUNT).default(30).describe('How many due instants.'),
});

const calendarDays = z.object({
  slug: z.string(),
  timeZone: z.string().describe('The newsletter’s.'),
  offersTimeZone: z.boolean().describe('False: all its readers are due by the newsletter’s zone.'),
  days: z.array(
    z.object({
      editionDate: z.iso.date(),
      dueAt: z.iso.datetime().nullable().describe('Null: a break.'),
      localTime: z.iso.datetime({ local: true, precision: -1 }).nullable().describe('On the clocks of `timeZone`.'),
      timeZone: z.string().describe('The zone that decided.'),
      slot: z.string().describe('`all` where the newsletter has no slots.'),
      break: z.object({ firstDay: z.iso.date(), lastDay: z.iso.date(), reason: z.string() }).nullable(),
    }),
  ),
});

/** When the next editions are due. */
@Controller('api/v1/newsletters/:slug/calendar')
export class CalendarController {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('editions:read', { newsletter: 'slug' })
  @Answers(200, calendarDays, 'The next due instants, and between them the days that a break skips.')
  async readCalendar(
    @Param('slug') slug: string,
    @Query({ schema: calendarQuery }) { zone, count }: z.infer<typeof calendarQuery>,
  ): Promise<z.infer<typeof calendarDays>> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    const days = upcoming(newsletter, this.clock.now(), count, zone ?? null);
    return {
      slug: newsletter.slug,
      timeZone: newsletter.timeZone,
      offersTimeZone: newsletter.offers.timeZone,
      days: days.map((day) => ({ ...day, dueAt: day.dueAt?.toISOString() ?? null })),
    };
  }
}
