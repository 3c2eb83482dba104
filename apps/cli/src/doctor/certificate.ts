import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Finding } from '@app/mail';

/** What a server showed when a connection to it was secured. */
export interface Certificate {
  /** Of expiry. */
  readonly validTo: Date;
  /** Why nobody should trust it, by Node's code; undefined: it proves the name. */
  readonly fault: string | undefined;
  readonly protocol: string;
}

export interface CertificatePlace {
  readonly host: string;
  readonly port: number;
  /** `smtp`: secured by STARTTLS (RFC 3207). */
  readonly way: 'tls' | 'smtp';
}

/** An answer of SMTP that is longer is none (RFC 5321 §4.5.3.1.5 says 512 octets a line). */
const MAX_REPLY = 16_384;
/** Days before its end that a certificate should have been renewed by those who renew at all. */
const SOON_DAYS = 14;

/** undefined: the server offers no TLS. Rejects where it cannot be reached or says nothing within `limitMs`. */
export async function readCertificate(place: CertificatePlace, limitMs: number): Promise<Certificate | undefined> {
  const signal = AbortSignal.timeout(limitMs);
  const socket = connectTcp({ host: place.host, port: place.port });
  const give = (): void => void socket.destroy(new Error(`no answer within ${limitMs / 1_000} s`));
  signal.addEventListener('abort', give);
  // Errors after the last wait are of no more interest.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect');
    if (place.way === 'smtp' && !(await startTls(socket))) return undefined;
    return await handshake(socket, place.host);
  } finally {
    signal.removeEventListener('abort', give);
    socket.destroy();
  }
}

async function startTls(socket: Socket): Promise<boolean> {
  const replies = repliesOf(socket);
  await replies.next();
  socket.write('EHLO doctor.invalid\r\n');
  const offers = String((await replies.next()).value ?? '');
  if (!/^250[ -]STARTTLS\s*$/im.test(offers)) {
    socket.write('QUIT\r\n');
    return false;
  }
  socket.write('STARTTLS\r\n');
  const answer = String((await replies.next()).value ?? '');
  socket.removeAllListeners('data');
  return answer.startsWith('220');
}

/** Whole replies, one at a time: the last line of each has a space after its code. */
async function* repliesOf(socket: Socket): AsyncGenerator<string> {
  let text = '';
  for (;;) {
    const end = /^\d{3}(?: [^\n]*)?\r?\n/m.exec(text);
    if (end !== null) {
      const length = end.index + end[0].length;
      yield text.slice(0, length);
      text = text.slice(length);
      continue;
    }
    if (text.length > MAX_REPLY) throw new Error('the answer has no end');
    const [chunk] = (await Promise.race([once(socket, 'data'), gone(socket)])) as [Buffer];
    text += chunk.toString('latin1');
  }
}

async function gone(socket: Socket): Promise<never> {
  await once(socket, 'close');
  throw new Error('the connection was closed');
}

async function handshake(socket: Socket, host: string): Promise<Certificate> {
  const secured: TLSSocket = connectTls({
    socket,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    // It is looked at, not trusted: nothing is said over it.
    rejectUnauthorized: false,
  });
  secured.on('error', () => undefined);
  await Promise.race([once(secured, 'secureConnect'), gone(socket)]);
  const { valid_to: validTo } = secured.getPeerCertificate();
  const fault = secured.authorized ? undefined : faultOf(secured.authorizationError);
  const certificate = { validTo: new Date(validTo), fault, protocol: secured.getProtocol() ?? 'unknown' };
  secured.destroy();
  return certificate;
}

function faultOf(error: Error | string | undefined): string {
  if (error === undefined) return 'it is not trusted';
  if (typeof error === 'string') return error;
  return 'code' in error ? String(error.code) : error.message;
}

/** Pure. `verdict`: how bad one is that proves nothing. */
export function judgeCertificate(
  { validTo, fault, protocol }: Certificate,
  { name, verdict, now }: { name: string; verdict: 'failure' | 'warning'; now: Date },
): Finding {
  const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
  if (fault === 'CERT_HAS_EXPIRED' || days < 0)
    return { verdict, code: 'tls.expired', says: `The certificate of ${name} expired on ${validTo.toISOString().slice(0, 10)}.`, remedy: 'Renew it.' }; // prettier-ignore
  if (fault !== undefined)
    return { verdict, code: 'tls.untrusted', says: `The certificate of ${name} proves nothing (${fault}).`, remedy: 'Get one for exactly this name from an authority that is trusted, with its intermediate certificates.' }; // prettier-ignore
  if (days < SOON_DAYS)
    return { verdict: 'warning', code: 'tls.ending', says: `The certificate of ${name} ends in ${days} days.`, remedy: 'See that it is renewed by itself.' }; // prettier-ignore
  return { verdict: 'ok', code: 'tls.sound', says: `${name} speaks ${protocol}, and its certificate is valid for ${days} more days.` }; // prettier-ignore
}
