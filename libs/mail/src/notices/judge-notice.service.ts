import { Injectable } from '@nestjs/common';
import { shippedLocales } from '@app/platform';
import {
  loadNoticeMessages,
  noticeKinds,
  noticeParts,
  noticeSlugs,
  type NoticeKind,
  type NoticeTemplate,
} from '../notice-rendering.js';
import { TemplateSandbox } from '../rendering/template-sandbox.js';
import { TemplateError } from '../templates/template.errors.js';
import { noticeSample } from './notice-samples.js';

/** For a frame of all kinds: one with a link and long texts, one without a link, one to operators. */
const TYPICAL: readonly NoticeKind[] = ['confirmation', 'address_changed', 'desk_alarms'];

/** Whether a frame may be put around notices: it can be rendered in every language, and keeps the link. */
@Injectable()
export class JudgeNotice {
  private readonly messages = loadNoticeMessages();

  constructor(private readonly sandbox: TemplateSandbox) {}

  /** @throws TemplateError */
  async judge(slug: string, template: NoticeTemplate): Promise<void> {
    const own = noticeKinds.filter((kind) => noticeSlugs(kind)[0] === slug);
    const kinds = own.length > 0 ? own : TYPICAL;
    await Promise.all(
      kinds.flatMap((kind) => shippedLocales.map((locale) => this.judgeOne(kind, locale, template))),
    );
  } // prettier-ignore

  private async judgeOne(kind: NoticeKind, locale: string, { mjml, plainText, partials }: NoticeTemplate): Promise<void> {
    const data = noticeSample(kind);
    const { values } = noticeParts(kind, data, this.messages.translator(locale));
    const request = { mjml, text: plainText, partials, data: values, locale, catalogue: 'mail' as const };
    const { html, text } = await this.sandbox.render(request);
    const link = data.actionUrl;
    if (link === undefined) return;
    const message = `A notice "${kind}" loses its link: the template prints {{ action.url }} where there is an action.`;
    if (!html.replaceAll('&amp;', '&').includes(link)) throw new TemplateError([{ part: 'html', message }]);
    if (!text.includes(link)) throw new TemplateError([{ part: 'text', message }]);
  } // prettier-ignore
}
