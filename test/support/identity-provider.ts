import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Somebody the provider knows, by the login they type. */
export interface ProviderAccount {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface TestProvider {
  readonly issuer: string;
  /** Changed by a test as an administrator of the provider would. */
  readonly accounts: Map<string, ProviderAccount>;
  readonly client: { readonly id: string; readonly secret: string };
  /**
   * As a browser: from the authorization address through the provider's own pages, back to where it sends the browser.
   * Returns that address.
   */
  signIn(authorizationUrl: string, login: string): Promise<URL>;
  /** Away, as after a power cut. */
  stop(): Promise<void>;
}

/** A real OpenID provider on 127.0.0.1 with its own development pages. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, ProviderAccount>();
  const client = { id: 'colporteur', secret: 'a secret that only this test knows' };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    pkce: { required: () => true },
    cookies: { keys: ['a key that only this test knows'] },
    findAccount: (_, id) => {
      const account = accounts.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account, groups: [...account.groups] }) };
    },
  });
  // Koa's handler answers its own failures, and Node does not wait for what it gives back.
  // eslint-disable-next-line @typescript-eslint/no-misused-promises
  server.on('request', provider.callback());
  return { issuer, accounts, client, signIn: (url, login) => walk(url, login, issuer), stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

/** More redirects and forms than the provider has. */
const MAX_STEPS = 20;

async function walk(start: string, login: string, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = new Request(start);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    next.headers.set('cookie', Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(next, { redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      const target = new URL(location, next.url);
      if (target.origin !== issuer) return target;
      next = new Request(target);
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`no form to fill in: ${String(response.status)} ${page.slice(0, 300)}`); // prettier-ignore
    const body = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
    next = new Request(new URL(action, next.url), { method: 'POST', body });
  }
  throw new Error('the provider does not let anybody go');
}
