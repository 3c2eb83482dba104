import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { describeData, describeMessages } from '@app/editions';
import {
  TemplateError,
  TemplateRepository,
  TemplateSandbox,
  formatTemplate,
  liquidFilters,
  liquidTags,
  mjmlElements,
  noticeKinds,
  type DataField,
} from '@app/mail';
import type { Principal } from '@app/operators';
import { fallbackLocale } from '@app/platform';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { NeverKept } from '../../never-kept.js';
import { LookAtTemplate } from './look-at-template.service.js';
import { PREVIEW_BODY_BYTES, language, previewBody, problemList } from './preview-input.js';
import { templateSource } from './template-answers.js';

const vocabulary = z.object({
  elements: z.array(
    z.object({
      name: z.string(),
      attributes: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
      children: z.array(z.string()),
    }),
  ),
  notices: z.array(z.string()).describe('Kinds of notices that a frame is put around.'),
  partials: z.array(z.object({ name: z.string(), title: z.string() })).describe('For `{% render \'name\' %}`.'),
  filters: z
    .array(z.object({ name: z.string(), arguments: z.array(z.string()), doc: z.string() }))
    .describe('Of Liquid, as it renders here; an argument in brackets may be left out.'),
  tags: z
    .array(z.object({ name: z.string(), form: z.string(), end: z.string().nullable(), doc: z.string() }))
    .describe('Of Liquid; `form` is what stands between the percent signs, `end` the tag that closes it.'),
}); // prettier-ignore

const kinds = z.enum(['digest', 'flash', 'letter', 'correction', 'notice', 'partial']);

type Field = Omit<DataField, 'of'> & { of: Field[] };
const field: z.ZodType<Field> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.enum(['text', 'number', 'flag', 'list', 'object']),
    doc: z.string(),
    of: z.array(field).describe('Of an object, or of each element of a list.'),
  }),
);
const data = z.object({
  fields: z.array(field),
  messages: z
    .array(z.object({ key: z.string(), text: z.string().describe('ICU.'), values: z.array(z.string()) }))
    .describe('What `{{ \'key\' | t: value: … }}` prints.'),
}); // prettier-ignore
const dataQuery = z.object({ kind: kinds, language: language.default(fallbackLocale).describe('Of the messages.') });

const formatBody = z.object({ mjml: templateSource });
const formatted = z.object({ mjml: z.string() });

/** What an editor of templates asks while somebody types. */
@Controller('api/v1/templates')
export class TemplateEditorController {
  constructor(
    private readonly looking: LookAtTemplate,
    private readonly templates: TemplateRepository,
    private readonly sandbox: TemplateSandbox,
  ) {}

  @Get('vocabulary')
  @Requires('preview:read')
  @Answers(200, vocabulary, 'What may be written: MJML as the installed one defines it, and the partials there are.')
  async readVocabulary(): Promise<z.infer<typeof vocabulary>> {
    // An editor asks this first; its first picture is to follow at once.
    this.sandbox.warm();
    const elements = mjmlElements().map(({ name, attributes, children }) => ({
      name,
      attributes: attributes.map((attribute) => ({ name: attribute.name, values: [...attribute.values] })),
      children: [...children],
    }));
    const partials = (await this.templates.current()).filter(({ kind }) => kind === 'partial');
    return {
      elements,
      notices: [...noticeKinds],
      partials: partials.map(({ slug, name }) => ({ name: slug, title: name })),
      filters: liquidFilters().map((filter) => ({ ...filter, arguments: [...filter.arguments] })),
      tags: [...liquidTags()],
    };
  }

  @Get('data')
  @Requires('preview:read')
  @Answers(200, data, 'What a template of this kind may name; a partial sees these and what it is given.')
  readData(@Query({ schema: dataQuery }) { kind, language: wished }: z.infer<typeof dataQuery>): z.infer<typeof data> {
    const messages = describeMessages(kind, wished).map((message) => ({ ...message, values: [...message.values] }));
    return { fields: describeData(kind).map(whole), messages };
  }

  @Post('format')
  @HttpCode(200)
  @NeverKept()
  @BodyLimit(PREVIEW_BODY_BYTES)
  @Requires('design')
  @Answers(200, formatted, 'The same template, indented by what stands in what; it renders to the same bytes.')
  format(@Body({ schema: formatBody }) { mjml }: z.infer<typeof formatBody>): z.infer<typeof formatted> {
    return { mjml: formatTemplate(mjml) };
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

function whole({ of = [], ...named }: DataField): Field {
  return { ...named, of: of.map(whole) };
}
