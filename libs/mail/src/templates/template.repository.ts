import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db, type TemplateKind } from '@app/platform';
import {
  samePartials,
  type TemplateContent,
  type TemplatePartials,
  type TemplateVersion,
  type VersionTrace,
} from './template-version.js';

export interface NewTemplate {
  readonly slug: string;
  readonly kind: TemplateKind;
  readonly name: string;
}

export interface NewVersion extends TemplateContent {
  /** Left out: it names none. */
  readonly partials?: TemplatePartials;
  readonly note: string;
  /** Left out: whoever has the command line. */
  readonly authorId?: string | null;
  readonly isShipped?: boolean;
}

/** Every statement on templates and their immutable versions. */
@Injectable()
export class TemplateRepository {
  constructor(private readonly database: Database) {}

  /** The newest version of each template in use. */
  async current(db: Db = this.database): Promise<TemplateVersion[]> {
    return this.newest(db, 'is');
  }

  /** The newest version of each template that is archived. */
  async archived(db: Db = this.database): Promise<TemplateVersion[]> {
    return this.newest(db, 'is not');
  }

  private async newest(db: Db, archived: 'is' | 'is not'): Promise<TemplateVersion[]> {
    const rows = await this.versions(db)
      .where('template.archived_at', archived, null)
      .distinctOn('template_version.template_id')
      .orderBy('template_version.template_id')
      .orderBy('template_version.version', 'desc')
      .execute();
    return rows.map(toVersion);
  }

  /** Also of one that is archived: what was chosen before may still be rendered. */
  async currentOf(db: Db, templateId: string): Promise<TemplateVersion | undefined> {
    const row = await this.versions(db)
      .where('template.id', '=', templateId)
      .orderBy('template_version.version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : toVersion(row);
  }

  /** The newest versions of templates in use, by slug. */
  async bySlugs(db: Db, slugs: readonly string[]): Promise<Map<string, TemplateVersion>> {
    if (slugs.length === 0) return new Map();
    const rows = await this.versions(db)
      .where('template.slug', 'in', slugs)
      .where('template.archived_at', 'is', null)
      .distinctOn('template_version.template_id')
      .orderBy('template_version.template_id')
      .orderBy('template_version.version', 'desc')
      .execute();
    return new Map(rows.map((row) => [row.slug, toVersion(row)]));
  }

  /** Whatever became of it. */
  async idOf(db: Db, slug: string): Promise<string | undefined> {
    return (await db.selectFrom('template').select('id').where('slug', '=', slug).executeTakeFirst())?.id;
  }

  /** One that a revision pinned. */
  async version(db: Db, id: string): Promise<TemplateVersion | undefined> {
    const row = await this.versions(db).where('template_version.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toVersion(row);
  }

  async numbered(db: Db, templateId: string, number: number): Promise<TemplateVersion | undefined> {
    const row = await this.versions(db)
      .where('template.id', '=', templateId)
      .where('template_version.version', '=', number)
      .executeTakeFirst();
    return row === undefined ? undefined : toVersion(row);
  }

  /** Newest first, those before a number; without their content. */
  async history(
    db: Db,
    templateId: string,
    { before, limit }: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<VersionTrace[]> {
    return db
      .selectFrom('template_version')
      .select(['version', 'note', 'author_id as authorId', 'is_shipped as isShipped', 'created_at as createdAt'])
      .where('template_id', '=', templateId)
      .$if(before !== undefined, (query) => query.where('version', '<', before ?? 0))
      .orderBy('version', 'desc')
      .limit(limit)
      .execute();
  }

  /** Adds one without a version; undefined where the slug is taken, by an archived one too. */
  async add(db: Db, { slug, kind, name }: NewTemplate): Promise<string | undefined> {
    const row = await db
      .insertInto('template')
      .values({ id: newId(), slug, kind, name })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row?.id;
  }

  /** Nobody else publishes, renames or archives it until the transaction ends. */
  async lock(db: Db, templateId: string): Promise<TemplateVersion | undefined> {
    await db.selectFrom('template').select('id').where('id', '=', templateId).forUpdate().executeTakeFirst();
    return this.currentOf(db, templateId);
  }

  /** Nobody publishes it until the transaction ends; others may hold it too. */
  async hold(db: Db, templateId: string): Promise<void> {
    await db.selectFrom('template').select('id').where('id', '=', templateId).forShare().execute();
  }

  /** The caller holds the template's row. Returns the version's id. */
  async append(db: Db, templateId: string, version: number, given: NewVersion): Promise<string> {
    const id = newId();
    await db
      .insertInto('template_version')
      .values({
        id,
        template_id: templateId,
        version,
        mjml: given.mjml,
        plain_text: given.plainText,
        note: given.note,
        author_id: given.authorId ?? null,
        partials: JSON.stringify(given.partials ?? {}),
        is_shipped: given.isShipped ?? false,
      })
      .execute();
    return id;
  }

  async rename(db: Db, templateId: string, name: string): Promise<void> {
    await db.updateTable('template').set({ name }).where('id', '=', templateId).execute();
  }

  async archive(db: Db, templateId: string): Promise<void> {
    await db
      .updateTable('template')
      .set({ archived_at: sql<Date>`now()` })
      .where('id', '=', templateId)
      .where('archived_at', 'is', null)
      .execute();
  }

  async unarchive(db: Db, templateId: string): Promise<void> {
    await db.updateTable('template').set({ archived_at: null }).where('id', '=', templateId).execute();
  }

  /** Whether a version that came with the product had this content once: then it is no news. */
  async wasShipped(db: Db, templateId: string, { mjml, plainText, partials = {} }: NewVersion): Promise<boolean> {
    const rows = await db
      .selectFrom('template_version')
      .select('partials')
      .where('template_id', '=', templateId)
      .where('is_shipped', '=', true)
      .where('mjml', '=', mjml)
      .where('plain_text', '=', plainText)
      .execute();
    return rows.some((row) => samePartials(row.partials, partials));
  }

  /**
   * Makes sure a template with this slug exists and its newest version has this content; a changed content becomes the
   * next version. Returns the template's id.
   */
  async publish(db: Db, template: NewTemplate & NewVersion): Promise<string> {
    const templateId = (await this.add(db, template)) ?? (await this.idOf(db, template.slug));
    if (templateId === undefined) throw new Error('a template is there and is not');
    const newest = await this.lock(db, templateId);
    const isSame =
      newest?.mjml === template.mjml &&
      newest.plainText === template.plainText &&
      samePartials(newest.partials, template.partials ?? {});
    if (!isSame) await this.append(db, templateId, (newest?.version ?? 0) + 1, template);
    return templateId;
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
        'template.archived_at',
        'template_version.version',
        'template_version.mjml',
        'template_version.plain_text',
        'template_version.partials',
        'template_version.note',
        'template_version.author_id',
        'template_version.is_shipped',
        'template_version.created_at',
      ]);
  }
}

type Row = Awaited<ReturnType<ReturnType<TemplateRepository['versions']>['execute']>>[number];

function toVersion(row: Row): TemplateVersion {
  const { id, slug, name, kind, version, mjml, partials, note } = row;
  return {
    ...{ id, slug, name, kind, version, mjml, partials, note },
    templateId: row.template_id,
    plainText: row.plain_text,
    authorId: row.author_id,
    isShipped: row.is_shipped,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  };
}
