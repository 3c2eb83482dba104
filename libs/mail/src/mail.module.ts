import { Module } from '@nestjs/common';
import { AllowList } from './allow-list.service.js';
import { DkimKeyRepository } from './dkim/dkim-key.repository.js';
import { DkimKeys } from './dkim/dkim-keys.service.js';
import { ManageDkim } from './dkim/manage-dkim.service.js';
import { PublishedRecords } from './dkim/published-records.service.js';
import { TemplateSandbox } from './rendering/template-sandbox.js';
import { JudgeNotice } from './notices/judge-notice.service.js';
import { FrameNotice } from './notices/frame-notice.service.js';
import { NoticeOutbox } from './notice-outbox.service.js';
import { NoticeRepository } from './notice.repository.js';
import { SendNotice } from './send-notice.service.js';
import { ManageTemplates } from './templates/manage-templates.service.js';
import { PartialSnapshot } from './templates/partial-snapshot.service.js';
import { SendTestMail } from './templates/send-test-mail.service.js';
import { ShippedTemplates } from './templates/shipped-templates.service.js';
import { TemplateDraftRepository } from './templates/template-draft.repository.js';
import { TemplateDrafts } from './templates/template-drafts.service.js';
import { TestRecipientRepository } from './templates/test-recipient.repository.js';
import { TemplateRepository } from './templates/template.repository.js';
import { RotateSecrets } from './secrets/rotate-secrets.service.js';
import { SealedSecretsRepository } from './secrets/sealed-secrets.repository.js';
import { ManageTransports } from './transports/manage-transports.service.js';
import { TestTransport } from './transports/test-transport.service.js';
import { TransportHealthRepository } from './transports/transport-health.repository.js';
import { TransportWatch } from './transports/transport-watch.service.js';
import { TransportRepository } from './transports/transport.repository.js';
import { Transports } from './transports/transports.service.js';

@Module({
  providers: [
    AllowList,
    DkimKeyRepository,
    DkimKeys,
    ManageDkim,
    PublishedRecords,
    NoticeRepository,
    NoticeOutbox,
    FrameNotice,
    JudgeNotice,
    SendNotice,
    { provide: TemplateSandbox, useFactory: () => new TemplateSandbox() },
    TemplateRepository,
    TemplateDraftRepository,
    TemplateDrafts,
    PartialSnapshot,
    ManageTemplates,
    ShippedTemplates,
    TestRecipientRepository,
    SendTestMail,
    TransportRepository,
    TransportHealthRepository,
    TransportWatch,
    ManageTransports,
    TestTransport,
    SealedSecretsRepository,
    RotateSecrets,
    Transports,
  ],
  exports: [
    AllowList,
    DkimKeys,
    ManageDkim,
    NoticeOutbox,
    SendNotice,
    TemplateRepository,
    TemplateSandbox,
    TemplateDrafts,
    PartialSnapshot,
    ManageTemplates,
    ShippedTemplates,
    SendTestMail,
    JudgeNotice,
    Transports,
    ManageTransports,
    TestTransport,
    RotateSecrets,
  ],
})
export class MailModule {}
