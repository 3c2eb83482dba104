import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { TemplateError, TemplateRepository, mjmlElements } from '@app/mail';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { NeverKept } from '../../never-kept.js';
import { LookAtTemplate } from './look-at-template.service.js';
import { PREVIEW_BODY_BYTES, previewBody, problemList } from './preview-input.js';

const vocabulary = z.object({
  elements: z.array(
    z.object({
      name: z.string(),
      attributes: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
      children: z.array(z.string()),
    }),
  ),
  partials: z.array(z.object({ name: z.string(), title: z.string() })).describe('For `{% render \'name\' %}`.'),
}); // prettier-ignore

/** What an editor of templates asks while somebody types. */
@Controller('api/v1/templates')
export class TemplateEditorController {
  constructor(
    private readonly looking: LookAtTemplate,
    private readonly templates: TemplateRepository,
  ) {}

  @Get('vocabulary')
  @Requires('preview:read')
  @Answers(200, vocabulary, 'What may be written: MJML as the installed one defines it, and the partials there are.')
  async readVocabulary(): Promise<z.infer<typeof vocabulary>> {
    const elements = mjmlElements().map(({ name, attributes, children }) => ({
      name,
      attributes: attributes.map((attribute) => ({ name: attribute.name, values: [...attribute.values] })),
      children: [...children],
    }));
    const partials = (await this.templates.current()).filter(({ kind }) => kind === 'partial');
    return { elements, partials: partials.map(({ slug, name }) => ({ name: slug, title: name })) };
  }

  @Post('problems')
  @HttpCode(200)
  @NeverKept()
  @BodyLimit(PREVIEW_BODY_BYTES)
  @Requires('preview:read')
  @Answers(200, problemList, 'Why a template cannot be rendered, by line; nothing where it can.')
  async findProblems(
    @Body({ schema: previewBody }) body: z.infer<typeof previewBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof problemList>> {
    try {
      await this.looking.look(body, caller);
      return { problems: [] };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return { problems: error.problems.map((problem) => ({ ...problem })) };
    }
  }
}
