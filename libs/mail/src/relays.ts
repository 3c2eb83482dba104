import type { Config } from '@app/platform';
import { SmtpRelay } from './smtp/smtp-relay.js';

export const EDITION_RELAY = Symbol('EDITION_RELAY');

export function editionRelay(config: Config): SmtpRelay {
  return new SmtpRelay({
    url: config.env.SMTP_URL,
    connections: config.env.DELIVERY_CONNECTIONS,
    clientName: config.bounceDomain,
    dialogueMs: config.env.DELIVERY_DIALOGUE_SECONDS * 1000,
    graceMs: config.env.DELIVERY_GRACE_SECONDS * 1000,
  });
}
