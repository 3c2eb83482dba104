import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { SendTestMail, templateErrors, type TestMail } from '@app/mail';
import { FindOperator, mayDo, type FoundOperator, type Principal } from '@app/operators';
import { keyedHash, Log, TokenSigner } from '@app/platform';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { RateLimits } from '../../rate-limits.service.js';
import { MakeTestMail } from './make-test-mail.service.js';
import { previewBody } from './preview-input.js';
import { TEMPLATE_BODY_BYTES } from './template-answers.js';

const HOUR = 3_600;
/** By one operator: as often as somebody changes a word and looks again. */
const TESTS_PER_MINUTE = 6;
/** By one operator: a long day's work on one template, and no use to whoever got hold of a session. */
const TESTS_PER_HOUR = 60;
/** To one address: its owner still finds other mail, and its provider does not take us for a flood. */
const TESTS_PER_HOUR_TO_ONE = 30;
/** Of the whole installation: nothing against an edition, so that tests never decide how a relay thinks of us. */
const TESTS_PER_HOUR_OF_ALL = 300;

/** Stored or the environment’s own: which there are is asked later. */
const knownTransport = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

const { template, content, language, profile } = previewBody.shape;
const testSend = z.strictObject({
  ...template.omit({ id: true }).shape,
  to: z.email().max(254).describe('Address of an operator: nobody else gets test mails.'),
  content,
  language,
  profile,
  transport: knownTransport.optional().describe('Left out: whose turn it is among those for editions.'),
});

const testSent = z.object({
  id: z.uuid(),
  transport: z.string().nullable().describe('null: it is not told which.'),
  outcome: z
    .enum(['submitted', 'refused', 'postponed', 'unknown', 'undisclosed'])
    .describe('How the dialogue with the relay ended; of your own address, or if you administer. Else `undisclosed`: it leaves if the address is an operator’s.'),
  reply: z.string().describe('The relay’s words, addresses masked.'),
}); // prettier-ignore
type TestSent = z.infer<typeof testSent>;

interface Test {
  readonly id: string;
  readonly to: string;
  readonly recipient: FoundOperator | undefined;
  readonly transport: string | undefined;
  readonly operatorId: string;
}

@Controller('api/v1/templates')
export class TestSendController {
  constructor(
    private readonly making: MakeTestMail,
    private readonly sending: SendTestMail,
    private readonly operators: FindOperator,
    private readonly limits: RateLimits,
    private readonly signer: TokenSigner,
    private readonly log: Log,
  ) {}

  /**
   * Marked as a test in the newsletter's language; its links for readers do nothing. Whether somebody else's address is an
   * operator's is told to administrators alone: 422 `template.test_not_allowed`; others get the same answer for any.
   */
  @Post(':id/test-sends')
  @HttpCode(202)
  @BodyLimit(TEMPLATE_BODY_BYTES)
  @Requires('design')
  @Answers(202, testSent, 'What the relay said of it, where that is told.')
  async sendTest(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: testSend }) { to, transport, ...wish }: z.infer<typeof testSend>,
    @Caller() caller: Principal,
  ): Promise<TestSent> {
    const { operatorId } = caller;
    await this.limits.countAct(`test-mail:${operatorId}`, TESTS_PER_MINUTE);
    await this.limits.countAct(`test-mail-hour:${operatorId}`, TESTS_PER_HOUR, HOUR);
    const found = await this.operators.byAddress(to);
    const recipient = found?.isDisabled === true ? undefined : found;
    const { content: filling, language: spoken, profile: reader, ...source } = wish;
    const mail = await this.making.make({ template: { id, ...source }, content: filling, language: spoken, profile: reader }, caller);
    await this.sending.assertTransport(mail, transport);
    await this.countLeaving(to);
    const test = { id: randomUUID(), to, recipient, transport, operatorId };
    const mayKnow = mayDo(caller, 'administer') || recipient?.operatorId === operatorId;
    return mayKnow ? this.sendAndTell(mail, test) : this.sendQuietly(mail, test);
  } // prettier-ignore

  /** What could not be made is nobody else's loss: only what is about to leave counts for an address and for all. */
  private async countLeaving(to: string): Promise<void> {
    // Counts lie in Redis, where no address is kept, nor what one could be guessed by.
    const address = keyedHash(this.signer.stableKey('test-mail'), to.toLowerCase()).toString('base64url');
    await this.limits.countAct(`test-mail-to:${address}`, TESTS_PER_HOUR_TO_ONE, HOUR);
    await this.limits.countAct('test-mail-all', TESTS_PER_HOUR_OF_ALL, HOUR);
  }

  private async sendAndTell(mail: TestMail, { recipient, ...test }: Test): Promise<TestSent> {
    if (recipient === undefined) throw templateErrors.error('template.test_not_allowed');
    const sent = await this.sending.send(mail, { ...test, address: test.to, recipientId: recipient.operatorId });
    return { id: sent.id, transport: sent.transport, outcome: sent.outcome.kind, reply: sent.outcome.reply.text };
  }

  /** The answer waits for no relay: how long it takes says nothing of the address either. */
  private sendQuietly(mail: TestMail, { recipient, id, to, transport, operatorId }: Test): TestSent {
    if (recipient !== undefined) {
      const { templateId } = mail;
      this.sending
        .send(mail, { id, address: to, recipientId: recipient.operatorId, transport, operatorId })
        .then(({ outcome }) => { this.log.info('template.test_sent', { id, templateId, outcome: outcome.kind }); })
        .catch((error: unknown) => { this.log.failure('template.test_failed', error, { id, templateId }); });
    }
    return { id, transport: transport ?? null, outcome: 'undisclosed', reply: '' };
  } // prettier-ignore
}
