export { AuthenticateApiKey } from './authenticate-api-key.service.js';
export { AuthenticateSession } from './authenticate-session.service.js';
export { FindOperator, type FoundOperator } from './find-operator.service.js';
export { IdempotentRequests, type Begun, type FirstTry } from './idempotent-requests.service.js';
export { InviteOperator, type Invitation } from './invite-operator.service.js';
export { IssueApiKey, type ApiKeyRequest, type IssuedApiKey } from './issue-api-key.service.js';
export { IssueSignInLink, SIGN_IN_LINK_MINUTES, type IssuedLink } from './issue-sign-in-link.service.js';
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
export { OperatorRetention } from './operator-retention.service.js';
export { operatorErrors } from './operators.errors.js';
export { OperatorsModule } from './operators.module.js';
export { RedeemSignInLink, SESSION_HOURS, type OpenedSession } from './redeem-sign-in-link.service.js';
export {
  holds,
  holdsSomewhere,
  isRight,
  rights,
  rightsOf,
  type Grant,
  type HeldRights,
  type Right,
  type RightsSubject,
  type RightsThere,
} from './rights.js';
export { RevokeSession } from './revoke-session.service.js';
export { TellAdmins, type AlarmSender } from './tell-admins.service.js';
