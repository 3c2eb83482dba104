import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ChangeNewsletter, EditionListRepository, foreseenDays, localDate, slotDays } from '@app/editions';
import { Clock } from '@app/platform';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { settingsChange, type SettingsChangeInput } from '../newsletter-settings-answers.js';
import { newsletterSlug } from '../newsletter-settings.controller.js';
import { editionState } from '../edition-answers.js';

/** Due instants one looks at before saving: a month of a daily. */
const INSTANTS = 30;

/** Editions claimed ahead of time: a newsletter claims a day or two, with slots some more. */
const MOST_CLAIMED = 50;

const foreseen = z.object({
  timeZone: z.string().describe('The newsletter’s, with the change.'),
  days: z
    .array(
      z.object({
        editionDate: z.iso.date(),
        weekday: z.int().min(1).max(7).describe('ISO 8601.'),
        dueAt: z.iso.datetime().nullable().describe('Null: a break.'),
        localTime: z.iso.datetime({ local: true, precision: -1 }).nullable().describe('On the clocks of `timeZone`.'),
        offset: z.string().nullable().describe('Of those clocks from UTC, such as `+01:00`; null: a break.'),
        isClockChange: z.boolean().describe('The clocks have been changed since the instant before.'),
        wasDueAt: z.iso.datetime().nullable().describe('As settings are stored; null: not at all.'),
        isTight: z.boolean().describe('Its work begins before the edition before it is due.'),
        slots: z
          .array(
            z.object({
              slot: z.string(),
              dueAt: z.iso.datetime().nullable().describe('Null: its readers’ zones decide.'),
            }),
          )
          .describe('Each is an edition, due when its earliest zone is; the first first. Empty without slots.'),
        break: z.object({ firstDay: z.iso.date(), lastDay: z.iso.date(), reason: z.string() }).nullable(),
      }),
    )
    .describe(`The next ${INSTANTS} due instants, and between them the days that a break skips.`),
  unchanged: z
    .array(z.object({ id: z.uuid(), editionDate: z.iso.date(), dueAt: z.iso.datetime(), state: editionState }))
    .describe('Editions that were begun already: they leave when they were to leave.'),
});

/** What a change of settings would make of the calendar, before anybody saves it. */
@Controller('api/v1/newsletters/:slug/calendar/preview')
export class CalendarPreviewController {
  constructor(
    private readonly change: ChangeNewsletter,
    private readonly editions: EditionListRepository,
    private readonly clock: Clock,
  ) {}

  /** Judged as saving judges it: 422 `newsletter.settings_invalid` names each problem. Nothing is written. */
  @Post()
  @HttpCode(200)
  @Requires('editions:read', { newsletter: 'slug' })
  @Answers(200, foreseen, 'The next due instants as they would be.')
  async foreseeCalendar(
    @Param('slug', { schema: newsletterSlug }) slug: string,
    @Body({ schema: settingsChange }) change: SettingsChangeInput,
  ): Promise<z.infer<typeof foreseen>> {
    const now = this.clock.now();
    const { foreseen: rule, newsletter: stored } = await this.change.foresee(slug, change);
    const from = localDate(stored.timeZone, now);
    const days = foreseenDays(rule, stored, { after: now, count: INSTANTS });
    const due = days.flatMap(({ dueAt, editionDate }) => (dueAt === null ? [] : [editionDate]));
    const slots = slotDays(rule, due);
    const claimed = await this.editions.page({ newsletter: slug, kind: 'digest', from, limit: MOST_CLAIMED });
    return {
      timeZone: rule.timeZone,
      days: days.map((day) => ({
        ...day,
        slots: (slots.get(day.editionDate) ?? []).map(({ slot, dueAt }) => ({ slot, dueAt: dueAt?.toISOString() ?? null })),
        dueAt: day.dueAt?.toISOString() ?? null,
        wasDueAt: day.wasDueAt?.toISOString() ?? null,
      })),
      unchanged: claimed
        .filter(({ edition }) => edition.dueAt > now && edition.state !== 'cancelled')
        .map(({ edition: { id, editionDate, dueAt, state } }) => ({ id, editionDate, dueAt: dueAt.toISOString(), state }))
        .reverse(),
    };
  } // prettier-ignore
}
