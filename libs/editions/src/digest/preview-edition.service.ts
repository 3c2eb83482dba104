import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { TemplateRepository } from '@app/mail';
import { nextDue } from '../calendar/calendar.js';
import { sectionName } from './digest-view.js';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { AssembleEdition } from '../assembly/assemble-edition.service.js';
import { draftsOf } from '../assembly/kept-blocks.js';
import { FreezeEdition } from '../revisions/freeze-edition.service.js';
import { RenderDigest, type RenderedDigest } from './render-digest.service.js';

export interface EditionPreview extends RenderedDigest {
  readonly newsletter: Newsletter;
  readonly editionDate: string;
  readonly dueAt: Date;
  readonly windowFrom: Date;
  readonly assembledAt: Date;
  readonly dispatchCount: number;
  readonly sections: readonly { readonly name: string; readonly count: number }[];
}

/** The next edition as it would leave from the dispatches stored now. Writes nothing. */
@Injectable()
export class PreviewEdition {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly templates: TemplateRepository,
    private readonly assembling: AssembleEdition,
    private readonly freezing: FreezeEdition,
    private readonly renderer: RenderDigest,
    private readonly clock: Clock,
  ) {}

  /** `templateId` shows the same dispatches in another template than the newsletter's own. */
  async preview(newsletterId: string, templateId?: string): Promise<EditionPreview> {
    const newsletter = await this.newsletters.byId(this.database, newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { newsletterId });
    const template = await this.templates.currentOf(this.database, templateId ?? newsletter.templateId);
    if (template === undefined)
      throw editionErrors.error('template.unknown', { templateId: templateId ?? newsletter.templateId });
    const assembledAt = this.clock.now();
    const due = nextDue(newsletter, assembledAt) ?? {
      dueAt: assembledAt,
      editionDate: assembledAt.toISOString().slice(0, 10),
    };
    const { proposal, from } = await this.assembling.choose(this.database, newsletter, {
      cutOff: assembledAt,
      ...due,
    });
    const blocks = await this.freezing.frozenBlocks(this.database, draftsOf(proposal), due.dueAt);
    const rendered = await this.renderer.render(newsletter, due, blocks, template);
    const translator = this.renderer.translator(newsletter);
    const sections = [...new Set(blocks.map((block) => block.section))].map((section) => ({
      name: sectionName(section, translator),
      count: blocks.filter((block) => block.section === section).length,
    }));
    return { ...rendered, newsletter, ...due, windowFrom: from, assembledAt, dispatchCount: blocks.length, sections };
  }
}
