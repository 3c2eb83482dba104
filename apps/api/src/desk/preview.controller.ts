import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { PreviewEdition } from '@app/editions';
import type { Principal } from '@app/operators';
import { fallbackLocale } from '@app/platform';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { PreviewWarnings } from './preview-warnings.service.js';
import { SampleMessage } from './sample-message.service.js';

const previewQuery = z.object({
  template: z.uuid().optional().describe('Another template than the newsletter’s own.'),
});

const preview = z.object({
  subject: z.string(),
  preheader: z.string(),
  from: z.string(),
  html: z.string(),
  text: z.string(),
  source: z.string().describe('The whole message (RFC 5322), with sample links in the place of a reader’s own.'),
  htmlBytes: z.int().describe('Above 102,400 the edition would not leave.'),
  dispatchCount: z.int(),
  sections: z.array(z.object({ name: z.string(), count: z.int() })),
  window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).describe('When its dispatches came in.'),
  assembledAt: z.iso.datetime(),
  warnings: z.array(z.string()).describe('What to look at, in the operator’s language.'),
});

@Controller('api/v1/newsletters')
export class PreviewController {
  constructor(
    private readonly previewEdition: PreviewEdition,
    private readonly sampleMessage: SampleMessage,
    private readonly previewWarnings: PreviewWarnings,
  ) {}

  @Get(':id/preview')
  @Requires('preview:read', { newsletter: 'id' })
  @Answers(200, preview, 'The next edition as it would leave from the dispatches stored now. Nothing is written.')
  async previewNewsletter(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: previewQuery }) { template }: z.infer<typeof previewQuery>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof preview>> {
    const edition = await this.previewEdition.preview(id, template);
    const { subject, preheader, dispatchCount, sections, windowFrom, assembledAt } = edition;
    const message = await this.sampleMessage.make(edition);
    const locale = caller.kind === 'operator' ? caller.locale : fallbackLocale;
    return {
      subject,
      preheader,
      ...message,
      dispatchCount,
      sections: [...sections],
      window: { from: windowFrom.toISOString(), to: assembledAt.toISOString() },
      assembledAt: assembledAt.toISOString(),
      warnings: this.previewWarnings.of(edition, message.htmlBytes, locale),
    };
  }
}
