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
  const secure = config.publicUrl.startsWith('https:');
  return {
    name: secure ? '__Host-colporteur' : 'colporteur_session',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  };
}
