import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import type { TemplateContent } from './template-version.js';

/** What one operator has not saved as a version yet. */
export interface TemplateDraft extends TemplateContent {
  readonly operatorId: string;
  /** The version it began from. */
  readonly baseVersion: number;
  /** Another number after every write; no draft of today has that of an earlier one. */
  readonly revision: number;
  readonly updatedAt: Date;
}

export type DraftContent = Pick<TemplateDraft, 'mjml' | 'plainText' | 'baseVersion'>;

const NEXT = sql<number>`nextval('template_draft_revision')`;

/** Every statement on drafts of templates. */
@Injectable()
export class TemplateDraftRepository {
  constructor(private readonly database: Database) {}

  async find(templateId: string, operatorId: string, db: Db = this.database): Promise<TemplateDraft | undefined> {
    return this.select(db, templateId).where('operator_id', '=', operatorId).executeTakeFirst();
  }

  /** Of all operators, the last touched first; without what they say. */
  async of(templateId: string): Promise<Pick<TemplateDraft, 'operatorId' | 'updatedAt' | 'baseVersion'>[]> {
    return this.database
      .selectFrom('template_draft')
      .select(['operator_id as operatorId', 'updated_at as updatedAt', 'base_version as baseVersion'])
      .where('template_id', '=', templateId)
      .orderBy('updated_at', 'desc')
      .execute();
  }

  /** Who has drafts of which templates. */
  async writers(): Promise<{ templateId: string; operatorId: string }[]> {
    return this.database
      .selectFrom('template_draft')
      .select(['template_id as templateId', 'operator_id as operatorId'])
      .orderBy('updated_at', 'desc')
      .execute();
  }

  /** undefined: there is one already. */
  async begin(templateId: string, operatorId: string, draft: DraftContent): Promise<TemplateDraft | undefined> {
    const row = await this.database
      .insertInto('template_draft')
      .values({ template_id: templateId, operator_id: operatorId, ...columns(draft) })
      .onConflict((conflict) => conflict.columns(['template_id', 'operator_id']).doNothing())
      .returning(['revision', 'updated_at as updatedAt'])
      .executeTakeFirst();
    return row === undefined ? undefined : { operatorId, ...draft, ...row };
  }

  /** undefined: it has another revision, or is gone. */
  async write(
    templateId: string,
    operatorId: string,
    { revision, ...draft }: DraftContent & { readonly revision: number },
  ): Promise<TemplateDraft | undefined> {
    const row = await this.database
      .updateTable('template_draft')
      .set({ ...columns(draft), revision: NEXT, updated_at: sql<Date>`now()` })
      .where('template_id', '=', templateId)
      .where('operator_id', '=', operatorId)
      .where('revision', '=', revision)
      .returning(['revision', 'updated_at as updatedAt'])
      .executeTakeFirst();
    return row === undefined ? undefined : { operatorId, ...draft, ...row };
  }

  /** Whether it was there with this revision. */
  async discard(templateId: string, operatorId: string, revision: number): Promise<boolean> {
    const { numDeletedRows } = await this.database
      .deleteFrom('template_draft')
      .where('template_id', '=', templateId)
      .where('operator_id', '=', operatorId)
      .where('revision', '=', revision)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** What became a version is no draft any more; whatever was typed since then stays one. */
  async becameVersion(
    db: Db,
    { templateId, operatorId, mjml, plainText }: TemplateContent & { templateId: string; operatorId: string },
  ): Promise<void> {
    await db
      .deleteFrom('template_draft')
      .where('template_id', '=', templateId)
      .where('operator_id', '=', operatorId)
      .where('mjml', '=', mjml)
      .where('plain_text', '=', plainText)
      .execute();
  }

  private select(db: Db, templateId: string) {
    return db
      .selectFrom('template_draft')
      .select(['operator_id as operatorId', 'base_version as baseVersion', 'mjml', 'plain_text as plainText'])
      .select(['revision', 'updated_at as updatedAt'])
      .where('template_id', '=', templateId);
  }
}

function columns({ mjml, plainText, baseVersion }: DraftContent) {
  return { mjml, plain_text: plainText, base_version: baseVersion };
}
