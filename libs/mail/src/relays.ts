import type { Config } from '@app/platform';
import { SmtpRelay } from './smtp/smtp-relay.js';

/**
 * Notices have connections of their own, and a relay of their own where NOTICE_SMTP_URL names one: a digest to a million
 * readers does not delay a confirmation, and what a digest does to a relay's name does not keep one away.
 */
export const NOTICE_RELAY = Symbol('NOTICE_RELAY');
export const EDITION_RELAY = Symbol('EDITION_RELAY');

const NOTICE_CONNECTIONS = 2;

export function noticeRelay(config: Config): SmtpRelay {
  return relay(config, config.env.NOTICE_SMTP_URL ?? config.env.SMTP_URL, NOTICE_CONNECTIONS);
}

export function editionRelay(config: Config): SmtpRelay {
  return relay(config, config.env.SMTP_URL, config.env.DELIVERY_CONNECTIONS);
}

function relay(config: Config, url: string, connections: number): SmtpRelay {
  return new SmtpRelay({
    url,
    connections,
    clientName: config.bounceDomain,
    dialogueMs: config.env.DELIVERY_DIALOGUE_SECONDS * 1000,
    graceMs: config.env.DELIVERY_GRACE_SECONDS * 1000,
  });
}
