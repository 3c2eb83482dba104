import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { isPublicAddress } from '@app/platform';
import { NOTICE_SMTP_URL_NAME, SMTP_URL_NAME, transportPurposes, type TransportSettings } from './transport.js';

/** What may be said of a transport, for the command line and the API alike. */

/** The ledger's rows and metrics carry it: short, and safe anywhere. */
export const transportName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower case letters, digits and hyphens, at most 40')
  .refine((name) => name !== SMTP_URL_NAME && name !== NOTICE_SMTP_URL_NAME, 'is the environment’s own name');

const host = z
  .string()
  .max(253)
  .refine((text) => isIP(text) !== 0 || z.hostname().safeParse(text).success, 'a host name or an internet address, without smtp:// and port'); // prettier-ignore

const sendingDomain = z
  .string()
  .max(253)
  .transform((text) => domainToASCII(text.toLowerCase()))
  .refine((domain) => z.hostname().safeParse(domain).success, 'a domain such as news.example');

/** Nothing a SASL mechanism of one line cannot carry (RFC 4616 §2: no NUL). */
const credential = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^\P{Cc}*$/u, 'without control characters');

/** The most one relay is given at once, as the table has it. */
const MOST_CONNECTIONS = 500;

export const transportFields = {
  host,
  port: z.int().min(1).max(65_535),
  tls: z.enum(['none', 'offered', 'required', 'implicit']).describe('implicit: from the first byte, as on port 465.'),
  username: credential.nullable().describe('null: no sign-in.'),
  purposes: z.array(z.enum(transportPurposes)).min(1).max(3),
  weight: z.int().min(1).max(1_000).describe('Shares of the work among those that may do it.'),
  connections: z.int().min(1).max(MOST_CONNECTIONS).describe('Dialogues at once, over all workers.'),
  perSecond: z.int().min(1).max(10_000).nullable().describe('Messages a second, over all workers; null: no limit.'),
  sendingDomains: z.array(sendingDomain).min(1).max(200).nullable().describe('From domains it may be used for; null: all.'),
} as const; // prettier-ignore

export const transportPassword = credential;

/** What a new transport is where nothing is said. */
export const transportDefaults = {
  tls: 'required',
  username: null,
  purposes: [...transportPurposes],
  weight: 10,
  connections: 5,
  perSecond: null,
  sendingDomains: null,
} as const satisfies Partial<TransportSettings>;

export interface TransportProblem {
  readonly field: string;
  readonly message: string;
}

export interface Surroundings {
  readonly isProduction: boolean;
  readonly hasPassword: boolean;
  /** The operator said that a password and mails may cross the network in the open. */
  readonly mayBeInsecure: boolean;
}

/** What settings say together. Pure; empty: it may be set up like this. */
export function transportProblems(settings: TransportSettings, around: Surroundings): TransportProblem[] {
  const problems: TransportProblem[] = [];
  const { tls, username, purposes, connections } = settings;
  if (username !== null && !around.hasPassword)
    problems.push({ field: 'password', message: 'a user name needs a password' });
  if (username === null && around.hasPassword)
    problems.push({ field: 'username', message: 'a password needs a user name' });
  if (new Set(purposes).size !== purposes.length)
    problems.push({ field: 'purposes', message: 'names a purpose twice' });
  const isShared = purposes.includes('notices') && purposes.some((purpose) => purpose !== 'notices');
  if (isShared && connections < 2)
    problems.push({ field: 'connections', message: 'a transport for notices and editions needs 2: one is kept for notices' }); // prettier-ignore
  const isOpen = tls === 'none' || (tls === 'offered' && username !== null);
  if (isOpen && around.isProduction && !around.mayBeInsecure && !isNear(settings.host))
    problems.push({
      field: 'tls',
      message: `${tls} lets ${username === null ? 'mails' : 'the password'} cross a public network in the open; use required or implicit, or say insecure`,
    });
  return problems;
}

/** What is allowed and seldom meant. */
export function transportHints({ port, tls }: Pick<TransportSettings, 'port' | 'tls'>): string[] {
  if (port === 465 && tls !== 'implicit') return ['Port 465 speaks TLS from the first byte: tls implicit.'];
  if ((port === 587 || port === 25) && tls === 'implicit')
    return [`Port ${port} begins in the open and changes to TLS: tls required.`];
  if (port === 25) return ['Port 25 is for mail between servers; relays take submissions on 587 or 465 (RFC 6409, RFC 8314).'];
  return [];
} // prettier-ignore

/** This machine, or a private network: the name of a neighbour, such as a container's, has no dot. */
function isNear(host: string): boolean {
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return !host.includes('.') || /\.(?:localhost|local|internal|lan)$/i.test(host);
}
