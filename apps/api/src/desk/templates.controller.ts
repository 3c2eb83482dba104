import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { NewsletterRepository } from '@app/editions';
import { TemplateRepository } from '@app/mail';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';

const templateList = z.object({
  templates: z.array(
    z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      kind: z.string(),
      version: z.int().describe('The newest one, which the next edition takes.'),
      updatedAt: z.iso.datetime(),
      usedBy: z.array(z.object({ id: z.uuid(), name: z.string() })).describe('Newsletters.'),
    }),
  ),
});

@Controller('api/v1/templates')
export class TemplatesController {
  constructor(
    private readonly templates: TemplateRepository,
    private readonly newsletters: NewsletterRepository,
  ) {}

  @Get()
  @Requires('preview:read')
  @Answers(200, templateList, 'All templates, each in its newest version.')
  async listTemplates(): Promise<z.infer<typeof templateList>> {
    const [templates, newsletters] = await Promise.all([this.templates.current(), this.newsletters.all()]);
    const described = templates.map(({ templateId, slug, name, kind, version, createdAt }) => ({
      id: templateId,
      slug,
      name,
      kind,
      version,
      updatedAt: createdAt.toISOString(),
      usedBy: newsletters
        .filter((newsletter) => newsletter.templateId === templateId)
        .map((newsletter) => ({ id: newsletter.id, name: newsletter.name })),
    }));
    return { templates: described.sort((one, other) => (one.slug < other.slug ? -1 : 1)) };
  }
}
