import type { Config } from '@app/platform';
import { SmtpRelay } from './smtp/smtp-relay.js';

/** Connections for notices are their own: a digest to a million readers does not delay a confirmation. */
export const NOTICE_RELAY = Symbol('NOTICE_RELAY');
export const EDITION_RELAY = Symbol('EDITION_RELAY');

const NOTICE_CONNECTIONS = 2;

export function noticeRelay(config: Config): SmtpRelay {
  return relay(config, NOTICE_CONNECTIONS);
}

export function editionRelay(config: Config): SmtpRelay {
  return relay(config, config.env.DELIVERY_CONNECTIONS);
}

function relay(config: Config, connections: number): SmtpRelay {
  return new SmtpRelay({
    url: config.env.SMTP_URL,
    connections,
    clientName: config.bounceDomain,
    dialogueMs: config.env.DELIVERY_DIALOGUE_SECONDS * 1000,
    graceMs: config.env.DELIVERY_GRACE_SECONDS * 1000,
  });
}
