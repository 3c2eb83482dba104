import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock, Config, Log } from '@app/platform';
import { automatedHeaders, buildMessage } from './message-building.js';
import { loadNoticeMessages, renderNotice } from './notice-rendering.js';
import { noticeBackOff, noticeContent, noticeKind } from './notice.js';
import { NoticeRepository, type ClaimedNotice } from './notice.repository.js';
import { NOTICE_RELAY } from './relays.js';
import type { SmtpRelay } from './smtp/smtp-relay.js';
import type { RelayReply } from './smtp/submission-outcome.js';

/** On top of what a dialogue can take, for rendering and settling: after it another worker may try again. */
const LEASE_MARGIN_SECONDS = 90;

/** Sends one owed notice. May send twice after a crash: a reader who waits for a link is worse off with none. */
@Injectable()
export class SendNotice {
  private readonly messages = loadNoticeMessages();

  constructor(
    private readonly notices: NoticeRepository,
    @Inject(NOTICE_RELAY) private readonly relay: SmtpRelay,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async send(noticeId: string): Promise<void> {
    const { DELIVERY_DIALOGUE_SECONDS: dialogue, DELIVERY_GRACE_SECONDS: grace } = this.config.env;
    const notice = await this.notices.claim(noticeId, randomUUID(), dialogue + 2 * grace + LEASE_MARGIN_SECONDS);
    if (notice === undefined) return;
    const content = noticeContent.parse(notice.content);
    const rendered = await renderNotice(
      noticeKind.parse(notice.kind),
      withoutUndefined(content),
      this.messages.translator(notice.locale),
    );
    const message = await buildMessage({
      from: content.from,
      to: notice.address,
      replyTo: content.replyTo,
      ...rendered,
      messageId: `n.${notice.id}.${notice.attempts}@${this.config.bounceDomain}`,
      date: this.clock.now(),
      headers: automatedHeaders,
    });
    const outcome = await this.relay.submit({
      from: `n+${notice.id}@${this.config.bounceDomain}`,
      to: notice.address,
      message,
    });
    await this.settle(notice, outcome);
  }

  private async settle(notice: ClaimedNotice, outcome: Awaited<ReturnType<SmtpRelay['submit']>>): Promise<void> {
    const fields = { noticeId: notice.id, kind: notice.kind, code: outcome.reply.code };
    switch (outcome.kind) {
      case 'submitted':
        await this.notices.settle(notice, 'submitted', outcome.reply);
        this.log.info('notice.submitted', fields);
        return;
      case 'refused':
        if (/^5\.7\./.test(outcome.reply.enhancedCode ?? '')) {
          // Policy or reputation: the sender's fault, and the reader still waits.
          await this.postpone(notice, outcome.reply);
          return;
        }
        await this.notices.settle(notice, 'failed', outcome.reply);
        this.log.warn('notice.refused', { ...fields, reply: outcome.reply.text });
        return;
      case 'postponed':
      case 'unknown':
        await this.postpone(notice, outcome.reply);
    }
  }

  private async postpone(notice: ClaimedNotice, reply: RelayReply): Promise<void> {
    await this.notices.postpone(notice, noticeBackOff(notice.attempts), reply);
    this.log.warn('notice.postponed', { noticeId: notice.id, kind: notice.kind, code: reply.code, reply: reply.text });
  }
}

/** Optional keys left out rather than set to undefined, as the renderer's types ask. */
function withoutUndefined(content: ReturnType<typeof noticeContent.parse>): Parameters<typeof renderNotice>[1] {
  const { brand, values, accent, actionUrl } = content;
  return {
    brand,
    values,
    ...(accent === undefined ? {} : { accent }),
    ...(actionUrl === undefined ? {} : { actionUrl }),
  };
}
