import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { EditionRepository, nextDue, NewsletterRepository, NewsletterWords, type Newsletter } from '@app/editions';
import { TemplateRepository, type TemplateVersion } from '@app/mail';
import { Clock } from '@app/platform';
import { ReaderTotals } from '@app/subscribers';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';

const MINUTE_MS = 60_000;

const nextEdition = z.object({
  dueAt: z.iso.datetime(),
  freezesAt: z.iso.datetime().describe('From then on its content does not change.'),
  editionDate: z.iso.date().describe('The day it is dated, in the newsletter’s zone.'),
});

const latestEdition = z.object({
  id: z.uuid(),
  editionDate: z.iso.date(),
  kind: z.string(),
  sequence: z.int(),
  state: z.string(),
});

const newsletterList = z.object({
  newsletters: z.array(
    z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      language: z.string().describe('BCP 47 tag.'),
      direction: z.enum(['ltr', 'rtl']),
      familyId: z.uuid().nullable().describe('Sister newsletters in other languages share it.'),
      familyName: z.string().nullable(),
      timeZone: z.string().describe('IANA name.'),
      approval: z.enum(['automatic', 'desk']),
      template: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
      activeSubscriptions: z.int().min(0),
      nextEdition: nextEdition.nullable(),
      latestEdition: latestEdition.nullable(),
    }),
  ),
});
type NewsletterList = z.infer<typeof newsletterList>;

@Controller('api/v1/newsletters')
export class NewslettersController {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly templates: TemplateRepository,
    private readonly readers: ReaderTotals,
    private readonly words: NewsletterWords,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('editions:read')
  @Answers(200, newsletterList, 'All newsletters, with their last and next editions.')
  async listNewsletters(): Promise<NewsletterList> {
    const [newsletters, templates, { active: counts }] = await Promise.all([
      this.newsletters.all(),
      this.templates.current(),
      this.readers.active(),
    ]);
    const templateOf = new Map(templates.map((template) => [template.templateId, template]));
    return {
      newsletters: await Promise.all(
        newsletters.map(async (newsletter) => ({
          ...this.describe(newsletter, templateOf.get(newsletter.templateId)),
          activeSubscriptions: counts.get(newsletter.id) ?? 0,
          latestEdition: (await this.editions.latest(newsletter.id)) ?? null,
        })),
      ),
    };
  }

  private describe(newsletter: Newsletter, template: TemplateVersion | undefined) {
    const { id, slug, name, language, familyId, familyName, timeZone, approval, templateId } = newsletter;
    const leadMinutes = newsletter.freezeLeadMinutes + (newsletter.seedLeadMinutes ?? 0);
    const due = nextDue(newsletter, this.clock.now());
    return {
      id,
      slug,
      name,
      language,
      direction: this.words.direction(newsletter),
      familyId,
      familyName,
      timeZone,
      approval,
      template: { id: templateId, slug: template?.slug ?? '', name: template?.name ?? '' },
      nextEdition:
        due === undefined
          ? null
          : {
              dueAt: due.dueAt.toISOString(),
              freezesAt: new Date(due.dueAt.getTime() - leadMinutes * MINUTE_MS).toISOString(),
              editionDate: due.editionDate,
            },
    };
  }
}
