import { Module } from '@nestjs/common';
import { AllowList } from './allow-list.service.js';
import { DkimKeyRepository } from './dkim/dkim-key.repository.js';
import { DkimKeys } from './dkim/dkim-keys.service.js';
import { ManageDkim } from './dkim/manage-dkim.service.js';
import { PublishedRecords } from './dkim/published-records.service.js';
import { NoticeOutbox } from './notice-outbox.service.js';
import { NoticeRepository } from './notice.repository.js';
import { SendNotice } from './send-notice.service.js';
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
    SendNotice,
    TemplateRepository,
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
    Transports,
    ManageTransports,
    TestTransport,
    RotateSecrets,
  ],
})
export class MailModule {}
