import { Injectable } from '@nestjs/common';
import { Database, type Db } from '@app/platform';
import { ShippedTemplates, TemplateRepository } from '@app/mail';
import { editionErrors } from '../editions.errors.js';
import { ChangeNewsletter } from './change-newsletter.service.js';
import type { BrandSetUp, FamilySetUp, NewsletterSetUp } from './newsroom-set-up.js';
import { NewsroomRepository, type NewsletterPlace } from './newsroom.repository.js';
import type { SettingsChange } from './settings-schema.js';

/** Brings a brand, a family and its newsletters into being. What exists already under its slug is left as it is. */
@Injectable()
export class SetUpNewsroom {
  constructor(
    private readonly database: Database,
    private readonly newsroom: NewsroomRepository,
    private readonly changes: ChangeNewsletter,
    private readonly templates: TemplateRepository,
    private readonly shipped: ShippedTemplates,
  ) {}

  /** @throws `newsletter.settings_invalid`, `newsletter.language_taken`, `template.unknown`; then nothing is there */
  async setUp(brand: BrandSetUp, family: FamilySetUp, newsletters: readonly NewsletterSetUp[]): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      const templateId = await this.defaultTemplate(trx);
      const brandId = await this.newsroom.ensureBrand(trx, brand);
      const familyId = await this.newsroom.ensureFamily(trx, brandId, family);
      const place = { brandId, familyId, templateId, listDomain: brand.senderDomain };
      for (const newsletter of newsletters) await this.add(trx, newsletter, place);
    });
  }

  /** The digest template that newsletters begin with: the shipped one, or what the newsroom made of it. */
  async defaultTemplate(trx: Db): Promise<string> {
    await this.shipped.publish(trx);
    const templateId = await this.templates.idOf(trx, 'digest');
    if (templateId === undefined) throw editionErrors.error('template.unknown', { template: 'digest' });
    return templateId;
  }

  /** Adds one newsletter with its settings, unless one has this slug. Returns whether it did. */
  async add(trx: Db, newsletter: NewsletterSetUp, place: NewsletterPlace): Promise<boolean> {
    if (!(await this.newsroom.add(trx, newsletter, place).catch(languageTaken))) return false;
    await this.changes.complete(trx, newsletter.slug, settingsIn(newsletter));
    return true;
  }
}

/** What of a set-up may change later. */
export function settingsIn(newsletter: NewsletterSetUp): SettingsChange {
  const settings: SettingsChange & { slug?: string; language?: string } = { ...newsletter };
  delete settings.slug;
  delete settings.language;
  return settings;
}

/** Of `unique (family_id, language)`, as PostgreSQL names it. */
const ONE_A_LANGUAGE = 'newsletter_family_id_language_key';

/** Rethrows what the database says of a second newsletter in a language as what it means. @throws always */
export function languageTaken(error: unknown): never {
  const isTaken = error instanceof Error && 'constraint' in error && error.constraint === ONE_A_LANGUAGE;
  if (isTaken) throw editionErrors.error('newsletter.language_taken', {}, { cause: error });
  throw error;
}
