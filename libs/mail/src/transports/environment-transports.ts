import type { Environment, TransportTls } from '@app/platform';
import { NOTICE_SMTP_URL_NAME, SMTP_URL_NAME } from './transport.js';
import type { ConnectionShares, RelayPlace, TransportPurpose } from './transport.js';

/** A transport that may be opened, stored or of the environment. */
export interface KnownTransport {
  readonly name: string;
  readonly purposes: readonly TransportPurpose[];
  readonly weight: number;
  readonly shares: ConnectionShares;
  readonly perWorker: boolean;
  readonly perSecond: number | null;
  readonly sendingDomains: readonly string[] | null;
  /** Another one after every change: what is open is closed and opened anew. */
  readonly version: number;
  /** @throws secret.unreadable */
  readonly place: () => RelayPlace;
}

/** Notices have connections of their own beside DELIVERY_CONNECTIONS. */
const NOTICE_CONNECTIONS = 2;

/** The relays that need no table: they serve what no stored transport does. */
export function environmentTransports(
  env: Pick<Environment, 'SMTP_URL' | 'NOTICE_SMTP_URL' | 'DELIVERY_CONNECTIONS'>,
): KnownTransport[] {
  const { SMTP_URL: url, NOTICE_SMTP_URL: noticeUrl, DELIVERY_CONNECTIONS: bulk } = env;
  const isApart = noticeUrl !== undefined && noticeUrl !== url;
  const common = { weight: 1, perWorker: true, perSecond: null, sendingDomains: null, version: 0 };
  const main: KnownTransport = {
    ...common,
    name: SMTP_URL_NAME,
    purposes: isApart ? ['editions', 'flash'] : ['editions', 'flash', 'notices'],
    shares: { bulk, notices: isApart ? 0 : NOTICE_CONNECTIONS },
    place: () => placeOf(url),
  };
  if (!isApart) return [main];
  const notices: KnownTransport = {
    ...common,
    name: NOTICE_SMTP_URL_NAME,
    purposes: ['notices'],
    shares: { bulk: 0, notices: NOTICE_CONNECTIONS },
    place: () => placeOf(noticeUrl),
  };
  return [main, notices];
}

/** An address as in SMTP_URL, which configuration has judged. `relayUrl` is the way back. */
export function placeOf(url: string): RelayPlace {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const isImplicit = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isImplicit ? 465 : 587) : Number(port),
    tls: isImplicit ? 'implicit' : tlsIn(searchParams.get('tls')),
    username: username === '' ? null : decodeURIComponent(username),
    password: username === '' ? null : decodeURIComponent(password),
  };
}

function tlsIn(demand: string | null): TransportTls {
  return demand === 'required' || demand === 'none' ? demand : 'offered';
}
