import { Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { z } from 'zod';
import { Clock, Config, errorText, isCatalogueError, Log, tokenErrors, TokenSigner } from '@app/platform';
import { openidErrors } from './openid.errors.js';

/** Between the click here and the way back: a password and a second factor are given in between. */
export const OPENID_MINUTES = 10;
/** Seconds the provider may take for one answer. */
const TIMEOUT_SECONDS = 10;
/** The discovery document and its keys are asked for again after this long, so that a provider may move. */
const DISCOVERY_MINUTES = 60;
const PURPOSE = 'openid-sign-in';
/** Deeper than any library wraps an error. */
const MAX_CAUSES = 5;

/** Who somebody is, as the provider vouches for them. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  readonly address: string | undefined;
  readonly isAddressVerified: boolean;
  readonly groups: readonly string[];
}

const profile = z.object({
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  // Some providers write it as a text.
  email_verified: z.union([z.boolean(), z.literal('true').transform(() => true)]).optional().catch(undefined), // prettier-ignore
});
/** One group may come as a text instead of a list of one. */
const groupList = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);

/** The newsroom's identity provider: OpenID Connect Core, code flow with PKCE (RFC 7636), state and nonce. */
@Injectable()
export class IdentityProvider {
  private found: { readonly at: Date; readonly configuration: Promise<openid.Configuration> } | undefined;

  constructor(
    private readonly config: Config,
    private readonly signer: TokenSigner,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** How people call it; undefined where there is none. */
  get name(): string | undefined {
    return this.config.env.OIDC_ISSUER === undefined ? undefined : this.config.env.OIDC_NAME;
  }

  /** Where to send the browser, and what it is to bring back in a cookie. @throws openid.off, openid.away */
  async begin(): Promise<{ readonly url: string; readonly ticket: string; readonly expiresAt: Date }> {
    const provider = await this.discovered();
    const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
    const url = openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.callbackUrl,
      scope: this.config.env.OIDC_SCOPE,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const expiresAt = new Date(this.clock.now().getTime() + OPENID_MINUTES * 60_000);
    const ticket = this.signer.sign(PURPOSE, Buffer.from([state, nonce, verifier].join(' ')), expiresAt);
    return { url: url.href, ticket, expiresAt };
  }

  /**
   * `query` is what the provider sent the browser back with.
   *
   * @throws openid.off, openid.away, openid.begun_elsewhere, openid.refused
   */
  async finish(query: string, ticket: string | undefined): Promise<Identity> {
    const [expectedState, expectedNonce, pkceCodeVerifier] = this.opened(ticket);
    const provider = await this.discovered();
    try {
      const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
      const tokens = await openid.authorizationCodeGrant(provider, new URL(`${this.callbackUrl}?${query}`), checks);
      const claims = tokens.claims();
      if (claims === undefined) throw openidErrors.error('openid.refused');
      // Providers may keep the ID token short and tell the rest to who asks (OpenID Connect Core §5.4).
      const more = provider.serverMetadata().userinfo_endpoint === undefined ? {} : await openid.fetchUserInfo(provider, tokens.access_token, claims.sub); // prettier-ignore
      return this.identityOf(claims.iss, claims.sub, { ...more, ...claims });
    } catch (error) {
      throw this.judged(error);
    }
  }

  private get callbackUrl(): string {
    return `${this.config.publicUrl}/admin/sign-in/oidc/callback`;
  }

  private identityOf(issuer: string, subject: string, claims: Readonly<Record<string, unknown>>): Identity {
    const { name, preferred_username: userName, email, email_verified: isVerified } = profile.parse(claims);
    const groups = groupList.parse(claims[this.config.env.OIDC_GROUPS_CLAIM]);
    return { issuer, subject, name: name ?? userName, address: email, isAddressVerified: isVerified === true, groups };
  }

  private opened(ticket: string | undefined): readonly [state: string, nonce: string, verifier: string] {
    try {
      const [state, nonce, verifier] = this.signer
        .verify(PURPOSE, ticket ?? '')
        .toString()
        .split(' ');
      if (state !== undefined && nonce !== undefined && verifier !== undefined) return [state, nonce, verifier];
    } catch (error) {
      if (!Object.keys(tokenErrors.entries).some((code) => isCatalogueError(error, code))) throw error;
    }
    throw openidErrors.error('openid.begun_elsewhere');
  }

  /** What we know ourselves passes; whatever else the provider or the way to it did is logged and told in two words. */
  private judged(error: unknown): unknown {
    if (isCatalogueError(error)) return error;
    // Its words alone: what hangs on the error may hold claims about a person.
    this.log.warn('openid.failed', { issuer: this.config.env.OIDC_ISSUER ?? null, reason: errorText(error) });
    return openidErrors.error(isSilence(error) ? 'openid.away' : 'openid.refused', {}, { cause: error });
  }

  private async discovered(): Promise<openid.Configuration> {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id = '', OIDC_CLIENT_SECRET: secret } = this.config.env;
    if (issuer === undefined) throw openidErrors.error('openid.off');
    const now = this.clock.now();
    if (this.found === undefined || now.getTime() - this.found.at.getTime() > DISCOVERY_MINUTES * 60_000) {
      const url = new URL(issuer);
      // Marked deprecated to stand out: it is for this machine only, as the configuration sees to.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      const execute = url.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
      const options = { execute, timeout: TIMEOUT_SECONDS };
      this.found = { at: now, configuration: openid.discovery(url, id, secret, undefined, options) };
    }
    const asked = this.found;
    try {
      return await asked.configuration;
    } catch (error) {
      // The next one to come asks again.
      if (this.found === asked) this.found = undefined;
      this.log.warn('openid.away', { issuer, reason: errorText(error) });
      throw openidErrors.error('openid.away', {}, { cause: error });
    }
  }
}

/** Nobody answered, or not in time: `fetch` says so somewhere in the chain of causes. */
function isSilence(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < MAX_CAUSES && typeof cause === 'object' && cause !== null; depth += 1) {
    if ('code' in cause && cause.code === 'OAUTH_TIMEOUT') return true;
    if ('message' in cause && cause.message === 'fetch failed') return true;
    cause = 'cause' in cause ? cause.cause : undefined;
  }
  return false;
}
