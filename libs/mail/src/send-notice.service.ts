import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { Clock, Config, Log } from '@app/platform';
import { DkimKeys } from './dkim/dkim-keys.service.js';
import { signMessage } from './dkim/signature.js';
import { automatedHeaders, buildMessage } from './message/message-building.js';
import { loadNoticeMessages, type NoticeData } from './notice-rendering.js';
import { FrameNotice } from './notices/frame-notice.service.js';
import { noticeBackOff, noticeContent, noticeKind, type NoticeContent } from './notice.js';
import { NoticeRepository, type ClaimedNotice } from './notice.repository.js';
import type { Submission } from './smtp/smtp-relay.js';
import type { RelayReply, SubmissionOutcome } from './smtp/submission-outcome.js';
import type { OpenTransport } from './transports/transport.js';
import { Transports } from './transports/transports.service.js';

/** On top of what a dialogue can take, for rendering and settling: after it another worker may try again. */
const LEASE_MARGIN_SECONDS = 90;

/** Relays that one notice is offered one after the other, each for a whole dialogue, before it waits for its next turn. */
const MOST_RELAYS = 2;
/** Each of these has a ring of its own; the bound is for a worker that is to stop. */
const URGENT_A_RING = 10;
/** While every relay fails: as long as a first back-off, since somebody waits in front of the screen. */
const NO_RELAY_SECONDS = 15;
const NOT_ALLOWED: RelayReply = { code: null, enhancedCode: null, text: 'not in ALLOWED_RECIPIENTS' };
const NO_RELAY: RelayReply = { code: null, enhancedCode: null, text: 'no transport can be used now' };

/** Sends one owed notice. May send twice after a crash: a reader who waits for a link is worse off with none. */
@Injectable()
export class SendNotice {
  private readonly messages = loadNoticeMessages();

  constructor(
    private readonly notices: NoticeRepository,
    private readonly frames: FrameNotice,
    private readonly transports: Transports,
    private readonly dkim: DkimKeys,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async send(noticeId: string): Promise<void> {
    const { DELIVERY_DIALOGUE_SECONDS: dialogue, DELIVERY_GRACE_SECONDS: grace } = this.config.env;
    const lease = MOST_RELAYS * (dialogue + grace) + LEASE_MARGIN_SECONDS;
    // A ring may have waited behind thousands; whatever somebody waits for now goes first, in each of them.
    for (let n = 0; n < URGENT_A_RING; n += 1) {
      const urgent = await this.notices.claimUrgent(randomUUID(), lease);
      if (urgent === undefined) break;
      await this.deliver(urgent);
      if (urgent.id === noticeId) return;
    }
    const notice = await this.notices.claim(noticeId, randomUUID(), lease);
    if (notice !== undefined) await this.deliver(notice);
  }

  private async deliver(notice: ClaimedNotice): Promise<void> {
    if (!notice.isAllowed) {
      await this.notices.settle(notice, 'failed', NOT_ALLOWED);
      this.log.warn('notice.not_allowed', { noticeId: notice.id, kind: notice.kind });
      return;
    }
    const content = noticeContent.parse(notice.content);
    const fromDomain = domainToASCII(content.from.address.slice(content.from.address.lastIndexOf('@') + 1));
    const first = this.relayFor(fromDomain, notice.avoidTransport);
    if (first === undefined) {
      await this.notices.postpone(notice, NO_RELAY_SECONDS, NO_RELAY);
      return;
    }
    const submission = await this.submission(notice, content, fromDomain);
    let outcome = await first.submit(submission);
    const tried = [first.name];
    while (wasNotOffered(outcome) && tried.length < MOST_RELAYS) {
      const next = this.transports.choose('notices', { fromDomain, not: tried });
      if (next === undefined) break;
      outcome = await next.submit(submission);
      tried.push(next.name);
    }
    await this.settle(notice, outcome, tried.at(-1) ?? first.name);
  }

  /** An alarm about a relay takes another one, and that one only where there is no other. */
  private relayFor(fromDomain: string, avoid: string | null): OpenTransport | undefined {
    const other = avoid === null ? undefined : this.transports.choose('notices', { fromDomain, not: [avoid] });
    return other ?? this.transports.choose('notices', { fromDomain });
  }

  private async submission(notice: ClaimedNotice, content: NoticeContent, fromDomain: string): Promise<Submission> {
    const rendered = await this.frames.render(
      noticeKind.parse(notice.kind),
      withoutUndefined(content),
      this.messages.translator(notice.locale),
    );
    const date = this.clock.now();
    const message = await buildMessage({
      from: content.from,
      to: notice.address,
      replyTo: content.replyTo,
      ...rendered,
      messageId: `n.${notice.id}.${notice.attempts}@${this.config.bounceDomain}`,
      date,
      headers: automatedHeaders,
    });
    const signer = await this.dkim.signerFor(fromDomain);
    const signed = signer === undefined ? message : await signMessage(message, signer, date);
    return { from: `n+${notice.id}@${this.config.bounceDomain}`, to: notice.address, message: signed };
  }

  private async settle(notice: ClaimedNotice, outcome: SubmissionOutcome, transport: string): Promise<void> {
    const fields = { noticeId: notice.id, kind: notice.kind, transport, code: outcome.reply.code };
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

/** Certainly not taken, and not for this recipient's sake: another relay may. */
function wasNotOffered(outcome: SubmissionOutcome): boolean {
  return outcome.kind === 'postponed' && !outcome.begun;
}

/** Optional keys left out rather than set to undefined, as the renderer's types ask. */
function withoutUndefined(content: ReturnType<typeof noticeContent.parse>): NoticeData {
  const { brand, values, accent, actionUrl } = content;
  return {
    brand,
    values,
    ...(accent === undefined ? {} : { accent }),
    ...(actionUrl === undefined ? {} : { actionUrl }),
  };
}
