import { AdmitFromProvider } from './openid/admit-from-provider.service.js';
import { FollowGroups } from './openid/follow-groups.service.js';
import { IdentityProvider } from './openid/identity-provider.service.js';
import { LastAdministrator } from './openid/last-administrator.service.js';
import { OpenidRepository } from './openid/openid.repository.js';
import { SignInWithOpenid } from './openid/sign-in-with-openid.service.js';
import { Account } from './account.service.js';
import { OwnerNotices } from './owner-notices.service.js';
import { PassSecondFactor } from './second-factor/pass-second-factor.service.js';
import { SecondFactorCodes } from './second-factor/second-factor-codes.service.js';
import { SecondFactorPolicy } from './second-factor/second-factor-policy.service.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { OpenSession } from './sessions/open-session.service.js';
import { OwnSessions } from './sessions/own-sessions.service.js';
import { SessionRepository } from './sessions/session.repository.js';
import { CredentialsRepository } from './signing-in/credentials.repository.js';
import { DeviceCookies } from './signing-in/device-cookies.service.js';
import { OwnSecretChange } from './signing-in/own-secret-change.service.js';
import { OwnTries } from './signing-in/own-tries.service.js';
import { OwnerProof } from './signing-in/owner-proof.service.js';
import { Passwords } from './signing-in/passwords.service.js';
import { RequestSignInLink } from './signing-in/request-sign-in-link.service.js';
import { ResetAccess } from './signing-in/reset-access.service.js';
import { SetPassword } from './signing-in/set-password.service.js';
import { SignInFailureRepository } from './signing-in/sign-in-failure.repository.js';
import { SignInLimits } from './signing-in/sign-in-limits.service.js';
import { SignInWithPassword } from './signing-in/sign-in-with-password.service.js';

/** How operators get in and stay in: what stays inside the lib, and what apps ask. */
export const waysInParts = [
  SessionRepository,
  CredentialsRepository,
  SignInFailureRepository,
  OpenidRepository,
  LastAdministrator,
  FollowGroups,
  AdmitFromProvider,
  OpenSession,
  OwnerNotices,
  OwnSecretChange,
  OwnTries,
  OwnerProof,
  Passwords,
  SignInLimits,
  SecondFactorCodes,
];

export const waysIn = [
  Account,
  DeviceCookies,
  IdentityProvider,
  OwnSessions,
  PassSecondFactor,
  RequestSignInLink,
  ResetAccess,
  SecondFactor,
  SecondFactorPolicy,
  SetPassword,
  SignInWithOpenid,
  SignInWithPassword,
];
