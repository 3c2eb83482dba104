import { isIPv6 } from 'node:net';
import type { TransportState, TransportTls } from '@app/platform';
import type { Submission } from '../smtp/smtp-relay.js';
import type { SubmissionOutcome } from '../smtp/submission-outcome.js';

/** What a transport may be used for. */
export const transportPurposes = ['editions', 'flash', 'notices'] as const;
export type TransportPurpose = (typeof transportPurposes)[number];

/** The environment's relays, by the names that the ledger, the pace and alarms know them by. */
export const SMTP_URL_NAME = 'smtp-url';
export const NOTICE_SMTP_URL_NAME = 'notice-smtp-url';

/** A transport that can be given messages now. */
export interface OpenTransport {
  readonly name: string;
  /** Dialogues at once for what was asked: over all workers for a stored transport, else for each worker. */
  readonly connections: number;
  /** Whether {@link connections} is for each worker: so it is with the environment's relays. */
  readonly perWorker: boolean;
  /** Messages a second, over all workers; null: as many as it takes. */
  readonly perSecond: number | null;
  /** Never throws for what the relay or the network does; notes the transport's health by itself. */
  submit(submission: Submission): Promise<SubmissionOutcome>;
}

/** What an operator says of a transport, the password apart. */
export interface TransportSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: TransportTls;
  readonly username: string | null;
  readonly purposes: readonly TransportPurpose[];
  readonly weight: number;
  readonly connections: number;
  readonly perSecond: number | null;
  /** From domains, lower case, A-labels; null: all. */
  readonly sendingDomains: readonly string[] | null;
}

export interface StoredTransport extends TransportSettings {
  readonly id: string;
  /** Lower case, digits, hyphens; never given to another one. */
  readonly name: string;
  readonly state: TransportState;
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** Where a relay is and how it is spoken to. */
export interface RelayPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: TransportTls;
  readonly username: string | null;
  readonly password: string | null;
}

/** As {@link SmtpRelay} takes it, and as SMTP_URL says it. */
export function relayUrl({ host, port, tls, username, password }: RelayPlace): string {
  const user = username === null ? '' : `${encodeURIComponent(username)}:${encodeURIComponent(password ?? '')}@`;
  const where = isIPv6(host) ? `[${host}]` : host;
  const scheme = tls === 'implicit' ? 'smtps' : 'smtp';
  const demand = tls === 'required' || tls === 'none' ? `?tls=${tls}` : '';
  return `${scheme}://${user}${where}:${port}${demand}`;
}

/** How many of a transport's connections notices have for themselves where editions use it too. */
const RESERVED = 2;

export interface ConnectionShares {
  /** Editions and flashes. */
  readonly bulk: number;
  readonly notices: number;
}

/**
 * A relay's limit holds for both together. Notices always have one of their own, two where there are three: a digest to
 * a million readers keeps the others busy for an hour.
 */
export function connectionShares(connections: number, purposes: readonly TransportPurpose[]): ConnectionShares {
  const isForNotices = purposes.includes('notices');
  const isForBulk = purposes.some((purpose) => purpose !== 'notices');
  if (!isForBulk) return { bulk: 0, notices: connections };
  if (!isForNotices) return { bulk: connections, notices: 0 };
  const notices = Math.max(1, Math.min(RESERVED, connections - 1));
  return { bulk: Math.max(1, connections - notices), notices };
}
