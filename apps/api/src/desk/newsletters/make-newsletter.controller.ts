import { Body, Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { lineOf, MakeNewsletter, slugText } from '@app/editions';
import type { Principal } from '@app/operators';
import { shippedLocales } from '@app/platform';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { newsletterSlug } from '../newsletter-settings.controller.js';

/** Characters, as the settings themselves have it. */
const MAX_NAME = 80;
const MAX_PROMISE = 240;

const newNewsletter = z.strictObject({
  like: newsletterSlug.describe('Slug of the newsletter whose brand and settings it takes.'),
  slug: slugText.describe('Stays: links and filters in mails hold it.'),
  language: z.enum(shippedLocales).describe('Stays, as the slug does.'),
  name: lineOf(MAX_NAME),
  promise: lineOf(MAX_PROMISE).describe('One sentence in its language: what readers agree to.'),
  family: z
    .strictObject({ slug: slugText, name: lineOf(MAX_NAME) })
    .optional()
    .describe('A family of the same brand; left out: a sister of `like` in another language.'),
});

const made = z.object({ id: z.uuid(), slug: z.string(), version: z.int() });

/** Beginning a newsletter. */
@Controller('api/v1/newsletters')
export class MakeNewsletterController {
  constructor(private readonly making: MakeNewsletter) {}

  @Post()
  @Requires('configure')
  @Answers(201, made, 'Made, with an empty calendar and unlisted: nothing leaves before its settings say so.')
  async makeNewsletter(
    @Body({ schema: newNewsletter }) given: z.infer<typeof newNewsletter>,
    @Caller() { operatorId }: Principal,
  ): Promise<z.infer<typeof made>> {
    const { newsletter, version } = await this.making.make(given, operatorId);
    return { id: newsletter.id, slug: newsletter.slug, version };
  }
}
