import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { z } from 'zod';
import type { WorkshopRendering } from '@app/editions';
import { checkMessage, readerMarks, type PreflightFinding } from '@app/mail';
import type { Principal } from '@app/operators';
import { fallbackLocale } from '@app/platform';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { NeverKept } from '../../never-kept.js';
import { LookAtTemplate } from './look-at-template.service.js';
import { PREVIEW_BODY_BYTES, previewAnswer, previewBody, type PreviewAnswer } from './preview-input.js';
import { headerFields, shownMail } from './shown-mail.js';

@Controller('api/v1/templates')
export class TemplatePreviewController {
  constructor(private readonly looking: LookAtTemplate) {}

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
    const { rendering, message, reader } = await this.looking.look(body, caller);
    return {
      subject: rendering.subject,
      preheader: rendering.preheader,
      from: message.from,
      html: shownMail(message.html, body.appearance, body.pictures),
      text: message.text,
      source: message.source,
      headers: headerFields(message.source),
      htmlBytes: message.htmlBytes,
      language: body.language ?? rendering.newsletter.language,
      direction: rendering.direction,
      blocks: rendering.blockCount,
      isCut: rendering.isCut,
      reader,
      removed: rendering.removed.map(({ message: text }) => text),
      findings: findingsOf(rendering, caller),
    };
  }
}

/** What preflight says of the message, in the words of whoever looks; headers are ours and not the template's. */
function findingsOf({ newsletter, subject, html, text }: WorkshopRendering, caller: Principal): PreflightFinding[] {
  const { brand, senderName, contactAddress, language } = newsletter;
  const sender = { names: [newsletter.name, brand.name, brand.legalName, senderName], contactAddress };
  const context = { kind: 'newsletter' as const, language, sender, marks: readerMarks };
  return checkMessage(
    { subject, html, text, context },
    { locale: caller.kind === 'operator' ? caller.locale : fallbackLocale },
  );
}
