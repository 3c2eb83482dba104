export type { AuditedAct, AuditFilter } from './audit-log/audit-log.repository.js';
export type { AuditFormat } from './audit-log/audit-text.js';
export { ReadAudit, type AuditExport, type AuditPage } from './audit-log/read-audit.service.js';
export { AlarmWebhook, type AlarmPost } from './alarms/alarm-webhook.service.js';
export { TellDesk, type DeskCall } from './alarms/tell-desk.service.js';
export { AuthenticateApiKey } from './authenticate-api-key.service.js';
export { Account, type OwnAccount } from './account.service.js';
export { AuthenticateSession } from './authenticate-session.service.js';
export { FindOperator, type FoundOperator } from './find-operator.service.js';
export { IdempotentRequests, type Begun, type FirstTry } from './idempotent-requests.service.js';
export { InviteOperator, type Invitation, type Invited } from './invite-operator.service.js';
export {
  IssueApiKey,
  KEY_REQUESTS_PER_MINUTE,
  type ApiKeyRequest,
  type IssuedApiKey,
} from './issue-api-key.service.js';
export {
  INVITATION_HOURS,
  IssueSignInLink,
  SIGN_IN_LINK_MINUTES,
  type IssuedLink,
} from './issue-sign-in-link.service.js';
export { IdentityProvider } from './openid/identity-provider.service.js';
export { openidErrors } from './openid/openid.errors.js';
export { SignInWithOpenid } from './openid/sign-in-with-openid.service.js';
export {
  demand,
  isNewsletterScope,
  isScope,
  isSourceScope,
  mayDo,
  mayDoSomewhere,
  mayForSomeSource,
  mayWriteTo,
  scopes,
  sourcesOf,
  type ApiKeyPrincipal,
  type KeyRestriction,
  type OperatorPrincipal,
  type Principal,
  type Scope,
  type SourceScope,
} from './operator-access.js';
export { OperatorNamesRepository } from './operator-names.repository.js';
export type { KeyFilter, ListedApiKey } from './keys/api-key-directory.repository.js';
export { ManageApiKeys } from './keys/manage-api-keys.service.js';
export {
  ChangeOperator,
  COMMAND_LINE,
  type Actor,
  type ChangeRequest,
  type OperatorChange,
} from './managing/change-operator.service.js';
export type { ListedOperator } from './managing/operator-directory.repository.js';
export { ReadOperators } from './managing/read-operators.service.js';
export { SoloMode, type SoloState } from './managing/solo-mode.service.js';
export { LiveAccessRepository } from './live-access.repository.js';
export { ENDED_DAYS, OperatorRetention } from './operator-retention.service.js';
export { operatorErrors } from './operators.errors.js';
export { OperatorsModule } from './operators.module.js';
export { type NoticeSender } from './owner-notices.service.js';
export { RedeemSignInLink } from './redeem-sign-in-link.service.js';
export {
  holds,
  holdsSomewhere,
  isRight,
  rights,
  rightsHeldEverywhere,
  rightsOf,
  type Grant,
  type HeldRights,
  type Right,
  type RightsSubject,
  type RightsThere,
} from './rights.js';
export { RevokeSession } from './revoke-session.service.js';
export { TellAdmins, type AlarmSender } from './tell-admins.service.js';
export { PassSecondFactor } from './second-factor/pass-second-factor.service.js';
export { SecondFactorPolicy } from './second-factor/second-factor-policy.service.js';
export { SecondFactor } from './second-factor/second-factor.service.js';
export { HALF_SESSION_MINUTES, SESSION_HOURS, type OpenedSession } from './sessions/open-session.service.js';
export { OwnSessions, type RenewedSession } from './sessions/own-sessions.service.js';
export type { ListedSession } from './sessions/session.repository.js';
export { DeviceCookies } from './signing-in/device-cookies.service.js';
export type { ProofNeeded } from './signing-in/owner-proof.service.js';
export { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './signing-in/password-policy.js';
export { RequestSignInLink } from './signing-in/request-sign-in-link.service.js';
export { ResetAccess } from './signing-in/reset-access.service.js';
export { SetPassword } from './signing-in/set-password.service.js';
export { SignInWithPassword } from './signing-in/sign-in-with-password.service.js';
export type { WayIn } from './signing-in/way-in.js';
