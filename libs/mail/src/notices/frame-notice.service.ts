import { Injectable } from '@nestjs/common';
import { Database, Log, SystemAlarms, type Translator } from '@app/platform';
import {
  noticeSlugs,
  renderNotice,
  type NoticeData,
  type NoticeKind,
  type RenderedNotice,
} from '../notice-rendering.js';
import { NOTICE_TEMPLATE_FAILED } from '../templates/manage-templates.service.js';
import { TemplateError } from '../templates/template.errors.js';
import type { TemplateVersion } from '../templates/template-version.js';
import { TemplateRepository } from '../templates/template.repository.js';

/**
 * A notice in the newsroom's own frame. Somebody waits for it: where the frame cannot be rendered, or loses the link the
 * notice is about, the notice leaves in the frame the product ships, and administrators are told.
 */
@Injectable()
export class FrameNotice {
  constructor(
    private readonly database: Database,
    private readonly templates: TemplateRepository,
    private readonly alarms: SystemAlarms,
    private readonly log: Log,
  ) {}

  async render(kind: NoticeKind, data: NoticeData, translator: Translator): Promise<RenderedNotice> {
    const own = await this.frameOf(kind);
    if (own === undefined) return renderNotice(kind, data, translator);
    try {
      const rendered = await renderNotice(kind, data, translator, own);
      if (leadsSomewhere(rendered, data)) return rendered;
      await this.tell(own, kind, 'link');
    } catch (error) {
      // What it says may quote the notice, and with it a link that lets somebody in: only where it is wrong is told.
      await this.tell(own, kind, error instanceof TemplateError ? placesOf(error) : 'unexpected');
    }
    return renderNotice(kind, data, translator);
  }

  /** undefined: the shipped one, because nobody stored another. */
  private async frameOf(kind: NoticeKind): Promise<TemplateVersion | undefined> {
    const slugs = noticeSlugs(kind);
    const stored = await this.templates.bySlugs(this.database, slugs);
    const frames = slugs.map((slug) => stored.get(slug));
    return frames.find((frame) => frame?.kind === 'notice');
  }

  private async tell({ templateId, slug, version }: TemplateVersion, kind: NoticeKind, problem: string): Promise<void> {
    this.log.warn('notice.frame_failed', { templateId, version, kind, problem });
    const detail = { template: slug, version, kind };
    await this.alarms.raise(this.database, { code: NOTICE_TEMPLATE_FAILED, object: `template:${templateId}`, detail });
  }
}

/** The same for both parts: a reader of plain text is to get in as well. */
function leadsSomewhere({ html, text }: RenderedNotice, { actionUrl }: NoticeData): boolean {
  if (actionUrl === undefined) return true;
  return html.replaceAll('&amp;', '&').includes(actionUrl) && text.includes(actionUrl);
}

function placesOf({ problems }: TemplateError): string {
  return problems
    .slice(0, 5)
    .map(({ part, line }) => (line === undefined ? part : `${part}:${line}`))
    .join(' ');
}
