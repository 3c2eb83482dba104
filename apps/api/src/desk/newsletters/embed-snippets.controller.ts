import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { editionErrors, NewsletterRepository, type Newsletter } from '@app/editions';
import { Config, type Messages } from '@app/platform';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { READER_MESSAGES } from '../../pages/pages.module.js';
import { embedSnippets } from '../../readers/embed-snippets.js';
import { cleanPlacement } from '../../readers/sign-up-form.js';
import { siteOrigins } from '../../readers/site-origins.js';
import { newsletterSlug } from '../newsletter-settings.controller.js';

const DEFAULT_PLACEMENT = 'article-foot';

const query = z.object({
  placement: z
    .string()
    .max(100)
    .refine((text) => cleanPlacement(text) !== undefined, 'a few words, and no address')
    .default(DEFAULT_PLACEMENT)
    .describe('Where on the page it will stand; kept with each consent.'),
  compact: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Without a card around it, for narrow places. The words stay.'),
});

const snippets = z.object({
  placement: z.string(),
  snippets: z
    .object({
      element: z.string().describe('A custom element with our script: fits into the page’s own type and colours.'),
      html: z.string().describe('A plain form, without script.'),
      iframe: z.string(),
      link: z.string().describe('To the page with the form.'),
    })
    .describe('HTML, ready to paste.'),
  language: z.string().describe('Of the form and of what readers agree to: the newsletter’s.'),
  sisters: z
    .array(z.object({ slug: z.string(), name: z.string(), language: z.string() }))
    .describe('The same family in other languages, each with a form of its own.'),
  allowedOrigins: z.array(z.string()).describe('Sites on which `element` and `iframe` work.'),
  preview: z.string().describe('Path of the form as a frame shows it.'),
});

/** The form for a site's pages. */
@Controller('api/v1/newsletters/:slug/embed')
export class EmbedSnippetsController {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly config: Config,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
  ) {}

  @Get()
  @Requires('editions:read', { newsletter: 'slug' })
  @Answers(200, snippets, 'The snippets to paste, in the newsletter’s language.')
  async readSnippets(
    @Param('slug', { schema: newsletterSlug }) slug: string,
    @Query({ schema: query }) { placement: given, compact }: z.infer<typeof query>,
  ): Promise<z.infer<typeof snippets>> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    const placement = cleanPlacement(given) ?? DEFAULT_PLACEMENT;
    const words = this.messages.translator(newsletter.language);
    const { publicUrl } = this.config;
    return {
      placement,
      snippets: embedSnippets({ newsletter, publicUrl, placement, words, isCompact: compact === 'true' }),
      language: newsletter.language,
      sisters: await this.sisters(newsletter),
      allowedOrigins: [...siteOrigins(newsletter)],
      preview: `/n/${encodeURIComponent(newsletter.slug)}/frame?placement=${encodeURIComponent(placement)}`,
    };
  }

  private async sisters({ id, familyId }: Newsletter) {
    if (familyId === null) return [];
    const all = await this.newsletters.all();
    return all
      .filter((other) => other.familyId === familyId && other.id !== id)
      .map(({ slug, name, language }) => ({ slug, name, language }));
  }
}
