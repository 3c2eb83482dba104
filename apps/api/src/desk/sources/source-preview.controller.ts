import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { ActivityRepository, feedAddress, PreviewSource, type SourcePreview } from '@app/dispatches';
import { Clock } from '@app/platform';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { InvalidInput } from '../../api.errors.js';
import { instant } from '../dispatch-answers.js';

const asked = z.object({
  url: z.string().min(1).max(2_000).describe('Of the feed.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional()
    .describe('Left out: as the feed says.'),
});

const preview = z.object({
  url: z.string(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  siteUrl: z.string().nullable(),
  entries: z.int().describe('Entries the feed lists.'),
  slug: z.string().describe('Free, and made from its title.'),
  watchedAs: z.string().nullable().describe('The source that watches the address already.'),
  dispatches: z
    .array(
      z.object({
        outcome: z.enum(['created', 'updated', 'unchanged', 'duplicate', 'refused']),
        headline: z.string(),
        standfirst: z.string(),
        text: z.string().describe('Its beginning, in plain text.'),
        link: z.string().nullable(),
        language: z.string(),
        publishedAt: instant.nullable(),
        status: z.enum(['usable', 'withheld', 'killed']),
        countries: z.array(z.string()),
        regions: z.array(z.string()),
        topics: z.array(z.string()),
        hasPicture: z.boolean(),
        notes: z.array(z.object({ code: z.string(), detail: z.string().nullable() })).describe('What would be changed or left out.'),
        issues: z.array(z.object({ field: z.string(), problem: z.string() })).describe('Why it cannot be stored.'),
      }),
    )
    .describe('The newest twenty as they would be stored.'),
}); // prettier-ignore

const activity = z.object({
  sources: z.array(
    z.object({
      slug: z.string(),
      days: z.array(z.int()).describe('New dispatches on each of the last eight days (UTC), today last.'),
      total: z.int(),
      withPicture: z.int(),
      undated: z.int(),
    }),
  ),
});

@Controller('api/v1/sources')
export class SourcePreviewController {
  constructor(
    private readonly previews: PreviewSource,
    private readonly activities: ActivityRepository,
    private readonly clock: Clock,
  ) {}

  /** Fetches through the safe fetcher and reads the feed as its first poll would. */
  @Post('preview')
  @HttpCode(200)
  @Requires('edit')
  @Answers(200, preview, 'What would be stored. Nothing is.')
  async previewSource(@Body({ schema: asked }) { url, language }: z.infer<typeof asked>): Promise<z.input<typeof preview>> {
    const address = feedAddress(url);
    if (address === undefined) throw new InvalidInput('body', [{ path: 'url', message: 'an http or https address without user and password' }]);
    return plain(await this.previews.preview({ url: address, language }));
  } // prettier-ignore

  @Get('activity')
  @Requires('dispatches:read')
  @Answers(200, activity, 'What each source brought in the last eight days, by slug.')
  async readActivity(): Promise<z.input<typeof activity>> {
    const all = await this.activities.all(this.clock.now());
    return { sources: all.map((one) => ({ ...one, days: [...one.days] })) };
  }
}

function plain(found: SourcePreview): z.input<typeof preview> {
  return {
    ...found,
    dispatches: found.dispatches.map((one) => ({
      ...one,
      countries: [...one.countries],
      regions: [...one.regions],
      topics: [...one.topics],
      notes: [...one.notes],
      issues: [...one.issues],
    })),
  };
}
