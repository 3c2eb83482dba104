import { Controller, Get, Header, HttpCode, Inject, Options, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config, type Messages } from '@app/platform';
import { SignUpGate } from '@app/subscribers';
import { Public } from '../access.js';
import { Answers } from '../answers.js';
import { cardView } from '../pages/page-views.js';
import { HONEYPOT_FIELD } from '../pages/pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import { embedWords, wordsOf } from './embed-words.js';
import { PublicFiles } from './public-files.service.js';
import { Storefront } from './storefront.service.js';

/** Seconds a form's words may be kept: a newsletter's new promise is on every article page a minute later. */
const WORDS_SECONDS = 60;

const newsletterForm = z.object({
  slug: z.string(),
  name: z.string(),
  promise: z
    .string()
    .describe('One sentence in the newsletter’s language. Shown with the form: it is part of the consent.'),
  language: z.string().describe('BCP 47 tag.'),
  direction: z.enum(['ltr', 'rtl']),
  frequency: z.string().describe('A sentence in the newsletter’s language.'),
  url: z.url().describe('The page with the form.'),
  privacyUrl: z.url(),
  ticket: z.string().describe('Goes into the request’s `ticket`: when this form was made, signed. Good for a day.'),
  trapField: z.string().describe('A field to offer to machines and to hide from people.'),
  words: embedWords,
});

/** What a form on somebody else's page needs: the script, the words, and leave to ask (EmbedCors). */
@Controller()
export class EmbedController {
  constructor(
    private readonly storefront: Storefront,
    private readonly gate: SignUpGate,
    private readonly files: PublicFiles,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
    private readonly config: Config,
  ) {}

  @Get('embed.js')
  @Public()
  @ApiExcludeEndpoint()
  async sendEmbed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.files.send(request, reply, 'embed.js');
  }

  @Get('api/public/v1/newsletters/:slug')
  @Public()
  @Header('cache-control', `public, max-age=${WORDS_SECONDS}`)
  @Answers(200, newsletterForm, 'One newsletter, with the words of its form in its language.')
  async readNewsletterForm(@Param('slug') slug: string): Promise<z.infer<typeof newsletterForm>> {
    const card = this.storefront.card(await this.storefront.find(slug));
    const translator = this.messages.translator(card.language);
    const { publicUrl } = this.config;
    return {
      slug: card.slug,
      name: card.name,
      promise: cardView(card, this.messages).promise,
      language: card.language,
      direction: translator.direction,
      frequency: card.frequency,
      url: `${publicUrl}/n/${encodeURIComponent(card.slug)}`,
      privacyUrl: `${publicUrl}/privacy`,
      ticket: this.gate.formTicket(),
      trapField: HONEYPOT_FIELD,
      words: wordsOf(translator, card.name),
    };
  }

  /** The preflights of what other sites' scripts may ask; the headers are EmbedCors's. */
  @Options([
    'api/public/v1/newsletters/:slug',
    'api/public/v1/newsletters/:slug/subscriptions',
    'api/public/v1/challenge',
  ])
  @HttpCode(204)
  @Public()
  @ApiExcludeEndpoint()
  answerPreflight(): void {
    // What a browser asks beforehand is answered by headers alone.
  }
}
