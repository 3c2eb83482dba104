import { Injectable } from '@nestjs/common';
import type { WorkshopTemplate } from '@app/editions';
import {
  TemplateSandbox,
  automatedHeaders,
  buildMessage,
  loadNoticeMessages,
  noticeParts,
  noticeSample,
} from '@app/mail';
import { Clock, Config, shippedLocales } from '@app/platform';
import type { LookedAt } from './looked-at.js';
import type { PreviewWish } from './preview-input.js';

/** Nobody's address, and nobody can ever have it (RFC 2606 §3). */
const READER = 'reader@example.org';

/** A frame of notices around a made-up one. */
@Injectable()
export class LookAtNotice {
  private readonly messages = loadNoticeMessages();

  constructor(
    private readonly sandbox: TemplateSandbox,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws TemplateError */
  async look(template: WorkshopTemplate, wish: Pick<PreviewWish, 'content' | 'language'>): Promise<LookedAt> {
    const kind = 'notice' in wish.content ? wish.content.notice : 'confirmation';
    const base = wish.language?.split('-')[0];
    const translator = this.messages.translator(shippedLocales.find((locale) => locale === base) ?? 'en');
    const { brand, ...sample } = noticeSample(kind);
    const { subject, values } = noticeParts(kind, { brand, ...sample }, translator);
    const {
      html,
      text,
      removed = [],
    } = await this.sandbox.render({
      mjml: template.mjml,
      text: template.plainText,
      ...(template.partials !== undefined && { partials: template.partials }),
      data: values,
      locale: translator.locale,
      catalogue: 'mail',
    });
    const { name, contactAddress: address } = brand;
    const message = await buildMessage({
      from: { name, address },
      to: READER,
      subject,
      html,
      text,
      messageId: `preview.${kind}@${this.config.bounceDomain}`,
      date: this.clock.now(),
      headers: { ...automatedHeaders },
    });
    const { preheader } = values;
    const sender = { names: [brand.name, brand.legalName], contactAddress: address };
    return {
      from: `${name} <${address}>`,
      ...{ subject, html, text, reader: null, isCut: false, blocks: 0, holds: [] },
      preheader: typeof preheader === 'string' ? preheader : '',
      source: message.toString('utf8'),
      htmlBytes: Buffer.byteLength(html),
      language: translator.locale,
      direction: translator.direction,
      removed: removed.map((problem) => problem.message),
      toCheck: { subject, html, text, context: { kind: 'notice', language: translator.locale, sender } },
    };
  }
}
