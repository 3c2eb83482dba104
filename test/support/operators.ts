import { InviteOperator, IssueApiKey, IssueSignInLink } from '@app/operators';
import { newId, type OperatorRole } from '@app/platform';
import type { TestApi } from './api.js';

async function invited(server: TestApi, role: OperatorRole, locale: string): Promise<string> {
  const invite = server.api.app.get(InviteOperator, { strict: false });
  const invitation = { address: `${newId()}@newsroom.example`, name: 'Ana Ferreira', role, locale, invitedBy: null };
  return (await invite.invite(invitation)).operatorId;
}

/** The cookie header of a new operator who has just signed in. */
export async function signedIn(server: TestApi, role: OperatorRole, locale = 'en'): Promise<{ cookie: string }> {
  const issue = server.api.app.get(IssueSignInLink, { strict: false });
  const { secret } = await issue.issue({ operatorId: await invited(server, role, locale), issuedBy: null });
  const { headers } = await server.ask('POST', `/admin/sign-in/${secret}`);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

/** The authorization header of a program that acts for a new editor. */
export async function keyWith(server: TestApi, ...scopes: string[]): Promise<{ authorization: string }> {
  return keyOf(server, 'editor', ...scopes);
}

/** As {@link keyWith}, for an operator of another role. */
export async function keyOf(
  server: TestApi,
  role: OperatorRole,
  ...scopes: string[]
): Promise<{ authorization: string }> {
  const request = { operatorId: await invited(server, role, 'en'), name: 'CMS', scopes, issuedBy: null };
  const { key } = await server.api.app.get(IssueApiKey, { strict: false }).issue(request);
  return { authorization: `Bearer ${key}` };
}
