import { Injectable } from '@nestjs/common';
import { Database, Log, type Db } from '@app/platform';
import { shippedTemplates, type ShippedTemplate } from './shipped-templates.js';
import { TemplateRepository } from './template.repository.js';

const NOTE = 'shipped with Colporteur';

/** Keeps the templates in use as the product ships them, as long as nobody wrote one of their own. */
@Injectable()
export class ShippedTemplates {
  constructor(
    private readonly database: Database,
    private readonly templates: TemplateRepository,
    private readonly log: Log,
  ) {}

  /** At start-up, after an upgrade for one. */
  async publishAll(): Promise<void> {
    await this.database.transaction().execute((trx) => this.publish(trx));
  }

  /**
   * What changed with a release becomes the next version, only where the newest version came with the product too. What
   * was shipped before is not shipped again: an older process that starts beside a newer one changes nothing.
   */
  async publish(db: Db): Promise<void> {
    // Always in the same order, so that two processes that start at once wait for each other.
    for (const template of shippedTemplates()) await this.publishOne(db, template);
  }

  private async publishOne(db: Db, template: ShippedTemplate): Promise<void> {
    const templateId = (await this.templates.add(db, template)) ?? (await this.templates.idOf(db, template.slug));
    if (templateId === undefined) throw new Error('a template is there and is not');
    const newest = await this.templates.lock(db, templateId);
    if (newest !== undefined && (!newest.isShipped || newest.archivedAt !== null)) return;
    // A slug that an operator took before the product knew it is theirs.
    if (newest !== undefined && newest.kind !== template.kind) return;
    const content = { ...template, note: NOTE, isShipped: true };
    if (await this.templates.wasShipped(db, templateId, content)) return;
    const version = (newest?.version ?? 0) + 1;
    await this.templates.append(db, templateId, version, content);
    this.log.info('template.shipped', { templateId, slug: template.slug, version });
  }
}
