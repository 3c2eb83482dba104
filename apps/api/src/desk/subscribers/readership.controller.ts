import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { ReadReadership, readershipSteps, type Readership, type ReadershipWish } from '@app/subscribers';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { readershipAnswer } from './subscriber-answers.js';

const SLUG = { schema: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/) };
const day = z.iso.date().refine((text) => text >= '2000-01-01' && text < '2100-01-01', 'a day of this century');
const query = z.object({
  from: day.optional().describe('First day; left out: the last 90 days.'),
  to: day.optional().describe('Last day; left out: today.'),
  step: z.enum(readershipSteps).optional().describe('Left out: by the length of the range.'),
});

/** How readerships grow and shrink: from counts kept by day, so that five million readers cost no more than five. */
@Controller('api/v1')
export class ReadershipController {
  constructor(private readonly readership: ReadReadership) {}

  @Get('newsletters/:slug/readership')
  @Requires('subscribers:read', { newsletter: 'slug' })
  @Answers(200, readershipAnswer, 'Growth, churn, where sign-ups came from and endings by edition, of one newsletter.')
  readNewsletterReadership(
    @Param('slug', SLUG) slug: string,
    @Query({ schema: query }) wish: z.infer<typeof query>,
  ): Promise<z.infer<typeof readershipAnswer>> {
    return this.answer({ ...wish, slug });
  }

  @Get('readership')
  @Requires('subscribers:read')
  @Answers(200, readershipAnswer, 'The same, of all newsletters together.')
  readReadership(@Query({ schema: query }) wish: z.infer<typeof query>): Promise<z.infer<typeof readershipAnswer>> {
    return this.answer(wish);
  }

  private async answer(wish: ReadershipWish): Promise<z.infer<typeof readershipAnswer>> {
    const { countedAt, periods, causes, placements, editions, ...range }: Readership = await this.readership.read(wish);
    return {
      ...range,
      countedAt: countedAt?.toISOString() ?? null,
      periods: [...periods],
      causes: { ...causes },
      placements: [...placements],
      editions: [...editions],
    };
  }
}
