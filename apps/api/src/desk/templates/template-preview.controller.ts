import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { z } from 'zod';
import { TemplateSandbox } from '@app/mail';
import type { Principal } from '@app/operators';
import { fallbackLocale } from '@app/platform';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { NeverKept } from '../../never-kept.js';
import { toPreflightFinding } from '../editions/preflight-answers.js';
import { LookAtTemplate } from './look-at-template.service.js';
import { PREVIEW_BODY_BYTES, previewAnswer, previewBody, type PreviewAnswer } from './preview-input.js';
import { headerFields, shownMail } from './shown-mail.js';

@Controller('api/v1/templates')
export class TemplatePreviewController {
  constructor(
    private readonly looking: LookAtTemplate,
    private readonly sandbox: TemplateSandbox,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @NeverKept()
  @BodyLimit(PREVIEW_BODY_BYTES)
  @Requires('preview:read')
  @Answers(
    200,
    previewAnswer,
    'A template as a reader would see it, stored or as it is being typed. Nothing is written.',
  )
  async previewTemplate(
    @Body({ schema: previewBody }) body: z.infer<typeof previewBody>,
    @Caller() caller: Principal,
  ): Promise<PreviewAnswer> {
    const { toCheck, placed, ...looked } = await this.looking.look(body, caller);
    const locale = caller.kind === 'operator' ? caller.locale : fallbackLocale;
    const findings = await this.sandbox.check({ message: toCheck, locale, asker: caller.operatorId });
    return {
      ...looked,
      html: shownMail(looked.html, body.appearance, body.pictures),
      headers: headerFields(looked.source),
      removed: [...looked.removed],
      findings: findings.map(placed).map(toPreflightFinding),
    };
  }
}
