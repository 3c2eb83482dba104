import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '@app/platform';
import { NoticeOutbox } from './notice-outbox.service.js';
import { NoticeRepository } from './notice.repository.js';
import { EDITION_RELAY, NOTICE_RELAY, editionRelay, noticeRelay } from './relays.js';
import { SendNotice } from './send-notice.service.js';
import type { SmtpRelay } from './smtp/smtp-relay.js';
import { TemplateRepository } from './template.repository.js';

@Module({
  providers: [
    NoticeRepository,
    NoticeOutbox,
    SendNotice,
    TemplateRepository,
    { provide: NOTICE_RELAY, inject: [Config], useFactory: noticeRelay },
    { provide: EDITION_RELAY, inject: [Config], useFactory: editionRelay },
  ],
  exports: [NoticeOutbox, SendNotice, TemplateRepository, EDITION_RELAY],
})
export class MailModule implements OnApplicationShutdown {
  constructor(
    @Inject(NOTICE_RELAY) private readonly notices: SmtpRelay,
    @Inject(EDITION_RELAY) private readonly editions: SmtpRelay,
  ) {}

  onApplicationShutdown(): void {
    this.notices.close();
    this.editions.close();
  }
}
