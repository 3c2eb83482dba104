import { Injectable } from '@nestjs/common';
import { TemplateRepository, type TemplateVersion } from '@app/mail';
import type { Db, EditionKind } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';

/**
 * Which template an edition is made with: a digest with its newsletter's, the others with the one whose slug is their
 * kind, and with the newsletter's where there is none or it is archived.
 */
@Injectable()
export class EditionTemplate {
  constructor(private readonly templates: TemplateRepository) {}

  /** In its newest version. @throws `template.unknown` */
  async of(db: Db, { templateId }: Newsletter, kind: EditionKind): Promise<TemplateVersion> {
    const own = kind === 'digest' ? undefined : (await this.templates.bySlugs(db, [kind])).get(kind);
    const template = own?.kind === kind ? own : await this.templates.currentOf(db, templateId);
    if (template === undefined) throw editionErrors.error('template.unknown', { templateId });
    return template;
  }
}
