import { Injectable } from '@nestjs/common';
import { inSource, type WorkshopTemplate } from '@app/editions';
import {
  TemplateSandbox,
  automatedHeaders,
  buildMessage,
  loadNoticeMessages,
  noticeParts,
  noticeSample,
  type NoticeBrand,
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

  /** For `asker`, an operator. Left out `own`, in the name of nobody and with a link that leads nowhere. @throws TemplateError */
  async render(
    template: WorkshopTemplate,
    wish: Pick<PreviewWish, 'content' | 'language'>,
    { asker, own }: { readonly asker: string; readonly own?: { readonly brand: NoticeBrand; readonly link: string } },
  ) {
    const kind = kindOf(wish);
    const base = wish.language?.split('-')[0];
    const translator = this.messages.translator(shippedLocales.find((locale) => locale === base) ?? 'en');
    const sample = noticeSample(kind);
    const brand = own?.brand ?? sample.brand;
    const actionUrl = sample.actionUrl === undefined ? undefined : (own?.link ?? sample.actionUrl);
    const data = { brand, values: sample.values, ...(actionUrl !== undefined && { actionUrl }) };
    const { subject, values } = noticeParts(kind, data, translator);
    const { html, text, removed = [] } = await this.sandbox.render({
      mjml: template.mjml,
      text: template.plainText,
      ...(template.partials !== undefined && { partials: template.partials }),
      data: values,
      locale: translator.locale,
      catalogue: 'mail',
      asker,
    });
    const { locale: language, direction } = translator;
    return { brand, subject, html, text, removed, language, direction, preheader: values['preheader'] };
  } // prettier-ignore

  /** @throws TemplateError */
  async look(
    template: WorkshopTemplate,
    wish: Pick<PreviewWish, 'content' | 'language'>,
    asker: string,
  ): Promise<LookedAt> {
    const kind = kindOf(wish);
    const rendered = await this.render(template, wish, { asker });
    const { brand, subject, html, text, removed, language, direction, preheader } = rendered;
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
    const sender = { names: [brand.name, brand.legalName], contactAddress: address };
    return {
      from: `${name} <${address}>`,
      ...{ subject, html, text, reader: null, isCut: false, blocks: 0, holds: [] },
      preheader: typeof preheader === 'string' ? preheader : '',
      source: message.toString('utf8'),
      htmlBytes: Buffer.byteLength(html),
      ...{ language, direction },
      removed: removed.map((problem) => problem.message),
      placed: (finding) => inSource(finding, template),
      toCheck: { subject, html, text, context: { kind: 'notice', language, sender } },
    };
  }
}

/** A template for notices may be asked for with what fills an edition: then it shows the one readers see first. */
function kindOf({ content }: Pick<PreviewWish, 'content'>) {
  return 'notice' in content ? content.notice : 'confirmation';
}
