import { Module } from '@nestjs/common';
import { MailModule } from '@app/mail';
import { AlarmListenerRepository } from './alarms/alarm-listener.repository.js';
import { AlarmWebhook } from './alarms/alarm-webhook.service.js';
import { TellDesk } from './alarms/tell-desk.service.js';
import { AccessRepository } from './access.repository.js';
import { AuditLogRepository } from './audit-log/audit-log.repository.js';
import { ReadAudit } from './audit-log/read-audit.service.js';
import { AuthenticateApiKey } from './authenticate-api-key.service.js';
import { AuthenticateSession } from './authenticate-session.service.js';
import { FindOperator } from './find-operator.service.js';
import { GrantRepository } from './grants/grant.repository.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotentRequests } from './idempotent-requests.service.js';
import { InviteOperator } from './invite-operator.service.js';
import { IssueApiKey } from './issue-api-key.service.js';
import { IssueSignInLink } from './issue-sign-in-link.service.js';
import { ApiKeyDirectoryRepository } from './keys/api-key-directory.repository.js';
import { ManageApiKeys } from './keys/manage-api-keys.service.js';
import { LiveAccessRepository } from './live-access.repository.js';
import { AdmitOperator } from './managing/admit-operator.service.js';
import { ChangeOperator } from './managing/change-operator.service.js';
import { OperatorDirectoryRepository } from './managing/operator-directory.repository.js';
import { OperatorSettingRepository } from './managing/operator-setting.repository.js';
import { ReadOperators } from './managing/read-operators.service.js';
import { SoloMode } from './managing/solo-mode.service.js';
import { StandingOfOperators } from './managing/standing-of-operators.service.js';
import { OperatorNamesRepository } from './operator-names.repository.js';
import { OperatorRetention } from './operator-retention.service.js';
import { OperatorsRepository } from './operators.repository.js';
import { RedeemSignInLink } from './redeem-sign-in-link.service.js';
import { RevokeSession } from './revoke-session.service.js';
import { TellAdmins } from './tell-admins.service.js';
import { waysIn, waysInParts } from './ways-in.js';

const services = [
  TellDesk,
  AlarmWebhook,
  LiveAccessRepository,
  OperatorNamesRepository,
  InviteOperator,
  FindOperator,
  IssueSignInLink,
  RedeemSignInLink,
  AuthenticateSession,
  RevokeSession,
  IssueApiKey,
  AuthenticateApiKey,
  OperatorRetention,
  IdempotentRequests,
  TellAdmins,
  ReadAudit,
  ReadOperators,
  ChangeOperator,
  SoloMode,
  ManageApiKeys,
  ...waysIn,
];

/** Needs the global PlatformModule. */
@Module({
  imports: [MailModule],
  providers: [
    OperatorsRepository,
    AccessRepository,
    AlarmListenerRepository,
    GrantRepository,
    AuditLogRepository,
    IdempotencyRepository,
    OperatorDirectoryRepository,
    OperatorSettingRepository,
    StandingOfOperators,
    AdmitOperator,
    ApiKeyDirectoryRepository,
    ...waysInParts,
    ...services,
  ],
  exports: services,
})
export class OperatorsModule {}
