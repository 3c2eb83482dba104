import { Injectable } from '@nestjs/common';
import { domainToASCII } from 'node:url';
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import { Audit, Clock, Config, Database, loadMessages, projectPath } from '@app/platform';
import { DkimKeys } from '../dkim/dkim-keys.service.js';
import { signMessage } from '../dkim/signature.js';
import { automatedHeaders, buildMessage, type Mailbox } from '../message/message-building.js';
import { singleLine } from '../rendering/plain-text.js';
import type { Submission } from '../smtp/smtp-relay.js';
import type { SubmissionOutcome } from '../smtp/submission-outcome.js';
import { TestTransport } from '../transports/test-transport.service.js';
import { Transports } from '../transports/transports.service.js';
import { templateErrors } from './template-store.errors.js';
import { TestRecipientRepository } from './test-recipient.repository.js';

/** What a test mail shows of an edition. Its links for readers stand as the marks that splicing would replace. */
export interface TestMail {
  readonly templateId: string;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  /** RFC 2919, with its name; null: a notice, which nobody unsubscribes from. */
  readonly list: { readonly name: string; readonly id: string } | null;
  /** BCP 47 */
  readonly language: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface TestMailTo {
  /** Of this test, a UUID. */
  readonly id: string;
  readonly address: string;
  /** Whose address it is. */
  readonly recipientId: string;
  /** By name; left out: whose turn it is among those for editions. */
  readonly transport?: string | undefined;
  /** Who sends it. */
  readonly operatorId: string;
}

export interface TestMailSent {
  readonly id: string;
  readonly transport: string;
  readonly outcome: SubmissionOutcome;
}

/** Marks of readers' own links. In a test mail each leads to the page that says so. */
const MARKS = /@@(?:unsubscribe|preferences|view|resubscribe|confirm)@@/g;

/** For filters of those who get many; the subject's mark is for people. */
const TEST_HEADER = 'X-Colporteur-Test';

/** Where the links of test mails lead. */
export const TEST_MAIL_PATH = '/test-mail';

/** Gives one message to a relay, marked as a test: it stands in no ledger, and nothing in it acts for any reader. */
@Injectable()
export class SendTestMail {
  private readonly messages = loadMessages(projectPath('libs', 'mail', 'locales'));

  constructor(
    private readonly database: Database,
    private readonly recipients: TestRecipientRepository,
    private readonly transports: Transports,
    private readonly testing: TestTransport,
    private readonly dkim: DkimKeys,
    private readonly audit: Audit,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether a test of this sender could leave at all, whoever it is for.
   *
   * @throws template.no_transport, transport.unknown, transport.retired
   */
  async assertTransport({ from }: Pick<TestMail, 'from'>, named: string | undefined): Promise<void> {
    if (named !== undefined) return this.testing.assertUsable(named);
    if (this.transports.choose('editions', { fromDomain: domainOf(from.address) }) === undefined)
      throw templateErrors.error('template.no_transport');
  }

  /** @throws template.test_not_allowed, template.no_transport, transport.unknown, transport.retired */
  async send(mail: TestMail, { id, ...to }: TestMailTo): Promise<TestMailSent> {
    if (!(await this.recipients.isAllowed(to.address))) throw templateErrors.error('template.test_not_allowed');
    const submission = await this.submission(id, mail, to.address);
    const { transport, outcome } = await this.submit(submission, mail.from.address, to.transport);
    await this.audit.append(this.database, {
      operatorId: to.operatorId,
      action: 'template.test_sent',
      object: `template:${mail.templateId}`,
      detail: { recipient: to.recipientId, transport, outcome: outcome.kind },
    });
    return { id, transport, outcome };
  }

  private async submit(
    submission: Submission,
    from: string,
    named: string | undefined,
  ): Promise<{ transport: string; outcome: SubmissionOutcome }> {
    if (named !== undefined) return { transport: named, outcome: await this.testing.submit(named, submission) };
    const relay = this.transports.choose('editions', { fromDomain: domainOf(from) });
    if (relay === undefined) throw templateErrors.error('template.no_transport');
    return { transport: relay.name, outcome: await relay.submit(submission) };
  }

  private async submission(id: string, mail: TestMail, to: string): Promise<Submission> {
    const date = this.clock.now();
    const link = `${this.config.publicUrl}${TEST_MAIL_PATH}`;
    const translator = this.messages.translator(mail.language);
    const message = await buildMessage({
      from: mail.from,
      to,
      ...(mail.replyTo !== null && { replyTo: mail.replyTo }),
      subject: singleLine(translator.t('test.subject', { subject: mail.subject })),
      html: mail.html.replaceAll(MARKS, () => link),
      text: mail.text.replaceAll(MARKS, () => link),
      messageId: `t.${id}@${this.config.bounceDomain}`,
      date,
      headers: { ...automatedHeaders, [TEST_HEADER]: 'yes', ...(mail.list !== null && listHeaders(mail.list, link)) },
    });
    const signer = await this.dkim.signerFor(domainOf(mail.from.address));
    const signed = signer === undefined ? message : await signMessage(message, signer, date);
    return { from: `n+${id}@${this.config.bounceDomain}`, to, message: signed };
  }
}

/** As an edition's, with a way out that does nothing. */
function listHeaders(
  { name, id }: { readonly name: string; readonly id: string },
  link: string,
): Record<string, string> {
  return {
    'List-Unsubscribe': `<${link}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${encodeWords(name, 'B', 52, true)} <${id}>`,
    Precedence: 'bulk',
  };
}

function domainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1));
}
