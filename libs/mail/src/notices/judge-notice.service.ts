import { Injectable } from '@nestjs/common';
import { fallbackLocale, shippedLocales } from '@app/platform';
import {
  loadNoticeMessages,
  noticeKinds,
  noticeParts,
  noticeSlugs,
  type NoticeKind,
  type NoticeTemplate,
} from '../notice-rendering.js';
import type { PreflightFinding } from '../preflight/finding.js';
import { TemplateSandbox } from '../rendering/template-sandbox.js';
import { TemplateError } from '../templates/template.errors.js';
import { noticeSample } from './notice-samples.js';

export interface NoticeJudging {
  /** In whose language findings are told. */
  readonly locale?: string | undefined;
  /** Whose it is, so that one that hangs holds up its author alone. */
  readonly asker?: string | undefined;
}

/** For a frame of all kinds: one with a link and long texts, one without a link, one to operators. */
const TYPICAL: readonly NoticeKind[] = ['confirmation', 'address_changed', 'desk_alarms'];

/** Whether a frame may be put around notices: it can be rendered in every language, keeps the link, and may leave. */
@Injectable()
export class JudgeNotice {
  private readonly messages = loadNoticeMessages();

  constructor(private readonly sandbox: TemplateSandbox) {}

  /**
   * What preflight says of it, in the reader's own languages. Without its link a notice is of no use, whoever answers.
   *
   * @throws TemplateError
   */
  async judge(slug: string, template: NoticeTemplate, judging: NoticeJudging = {}): Promise<PreflightFinding[]> {
    const own = noticeKinds.filter((kind) => noticeSlugs(kind)[0] === slug);
    const kinds = own.length > 0 ? own : TYPICAL;
    const trials = kinds.flatMap((kind) => shippedLocales.map((language) => ({ kind, language })));
    const findings: PreflightFinding[] = [];
    // One after the other, and none after one that fails: nobody else waits for what is known to hang.
    for (const trial of trials) findings.push(...(await this.judgeOne(trial, template, judging)));
    return findings;
  }

  private async judgeOne(
    { kind, language }: { readonly kind: NoticeKind; readonly language: string },
    { mjml, plainText, partials }: NoticeTemplate,
    { locale = fallbackLocale, asker }: NoticeJudging,
  ): Promise<PreflightFinding[]> {
    const data = noticeSample(kind);
    const { subject, values } = noticeParts(kind, data, this.messages.translator(language));
    const request = { mjml, text: plainText, partials, data: values, locale: language, catalogue: 'mail' as const };
    const { html, text } = await this.sandbox.render({ ...request, asker });
    assertLink(kind, { html, text }, data.actionUrl);
    const { name, legalName, contactAddress } = data.brand;
    const context = { kind: 'notice' as const, language, sender: { names: [name, legalName], contactAddress } };
    return [...(await this.sandbox.check({ message: { subject, html, text, context }, locale, asker }))];
  }
}

function assertLink(kind: NoticeKind, { html, text }: Record<'html' | 'text', string>, link: string | undefined): void {
  if (link === undefined) return;
  const message = `A notice "${kind}" loses its link: the template prints {{ action.url }} where there is an action.`;
  if (!html.replaceAll('&amp;', '&').includes(link)) throw new TemplateError([{ part: 'html', message }]);
  if (!text.includes(link)) throw new TemplateError([{ part: 'text', message }]);
}
