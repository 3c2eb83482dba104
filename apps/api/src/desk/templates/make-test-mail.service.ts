import { Injectable } from '@nestjs/common';
import { HouseSender } from '@app/editions';
import { TEST_MAIL_PATH, templateErrors, type TestMail } from '@app/mail';
import type { Principal } from '@app/operators';
import { Config } from '@app/platform';
import { LookAtNotice } from './look-at-notice.service.js';
import { LookAtTemplate } from './look-at-template.service.js';
import type { PreviewWish } from './preview-input.js';

type Wish = Pick<PreviewWish, 'template' | 'content' | 'language' | 'profile'>;

/** What a test shows: an edition in its newsletter's name, or a made-up notice in the name of the house. */
@Injectable()
export class MakeTestMail {
  constructor(
    private readonly looking: LookAtTemplate,
    private readonly notices: LookAtNotice,
    private readonly house: HouseSender,
    private readonly config: Config,
  ) {}

  /** @throws as a preview does, and `template.no_sender` before there is a newsletter to send a notice for */
  async make(wish: Wish, caller: Principal): Promise<TestMail> {
    const templateId = wish.template.id;
    const found = await this.looking.render(wish, caller);
    if ('source' in found) {
      const sender = await this.house.sender();
      if (sender === undefined) throw templateErrors.error('template.no_sender');
      const link = `${this.config.publicUrl}${TEST_MAIL_PATH}`;
      const { subject, html, text, language } = await this.notices.render(found.source, wish, { asker: caller.operatorId, own: { brand: sender.brand, link } });
      return { ...{ templateId, subject, html, text, language }, from: sender.from, replyTo: null, list: null };
    }
    const { newsletter, subject, html, text } = found.rendering;
    const { senderName: name, senderAddress: address, replyTo } = newsletter;
    return {
      ...{ templateId, subject, html, text },
      from: { name, address },
      replyTo: replyTo === null ? null : { name, address: replyTo },
      list: { name: newsletter.name, id: newsletter.listId },
      language: wish.language ?? newsletter.language,
    };
  } // prettier-ignore
}
