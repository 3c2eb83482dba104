import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { NewsletterRepository, newslettersUsing } from '@app/editions';
import { ManageTemplates, TemplateDrafts, TemplateRepository, type TemplateVersion } from '@app/mail';
import { OperatorNamesRepository } from '@app/operators';
import { Database } from '@app/platform';
import { InvalidInput } from '../../api.errors.js';
import type {
  DraftAnswer,
  history,
  ListedTemplate,
  PublishedAnswer,
  TemplateAnswer,
  templateList,
  versionAnswer,
} from './template-answers.js';

type User = ListedTemplate['usedBy'][number];
type Names = ReadonlyMap<string, string>;

/** Templates with who wrote them, who is writing in them and what uses them. */
@Injectable()
export class ReadTemplates {
  constructor(
    private readonly database: Database,
    private readonly templates: TemplateRepository,
    private readonly managing: ManageTemplates,
    private readonly drafts: TemplateDrafts,
    private readonly newsletters: NewsletterRepository,
    private readonly names: OperatorNamesRepository,
  ) {}

  async list({ isArchived }: { readonly isArchived: boolean }): Promise<z.infer<typeof templateList>> {
    const [all, newsletters, writers] = await Promise.all([
      isArchived ? this.templates.archived() : this.templates.current(),
      this.newsletters.all(),
      this.drafts.writers(),
    ]);
    const ids = [...all.flatMap(({ authorId }) => authorId ?? []), ...writers.map(({ operatorId }) => operatorId)];
    const names = await this.names.of(ids);
    const templates = all.map((template) => {
      const usedBy = [...newsletterUsers(newsletters, template), ...templateUsers(all, template)];
      const own = writers.filter(({ templateId }) => templateId === template.templateId);
      return { ...listedOf(template, names, usedBy), drafts: own.map(({ operatorId }) => person(operatorId, names)) };
    });
    return { templates: templates.sort((one, other) => (one.slug < other.slug ? -1 : 1)) };
  }

  /** @throws template.not_found */
  async one(templateId: string, operatorId: string): Promise<TemplateAnswer> {
    const template = await this.managing.read(templateId);
    const [drafts, own, usedBy] = await Promise.all([
      this.drafts.of(templateId),
      this.drafts.find(templateId, operatorId),
      this.usersOf(template),
    ]);
    const writers = drafts.map((draft) => draft.operatorId);
    const names = await this.names.of([...writers, ...(template.authorId === null ? [] : [template.authorId])]);
    return {
      ...listedOf(template, names, usedBy),
      mjml: template.mjml,
      plainText: template.plainText,
      partials: Object.keys(template.partials),
      drafts: drafts.map((draft) => ({
        operator: person(draft.operatorId, names),
        updatedAt: draft.updatedAt.toISOString(),
        baseVersion: draft.baseVersion,
      })),
      draft: own === undefined ? null : draftAnswerOf(own),
    };
  }

  async published(template: TemplateVersion): Promise<PublishedAnswer> {
    const { templateId: id, version, partials } = template;
    return { id, version, partials: Object.keys(partials), usedBy: await this.usersOf(template) };
  }

  /** @throws template.not_found, request.invalid where `after` is no cursor */
  async history(
    templateId: string,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<z.infer<typeof history>> {
    const before = after === undefined ? undefined : numberOf(after);
    await this.managing.read(templateId);
    const found = await this.templates.history(this.database, templateId, { before, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const names = await this.names.of(shown.flatMap(({ authorId }) => authorId ?? []));
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      versions: shown.map(({ version: number, authorId, isShipped, note, createdAt }) => ({
        ...{ number, isShipped, note, at: createdAt.toISOString() },
        author: authorId === null ? null : person(authorId, names),
      })),
      next: last === undefined ? null : Buffer.from(`v${last.version}`).toString('base64url'),
    };
  }

  /** @throws template.not_found, template.no_version */
  async version(templateId: string, number: number): Promise<z.infer<typeof versionAnswer>> {
    const found = await this.managing.readVersion(templateId, number);
    const { authorId, isShipped, note, createdAt, mjml, plainText, partials } = found;
    const names = await this.names.of(authorId === null ? [] : [authorId]);
    const author = authorId === null ? null : person(authorId, names);
    return { number, author, isShipped, note, at: createdAt.toISOString(), mjml, plainText, partials: { ...partials } };
  }

  private async usersOf(template: TemplateVersion): Promise<User[]> {
    const newsletters = newsletterUsers(await this.newsletters.all(), template);
    return template.kind === 'partial'
      ? [...newsletters, ...templateUsers(await this.templates.current(), template)]
      : newsletters;
  }
}

export function draftAnswerOf(draft: {
  readonly mjml: string;
  readonly plainText: string;
  readonly baseVersion: number;
  readonly revision: number;
  readonly updatedAt: Date;
}): DraftAnswer {
  const { mjml, plainText, baseVersion, revision, updatedAt } = draft;
  return { mjml, plainText, baseVersion, revision, updatedAt: updatedAt.toISOString() };
}

function listedOf(template: TemplateVersion, names: Names, usedBy: User[]): ListedTemplate {
  const { templateId: id, slug, name, kind, version, isShipped, authorId, note, createdAt } = template;
  const author = authorId === null ? null : person(authorId, names);
  const isArchived = template.archivedAt !== null;
  return {
    id,
    slug,
    name,
    kind,
    version,
    isShipped,
    author,
    note,
    updatedAt: createdAt.toISOString(),
    usedBy,
    isArchived,
  };
}

function newsletterUsers(newsletters: Parameters<typeof newslettersUsing>[0], template: TemplateVersion): User[] {
  const users = newsletters.filter(({ templateId }) => templateId === template.templateId);
  return users.map(({ id, name }) => ({ kind: 'newsletter', id, name }));
}

function templateUsers(all: readonly TemplateVersion[], { slug, kind }: TemplateVersion): User[] {
  if (kind !== 'partial') return [];
  const users = all.filter(({ partials }) => Object.hasOwn(partials, slug));
  return users.map(({ templateId: id, name }) => ({ kind: 'template', id, name }));
}

function person(id: string, names: Names): { id: string; name: string | null } {
  return { id, name: names.get(id) ?? null };
}

function numberOf(cursor: string): number {
  const number = /^v(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (number === undefined) throw new InvalidInput('query', [{ path: 'after', message: 'not a cursor of this list' }]);
  return Number(number);
}
