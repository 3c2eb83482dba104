import { z } from 'zod';
import { transportFields, transportName, transportPassword, type ShownTransport } from '@app/mail';

/** What the operators' API tells of transports, and what it takes. */

const { host, port, tls, username, purposes, weight, connections, perSecond, sendingDomains } = transportFields;

export const namedTransport = transportName;

const password = transportPassword.describe('Written only: no answer ever holds it.');
const insecure = z
  .boolean()
  .optional()
  .describe('In production: mails, and the password, may cross a public network in the open.');

export const newTransport = z.strictObject({
  host,
  port,
  tls: tls.default('required'),
  username: username.default(null),
  password: password.optional(),
  purposes: purposes.default(['editions', 'flash', 'notices']),
  weight: weight.default(10),
  connections: connections.default(5),
  perSecond: perSecond.default(null),
  sendingDomains: sendingDomains.default(null),
  insecure,
});
export type NewTransportInput = z.infer<typeof newTransport>;

export const transportChange = z
  .strictObject({ host, port, tls, username, password, purposes, weight, connections, perSecond, sendingDomains })
  .partial()
  .extend({ insecure })
  .describe('What is left out stays. A user name that becomes null takes the password with it.');
export type TransportChangeInput = z.infer<typeof transportChange>;

const health = z.object({
  works: z.boolean(),
  failingSince: z.iso.datetime().nullable(),
  lastFailure: z.string().nullable().describe('The relay’s words without addresses; also of one that works again.'),
  nextTryAt: z.iso.datetime().nullable(),
});

export const transportAnswer = z.object({
  name: z.string(),
  host: z.string(),
  port: z.int(),
  tls: z.enum(['none', 'offered', 'required', 'implicit']),
  username: z.string().nullable(),
  hasPassword: z.boolean(),
  purposes: z.array(z.enum(['editions', 'flash', 'notices'])),
  weight: z.int(),
  connections: z.int(),
  perSecond: z.int().nullable(),
  sendingDomains: z.array(z.string()).nullable(),
  state: z.enum(['active', 'paused', 'retired']),
  version: z.int().describe('The ETag holds it too.'),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  health,
  hints: z.array(z.string()).describe('What is allowed and seldom meant.'),
});
export type TransportAnswer = z.infer<typeof transportAnswer>;

export const transportList = z.object({ transports: z.array(transportAnswer) });

export const transportTest = z.object({
  works: z.boolean(),
  trouble: z.enum(['unreachable', 'greeting', 'tls', 'sign_in']).nullable(),
  reply: z.string().nullable().describe('What the relay said, or what broke, without addresses.'),
  isSecured: z.boolean().nullable().describe('Whether the connection is encrypted.'),
  offers: z.array(z.string()).describe('Extensions the relay names (EHLO).'),
});

export function transportAnswerOf(shown: ShownTransport): TransportAnswer {
  const { health: known, createdAt, changedAt, purposes: given, sendingDomains: domains, hints, ...rest } = shown;
  return {
    ...rest,
    purposes: [...given],
    sendingDomains: domains === null ? null : [...domains],
    hints: [...hints],
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    health: {
      works: (known?.failingSince ?? null) === null,
      failingSince: known?.failingSince?.toISOString() ?? null,
      lastFailure: known?.lastFailure ?? null,
      nextTryAt: known?.nextTryAt?.toISOString() ?? null,
    },
  };
}
