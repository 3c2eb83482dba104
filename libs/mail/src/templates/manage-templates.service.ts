import { Injectable } from '@nestjs/common';
import { Audit, Database, SystemAlarms, type Db, type TemplateKind } from '@app/platform';
import { PartialSnapshot } from './partial-snapshot.service.js';
import { TemplateDraftRepository } from './template-draft.repository.js';
import { templateErrors } from './template-store.errors.js';
import { samePartials, type TemplateContent, type TemplatePartials, type TemplateVersion } from './template-version.js';
import { TemplateRepository, type NewTemplate } from './template.repository.js';

/** System alarm about `template:<id>`: a notice left in the shipped frame, because it could not be framed by this one. */
export const NOTICE_TEMPLATE_FAILED = 'template.notice_failed';

/** What is to become the next version. */
export interface VersionToPublish extends TemplateContent {
  readonly note: string;
  /** The version it began from. */
  readonly baseVersion: number;
  /** Why it may be published although something blocks; goes into the audit, with the codes the judge let pass for it. */
  readonly override?: { readonly reason: string } | undefined;
}

/** What is judged before it is kept: exactly what would be. */
export interface TemplateCandidate extends TemplateContent {
  readonly templateId: string | null;
  readonly slug: string;
  readonly kind: TemplateKind;
  readonly partials: TemplatePartials;
}

/** Throws what a designer is to be told; what passes may be kept. Answers the codes that pass because somebody answers for them. */
export type TemplateJudge = (candidate: TemplateCandidate) => Promise<readonly string[]>;

export interface TemplateMaker {
  /** null: whoever has the command line. */
  readonly operatorId: string | null;
  readonly judge: TemplateJudge;
}

/**
 * Makes templates and their versions. Nothing is kept that was not judged, a version never changes, and of two who
 * publish from the same version the second one is told.
 */
@Injectable()
export class ManageTemplates {
  constructor(
    private readonly database: Database,
    private readonly templates: TemplateRepository,
    private readonly drafts: TemplateDraftRepository,
    private readonly snapshot: PartialSnapshot,
    private readonly alarms: SystemAlarms,
    private readonly audit: Audit,
  ) {}

  /** The newest version, also of an archived template. @throws template.not_found */
  async read(templateId: string, db: Db = this.database): Promise<TemplateVersion> {
    return known(templateId, await this.templates.currentOf(db, templateId));
  }

  /** @throws template.not_found, template.no_version */
  async readVersion(templateId: string, number: number): Promise<TemplateVersion> {
    const found = await this.templates.numbered(this.database, templateId, number);
    if (found !== undefined) return found;
    await this.read(templateId);
    throw templateErrors.error('template.no_version', { version: number });
  }

  /** A new template with its first version. @throws template.slug_taken, and what the judge says */
  async create(
    given: NewTemplate & TemplateContent & { readonly note: string },
    { operatorId, judge }: TemplateMaker,
  ): Promise<TemplateVersion> {
    const { slug, kind, name, mjml, plainText, note } = given;
    const partials = await this.snapshot.of(this.database, { mjml, plainText });
    await judge({ templateId: null, slug, kind, mjml, plainText, partials });
    return this.database.transaction().execute(async (trx) => {
      const templateId = await this.templates.add(trx, { slug, kind, name });
      if (templateId === undefined) throw templateErrors.error('template.slug_taken', { slug });
      await this.templates.append(trx, templateId, 1, { mjml, plainText, partials, note, authorId: operatorId });
      await this.record(trx, { operatorId, templateId, action: 'template.created', detail: { slug, kind } });
      return this.read(templateId, trx);
    });
  }

  /**
   * The next version, or the newest where that says the same already, whatever it was made from. What is being published
   * must have been made from the newest version.
   *
   * @throws template.not_found, template.archived, template.version_moved, and what the judge says
   */
  async publish(
    templateId: string,
    given: VersionToPublish,
    { operatorId, judge }: TemplateMaker,
  ): Promise<TemplateVersion> {
    const { mjml, plainText } = given;
    const partials = await this.snapshot.of(this.database, given);
    const newest = inUse(await this.read(templateId));
    let codes: readonly string[] = [];
    if (!saysTheSame(newest, { mjml, plainText, partials })) {
      assertFrom(given.baseVersion, newest);
      const { slug, kind } = newest;
      codes = await judge({ templateId, slug, kind, mjml, plainText, partials });
    }
    return this.database.transaction().execute(async (trx) => {
      const before = inUse(known(templateId, await this.templates.lock(trx, templateId)));
      const isKept = saysTheSame(before, { mjml, plainText, partials });
      if (!isKept) {
        assertFrom(given.baseVersion, before);
        const version = before.version + 1;
        await this.templates.append(trx, templateId, version, { mjml, plainText, partials, note: given.note, authorId: operatorId });
        const isLifted = given.override !== undefined && codes.length > 0;
        const detail = { version, ...(isLifted && { override: { ...given.override, codes } }) };
        await this.record(trx, { operatorId, templateId, action: 'template.published', detail });
      }
      if (operatorId !== null) await this.drafts.becameVersion(trx, { templateId, operatorId, mjml, plainText });
      return this.read(templateId, trx);
    });
  } // prettier-ignore

