import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Config } from '@app/platform';

export interface SessionCookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;
}

/**
 * Over https the name starts with `__Host-`: browsers then refuse one that was set by a sibling host or without TLS
 * (RFC 6265bis §4.1.3.2). Lax and not Strict, because a link in a colleague's mail should find one signed in.
 */
export function sessionCookie(config: Config): SessionCookie {
  return ownCookie(config, '__Host-colporteur', 'colporteur_session');
}

/** By which a browser is known that signed in before: it lets nobody in (libs/operators, device cookies). */
export function deviceCookie(config: Config): SessionCookie {
  return ownCookie(config, '__Host-colporteur-device', 'colporteur_device');
}

/** What was agreed on with the identity provider, while somebody is there. */
export function openidCookie(config: Config): SessionCookie {
  return ownCookie(config, '__Host-colporteur-openid', 'colporteur_openid');
}

function ownCookie(config: Config, secureName: string, plainName: string): SessionCookie {
  const secure = config.publicUrl.startsWith('https:');
  return { name: secure ? secureName : plainName, options: { path: '/', httpOnly: true, sameSite: 'lax', secure } };
}
