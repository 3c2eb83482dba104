import { Injectable } from '@nestjs/common';
import { Database, newId, type Db, type TemplateKind } from '@app/platform';

export interface TemplateVersion {
  readonly id: string;
  readonly templateId: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly version: number;
  readonly mjml: string;
  readonly plainText: string;
  readonly createdAt: Date;
}

/** Every statement on templates and their immutable versions. */
@Injectable()
export class TemplateRepository {
  constructor(private readonly database: Database) {}

  /** The newest version of each template. */
  async current(db: Db = this.database): Promise<TemplateVersion[]> {
    const rows = await this.versions(db)
      .distinctOn('template_version.template_id')
      .orderBy('template_version.template_id')
      .orderBy('template_version.version', 'desc')
      .execute();
    return rows.map(toVersion);
  }

  async currentOf(db: Db, templateId: string): Promise<TemplateVersion | undefined> {
    const row = await this.versions(db)
      .where('template.id', '=', templateId)
      .orderBy('template_version.version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : toVersion(row);
  }

  /** One that a revision pinned. */
  async version(db: Db, id: string): Promise<TemplateVersion | undefined> {
    const row = await this.versions(db).where('template_version.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toVersion(row);
  }

  /**
   * Makes sure a template with this slug exists and its newest version has this content; a changed content becomes the
   * next version. Returns the template's id.
   */
  async publish(
    db: Db,
    template: { slug: string; kind: TemplateKind; name: string; mjml: string; plainText: string; note: string },
  ): Promise<string> {
    await db
      .insertInto('template')
      .values({ id: newId(), slug: template.slug, kind: template.kind, name: template.name })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .execute();
    const { id } = await db
      .selectFrom('template')
      .select('id')
      .where('slug', '=', template.slug)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const newest = await this.currentOf(db, id);
    if (newest?.mjml !== template.mjml || newest.plainText !== template.plainText) {
      await db
        .insertInto('template_version')
        .values({
          id: newId(),
          template_id: id,
          version: (newest?.version ?? 0) + 1,
          mjml: template.mjml,
          plain_text: template.plainText,
          note: template.note,
        })
        .execute();
    }
    return id;
  }

  private versions(db: Db) {
    return db
      .selectFrom('template_version')
      .innerJoin('template', 'template.id', 'template_version.template_id')
      .select([
        'template_version.id',
        'template_version.template_id',
        'template.slug',
        'template.name',
        'template.kind',
        'template_version.version',
        'template_version.mjml',
        'template_version.plain_text',
        'template_version.created_at',
      ]);
  }
}

interface Row {
  id: string;
  template_id: string;
  slug: string;
  name: string;
  kind: TemplateKind;
  version: number;
  mjml: string;
  plain_text: string;
  created_at: Date;
}

function toVersion(row: Row): TemplateVersion {
  const {
    id,
    template_id: templateId,
    slug,
    name,
    kind,
    version,
    mjml,
    plain_text: plainText,
    created_at: createdAt,
  } = row;
  return { id, templateId, slug, name, kind, version, mjml, plainText, createdAt };
}
