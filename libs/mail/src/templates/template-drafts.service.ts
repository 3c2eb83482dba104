import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { TemplateDraftRepository, type DraftContent, type TemplateDraft } from './template-draft.repository.js';
import { templateErrors } from './template-store.errors.js';
import { TemplateRepository } from './template.repository.js';

/**
 * What designers are writing. Everyone has a draft of their own, so that two never write over each other; what one of
 * them has in two windows is told apart by its revision.
 */
@Injectable()
export class TemplateDrafts {
  constructor(
    private readonly database: Database,
    private readonly templates: TemplateRepository,
    private readonly drafts: TemplateDraftRepository,
  ) {}

  find(templateId: string, operatorId: string): Promise<TemplateDraft | undefined> {
    return this.drafts.find(templateId, operatorId);
  }

  /** Who is writing it, the last one first. */
  of(templateId: string): Promise<Pick<TemplateDraft, 'operatorId' | 'updatedAt' | 'baseVersion'>[]> {
    return this.drafts.of(templateId);
  }

  /** Who has drafts of which templates, the last touched first. */
  writers(): Promise<{ templateId: string; operatorId: string }[]> {
    return this.drafts.writers();
  }

  /**
   * `revision`: of the draft it was typed into; null: there is none yet.
   *
   * @throws template.not_found, template.archived, template.no_version, template.draft_changed_meanwhile
   */
  async save(
    templateId: string,
    operatorId: string,
    { revision, ...draft }: DraftContent & { readonly revision: number | null },
  ): Promise<TemplateDraft> {
    const newest = await this.templates.currentOf(this.database, templateId);
    if (newest === undefined) throw templateErrors.error('template.not_found', { templateId });
    if (newest.archivedAt !== null) throw templateErrors.error('template.archived', { templateId });
    if (draft.baseVersion < 1 || draft.baseVersion > newest.version)
      throw templateErrors.error('template.no_version', { version: draft.baseVersion });
    const written =
      revision === null
        ? await this.drafts.begin(templateId, operatorId, draft)
        : await this.drafts.write(templateId, operatorId, { ...draft, revision });
    if (written === undefined) throw templateErrors.error('template.draft_changed_meanwhile', { templateId });
    return written;
  }

  /** Gone already is gone. @throws template.draft_changed_meanwhile */
  async discard(templateId: string, operatorId: string, revision: number): Promise<void> {
    if (await this.drafts.discard(templateId, operatorId, revision)) return;
    if ((await this.drafts.find(templateId, operatorId)) !== undefined)
      throw templateErrors.error('template.draft_changed_meanwhile', { templateId });
  }
}
