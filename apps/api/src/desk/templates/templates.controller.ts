import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { JudgeTemplate, NewsletterRepository, newslettersUsing } from '@app/editions';
import { ManageTemplates, shippedTemplate, templateErrors, type TemplateContent, type TemplateMaker } from '@app/mail';
import { demand, type Principal } from '@app/operators';
import { fallbackLocale, type TemplateKind } from '@app/platform';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { ReadTemplates } from './read-templates.service.js';
import {
  history,
  historyQuery,
  listQuery,
  newTemplate,
  publishedAnswer,
  renaming,
  restoreInput,
  TEMPLATE_BODY_BYTES,
  templateAnswer,
  templateList,
  versionAnswer,
  versionInput,
  versionNumber,
  type NewTemplateInput,
  type PublishedAnswer,
  type RestoreInput,
  type TemplateAnswer,
  type VersionInput,
} from './template-answers.js';

/** Templates and their versions. */
@Controller('api/v1/templates')
export class TemplatesController {
  constructor(
    private readonly reading: ReadTemplates,
    private readonly managing: ManageTemplates,
    private readonly judging: JudgeTemplate,
    private readonly newsletters: NewsletterRepository,
  ) {}

  @Get()
  @Requires('preview:read')
  @Answers(200, templateList, 'All templates in use, or all archived ones, each in its newest version.')
  async listTemplates(
    @Query({ schema: listQuery }) { archived }: z.infer<typeof listQuery>,
  ): Promise<z.infer<typeof templateList>> {
    return this.reading.list({ isArchived: archived });
  }

  /** 409 `template.slug_taken`, `template.kind_differs`. */
  @Post()
  @HttpCode(201)
  @Requires('design')
  @Answers(201, templateAnswer, 'Made, with its first version.')
  async createTemplate(
    @Body({ schema: newTemplate }) { slug, name, kind, from }: NewTemplateInput,
    @Caller() caller: Principal,
  ): Promise<TemplateAnswer> {
    const content = await this.beginning(kind, from);
    const made = await this.managing.create({ slug, name, kind, ...content }, this.maker(caller));
    return this.reading.one(made.templateId, caller.operatorId);
  }

  @Get(':id')
  @Requires('preview:read')
  @Answers(200, templateAnswer, 'In its newest version, with your draft and who else is writing in it.')
  async readTemplate(@Param('id', { schema: z.uuid() }) id: string, @Caller() caller: Principal): Promise<TemplateAnswer> {
    return this.reading.one(id, caller.operatorId);
  } // prettier-ignore

  @Patch(':id')
  @Requires('design')
  @Answers(200, templateAnswer, 'Renamed; its slug stays.')
  async renameTemplate(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: renaming }) { name }: z.infer<typeof renaming>,
    @Caller() { operatorId }: Principal,
  ): Promise<TemplateAnswer> {
    await this.managing.rename(id, name, operatorId);
    return this.reading.one(id, operatorId);
  }

  /** 409 `template.in_use` names what uses it. What was mailed with it stays as it was. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('design')
  @ApiResponse({ status: 204, description: 'Archived; its slug stays taken.' })
  async archiveTemplate(
    @Param('id', { schema: z.uuid() }) id: string,
    @Caller() { operatorId }: Principal,
  ): Promise<void> {
    await this.managing.archive(id, operatorId, async (trx, template) =>
      newslettersUsing(await this.newsletters.all(trx), template),
    );
  }

  /** In use again as it was; in use already, nothing happens. Its partials are those it was published with. */
  @Post(':id/unarchive')
  @HttpCode(200)
  @Requires('design')
  @Answers(200, templateAnswer, 'Brought back from the archive.')
  async unarchiveTemplate(
    @Param('id', { schema: z.uuid() }) id: string,
    @Caller() { operatorId }: Principal,
  ): Promise<TemplateAnswer> {
    await this.managing.unarchive(id, operatorId);
    return this.reading.one(id, operatorId);
  }

  @Get(':id/versions')
  @Requires('preview:read')
  @Answers(200, history, 'A page of its versions.')
  async listVersions(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: historyQuery }) query: z.infer<typeof historyQuery>,
  ): Promise<z.infer<typeof history>> {
    return this.reading.history(id, query);
  }

  @Get(':id/versions/:number')
  @Requires('preview:read')
  @Answers(200, versionAnswer, 'One version as it was saved, with its partials.')
  async readVersion(
    @Param('id', { schema: z.uuid() }) id: string,
    @Param('number', { schema: versionNumber }) number: number,
  ): Promise<z.infer<typeof versionAnswer>> {
    return this.reading.version(id, number);
  }

  /**
   * 409 `template.version_moved` when `baseVersion` is not the newest any more, 422 `template.invalid` with `problems`,
   * 422 `template.blocked` with `findings`. `override` asks the right of that name. What says the same as the newest
   * version makes no other one.
   */
  @Post(':id/versions')
  @HttpCode(201)
  @BodyLimit(TEMPLATE_BODY_BYTES)
  @Requires('design')
  @Answers(201, publishedAnswer, 'The newest version from now on, with today’s partials.')
  async publishVersion(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: versionInput }) { override, ...given }: VersionInput,
    @Caller() caller: Principal,
  ): Promise<PublishedAnswer> {
    mayAnswer(caller, override);
    const published = await this.managing.publish(
      id,
      { ...given, override },
      this.maker(caller, override !== undefined),
    );
    return this.reading.published(published);
  }

  /** As publishing, with an earlier version’s content. */
  @Post(':id/restore')
  @HttpCode(201)
  @Requires('design')
  @Answers(201, publishedAnswer, 'An earlier version’s content as the newest version.')
  async restoreVersion(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: restoreInput }) { override, ...given }: RestoreInput,
    @Caller() caller: Principal,
  ): Promise<PublishedAnswer> {
    mayAnswer(caller, override);
    const restored = await this.managing.restore(
      id,
      { ...given, override },
      this.maker(caller, override !== undefined),
    );
    return this.reading.published(restored);
  }

  private maker(caller: Principal, overrides = false): TemplateMaker {
    const locale = caller.kind === 'operator' ? caller.locale : fallbackLocale;
    return {
      operatorId: caller.operatorId,
      judge: async (candidate) => this.judging.judge(candidate, { locale, overrides, asker: caller.operatorId }),
    };
  }

  private async beginning(kind: TemplateKind, from: string | undefined): Promise<TemplateContent & { note: string }> {
    if (from !== undefined) {
      const { mjml, plainText, kind: other, slug, version } = await this.managing.read(from);
      if (other !== kind) throw templateErrors.error('template.kind_differs', { kind: other });
      return { mjml, plainText, note: `${slug} ${version}` };
    }
    // Editions of kinds that nothing is shipped for are made with the digest's.
    const shipped = shippedTemplate(kind) ?? (kind === 'partial' ? undefined : shippedTemplate('digest'));
    return { mjml: shipped?.mjml ?? NEW_PARTIAL, plainText: shipped?.plainText ?? '', note: '' };
  }
}

/** Whoever answers for what blocks needs the right to. @throws `operator.forbidden` */
function mayAnswer(caller: Principal, override: VersionInput['override']): void {
  if (override !== undefined) demand(caller, 'override');
}

/** A partial begins empty; the comment says how it is named. */
const NEW_PARTIAL = "{% comment %} {% render 'name', key: value %} {% endcomment %}\n";
