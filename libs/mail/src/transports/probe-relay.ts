import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { errorText, redactedLine } from '@app/platform';
import { relayTrouble, type RelayTrouble } from '../smtp/relay-trouble.js';
import type { RelayPlace } from './transport.js';

/** What a relay said to a visitor who came to offer nothing. */
export type ProbeResult =
  | { readonly works: true; readonly isSecured: boolean; readonly offers: readonly string[] }
  | { readonly works: false; readonly trouble: RelayTrouble; readonly reply: string };

/** Long enough for a relay behind a greeting delay (postscreen: 6 s), shorter than anybody watches a terminal. */
const PROBE_MS = 15_000;
const REPLY_LIMIT = 500;
/** A hostile relay's list ends somewhere. */
const MOST_OFFERS = 40;

/** Connects, says EHLO, secures, signs in, leaves. No message is risked on it. Never throws for what the relay does. */
export async function probeRelay(place: RelayPlace, clientName: string): Promise<ProbeResult> {
  const smtp = new SMTPConnection({
    host: place.host,
    port: place.port,
    secure: place.tls === 'implicit',
    requireTLS: place.tls === 'required',
    ignoreTLS: place.tls === 'none',
    name: clientName,
    connectionTimeout: PROBE_MS,
    greetingTimeout: PROBE_MS,
    socketTimeout: PROBE_MS,
  });
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => { reject(new Error(`no sign-in within ${PROBE_MS / 1000} s`)); }, PROBE_MS); // prettier-ignore
  });
  const failed = new Promise<never>((_, reject) => smtp.on('error', reject));
  try {
    const offers = await Promise.race([visit(smtp, place), failed, late]);
    return { works: true, isSecured: smtp.secure, offers };
  } catch (error) {
    return { works: false, trouble: relayTrouble(error), reply: redactedLine(errorText(error), REPLY_LIMIT) };
  } finally {
    clearTimeout(limit);
    // Whoever lost the race above is heard, and of no more interest.
    failed.catch(() => undefined);
    smtp.quit();
    smtp.close();
  }
}

async function visit(smtp: SMTPConnection, { username, password }: RelayPlace): Promise<string[]> {
  await new Promise<void>((resolve, reject) => {
    smtp.connect((error) => { if (error) reject(error); else resolve(); }); // prettier-ignore
  });
  const offers = offersIn(smtp.lastServerResponse || '');
  if (username === null) return offers;
  if (!smtp.allowsAuth)
    throw Object.assign(new Error('the relay offers no sign-in, and a user is named'), { code: 'EAUTH' });
  await new Promise<void>((resolve, reject) => {
    const credentials = { user: username, pass: password ?? '' };
    smtp.login({ credentials }, (error) => { if (error) reject(error); else resolve(); }); // prettier-ignore
  });
  return offers;
}

/** Lines of the answer to EHLO after the first, which is a greeting. */
function offersIn(answer: string): string[] {
  return answer
    .split(/\r?\n/)
    .slice(1, 1 + MOST_OFFERS)
    .map((line) => redactedLine(line.replace(/^250[ -]/, ''), 100))
    .filter((line) => line !== '');
}
