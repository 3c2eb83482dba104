import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { SendTestMail, templateErrors, transportName } from '@app/mail';
import { FindOperator, type Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { RateLimits } from '../../rate-limits.service.js';
import { LookAtTemplate } from './look-at-template.service.js';
import { previewBody } from './preview-input.js';
import { TEMPLATE_BODY_BYTES } from './template-answers.js';

/** A minute, by one operator: as often as somebody changes a word and looks again. */
const TESTS_PER_MINUTE = 6;

const { template, content, language, profile } = previewBody.shape;
const testSend = z.strictObject({
  ...template.omit({ id: true }).shape,
  to: z.email().max(254).describe('Address of an operator: nobody else gets test mails.'),
  content,
  language,
  profile,
  transport: transportName.optional().describe('Left out: whose turn it is among those for editions.'),
});

const testSent = z.object({
  id: z.uuid(),
  transport: z.string(),
  outcome: z.enum(['submitted', 'refused', 'postponed', 'unknown']).describe('How the dialogue with the relay ended.'),
  reply: z.string().describe('The relay’s words, addresses masked.'),
});

@Controller('api/v1/templates')
export class TestSendController {
  constructor(
    private readonly looking: LookAtTemplate,
    private readonly sending: SendTestMail,
    private readonly operators: FindOperator,
    private readonly limits: RateLimits,
  ) {}

  /**
   * Marked as a test in the newsletter's language; its links for readers do nothing. 422 `template.test_not_allowed` for
   * an address that is no operator's.
   */
  @Post(':id/test-sends')
  @HttpCode(202)
  @BodyLimit(TEMPLATE_BODY_BYTES)
  @Requires('design')
  @Answers(202, testSent, 'What the relay said of it.')
  async sendTest(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: testSend }) { to, transport, content, language, profile, ...source }: z.infer<typeof testSend>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof testSent>> {
    await this.limits.countAct(`test-mail:${caller.operatorId}`, TESTS_PER_MINUTE);
    const recipient = await this.operators.byAddress(to);
    if (recipient === undefined || recipient.isDisabled) throw templateErrors.error('template.test_not_allowed');
    const rendering = await this.looking.render({ template: { id, ...source }, content, language, profile }, caller);
    const { newsletter, subject, html, text } = rendering;
    const { senderName: name, senderAddress: address, replyTo } = newsletter;
    const mail = {
      ...{ templateId: id, subject, html, text },
      from: { name, address },
      replyTo: replyTo === null ? null : { name, address: replyTo },
      list: { name: newsletter.name, id: newsletter.listId },
      language: language ?? newsletter.language,
    };
    const { operatorId } = caller;
    const sent = await this.sending.send(mail, { address: to, recipientId: recipient.operatorId, transport, operatorId });
    return { id: sent.id, transport: sent.transport, outcome: sent.outcome.kind, reply: sent.outcome.reply.text };
  } // prettier-ignore
}
