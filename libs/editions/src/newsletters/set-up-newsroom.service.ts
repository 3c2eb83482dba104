import { Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { Database, projectPath } from '@app/platform';
import { TemplateRepository } from '@app/mail';
import { NewsletterRepository } from './newsletter.repository.js';
import type { BrandSetUp, NewsletterSetUp } from './newsroom-set-up.js';

/** Brings a brand, a family and its newsletters into being. What exists already under its slug is left as it is. */
@Injectable()
export class SetUpNewsroom {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly templates: TemplateRepository,
  ) {}

  async setUp(
    brand: BrandSetUp,
    family: { slug: string; name: string },
    newsletters: readonly NewsletterSetUp[],
  ): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      const templateId = await this.templates.publish(trx, defaultDigestTemplate());
      const brandId = await this.newsletters.ensureBrand(trx, brand);
      const familyId = await this.newsletters.ensureFamily(trx, brandId, family);
      for (const newsletter of newsletters)
        await this.newsletters.ensure(trx, {
          ...newsletter,
          brandId,
          familyId,
          templateId,
          listDomain: brand.senderDomain,
        });
    });
  }
}

/** The digest template the product ships; a newer release's change becomes its next version. */
function defaultDigestTemplate(): Parameters<TemplateRepository['publish']>[1] {
  const read = (name: string): string => readFileSync(projectPath('libs', 'editions', 'templates', name), 'utf8');
  return {
    slug: 'digest',
    kind: 'digest',
    name: 'Digest',
    mjml: read('digest.mjml'),
    plainText: read('digest.txt'),
    note: 'shipped with Colporteur',
  };
}