  /**
   * An earlier version's content as the next version, with the partials of today.
   *
   * @throws as {@link publish}, template.no_version
   */
  async restore(
    templateId: string,
    { version, note, override }: { readonly version: number } & Pick<VersionToPublish, 'note' | 'override'>,
    maker: TemplateMaker,
  ): Promise<TemplateVersion> {
    const { mjml, plainText } = await this.readVersion(templateId, version);
    const { version: baseVersion } = await this.read(templateId);
    return this.publish(templateId, { mjml, plainText, note, baseVersion, override }, maker);
  }

  /** @throws template.not_found, template.archived */
  async rename(templateId: string, name: string, operatorId: string | null): Promise<TemplateVersion> {
    return this.database.transaction().execute(async (trx) => {
      const before = inUse(known(templateId, await this.templates.lock(trx, templateId)));
      if (before.name !== name) {
        await this.templates.rename(trx, templateId, name);
        const detail = { from: before.name, to: name };
        await this.record(trx, { operatorId, templateId, action: 'template.renamed', detail });
      }
      return this.read(templateId, trx);
    });
  }

  /**
   * Nobody uses it any more; its versions stay, because editions pinned them. `users` says, inside the transaction, what
   * still does. Archived already: nothing happens.
   *
   * @throws template.not_found, template.in_use
   */
  async archive(
    templateId: string,
    operatorId: string | null,
    users: (trx: Db, template: TemplateVersion) => Promise<readonly { readonly name: string }[]>,
  ): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      const template = known(templateId, await this.templates.lock(trx, templateId));
      if (template.archivedAt !== null) return;
      const usedBy = [...(await this.usersOfPartial(trx, template)), ...(await users(trx, template))];
      if (usedBy.length > 0) throw templateErrors.error('template.in_use', { usedBy });
      await this.templates.archive(trx, templateId);
      await this.record(trx, { operatorId, templateId, action: 'template.archived', detail: { slug: template.slug } });
    });
  }

  /** In use again, in its newest version. In use already: nothing happens. @throws template.not_found */
  async unarchive(templateId: string, operatorId: string | null): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      const template = known(templateId, await this.templates.lock(trx, templateId));
      if (template.archivedAt === null) return;
      await this.templates.unarchive(trx, templateId);
      await this.record(trx, { operatorId, templateId, action: 'template.unarchived', detail: { slug: template.slug } });
    });
  } // prettier-ignore

  /** The templates whose newest versions hold this partial. */
  async usersOfPartial(db: Db, { slug, kind }: TemplateVersion): Promise<{ id: string; slug: string; name: string }[]> {
    if (kind !== 'partial') return [];
    const users = (await this.templates.current(db)).filter(({ partials }) => Object.hasOwn(partials, slug));
    return users.map(({ templateId: id, slug: userSlug, name }) => ({ id, slug: userSlug, name }));
  }

  private async record(
    trx: Db,
    entry: { operatorId: string | null; templateId: string; action: string; detail: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const { operatorId, templateId, action, detail } = entry;
    const object = `template:${templateId}`;
    await this.audit.append(trx, { operatorId, action, object, detail });
    // Whatever was wrong with it was put right, or is used no more; if not, the next notice says so again.
    await this.alarms.settle(trx, NOTICE_TEMPLATE_FAILED, object);
  }
}

function known(templateId: string, found: TemplateVersion | undefined): TemplateVersion {
  if (found === undefined) throw templateErrors.error('template.not_found', { templateId });
  return found;
}

function inUse(template: TemplateVersion): TemplateVersion {
  if (template.archivedAt !== null)
    throw templateErrors.error('template.archived', { templateId: template.templateId });
  return template;
}

function assertFrom(baseVersion: number, { version }: TemplateVersion): void {
  if (baseVersion !== version) throw templateErrors.error('template.version_moved', { version, baseVersion });
}

function saysTheSame(one: TemplateVersion, { mjml, plainText, partials }: TemplateContent & { partials: TemplatePartials }): boolean {
  return one.mjml === mjml && one.plainText === plainText && samePartials(one.partials, partials);
} // prettier-ignore
