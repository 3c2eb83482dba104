import { SecretBox, isPublicAddress, type Config } from '@app/platform';
import {
  addressesOf,
  environmentTransports,
  probeRelay,
  reverseFindings,
  type Finding,
  type Names,
  type RelayPlace,
  type SendingRelay,
} from '@app/mail';
import { judgeCertificate, readCertificate } from './certificate.js';
import type { StoredRelay } from './doctor.repository.js';
import type { Check } from './run-checks.js';

/** A relay that is looked at: stored, or of the environment. */
export interface ExaminedRelay {
  readonly name: string;
  readonly place: RelayPlace;
}

/** For each connection to a relay, in milliseconds. */
const RELAY_MS = 8_000;

/** @throws secret.unreadable where a stored password was sealed with a key that is gone */
export function relaysOf(config: Config, stored: readonly StoredRelay[]): ExaminedRelay[] {
  const box = new SecretBox(config);
  const own = environmentTransports(config.env).map(({ name, place }) => ({ name, place: place() }));
  const kept = stored.map(({ id, name, password, ...place }) => ({
    name,
    place: { ...place, password: password === null ? null : box.open(password, `transport:${id}`).toString() },
  }));
  return [...own, ...kept];
}

/** As far as their addresses tell from where mail comes. */
export function sendingRelays(relays: readonly ExaminedRelay[], names: Names): Promise<SendingRelay[]> {
  return Promise.all(relays.map(async ({ name, place: { host } }) => ({ name, host, addresses: (await addressesOf(host, names)).open }))); // prettier-ignore
}

export function relayCheck(relay: ExaminedRelay, config: Config, names: Names): Check {
  const { name, place } = relay;
  const run = async (): Promise<Finding[]> => {
    const { all, open, failure } = await addressesOf(place.host, names);
    const [sign, secured, named] = await Promise.all([
      signInFindings(place, config),
      tlsFindings(place, all.length > 0 && open.length === 0),
      nameFindings(place.host, { all, open, failure }, names),
    ]);
    return [...sign, ...secured, ...named];
  };
  return { group: 'transports', object: name, run };
}

async function signInFindings(place: RelayPlace, config: Config): Promise<Finding[]> {
  const where = `${place.host}:${place.port}`;
  const result = await probeRelay(place, config.bounceDomain);
  if (!result.works)
    return [{ verdict: 'failure', code: `transport.${result.trouble}`, says: `The relay ${where} cannot be used: ${result.reply}`, remedy: REMEDIES[result.trouble] }]; // prettier-ignore
  const how = place.username === null ? 'answers' : 'answers and takes the sign-in';
  const findings: Finding[] = [{ verdict: 'ok', code: 'transport.answers', says: `The relay ${where} ${how}.` }];
  if (!result.isSecured && place.username !== null && !isNear(place.host))
    findings.push({ verdict: 'failure', code: 'transport.open_password', says: `The password for ${where} crosses the network unencrypted.`, remedy: 'Use smtps:// or ?tls=required, or another relay.' }); // prettier-ignore
  return findings;
}

const REMEDIES = {
  unreachable: 'Check host and port, the firewall, and whether your hosting provider blocks the port.',
  greeting: 'It answered and wants nothing from this machine now: ask whoever runs it.',
  tls: 'See its certificate below; the name must be the one that is configured.',
  sign_in: 'Check user and password; many failed tries may have locked the account.',
} as const;

/** A relay of our own machine or network is its owner's business. */
async function tlsFindings(place: RelayPlace, isPrivate: boolean): Promise<Finding[]> {
  if (place.tls === 'none') {
    const verdict = isPrivate ? 'note' : 'warning';
    return [{ verdict, code: 'tls.off', says: `${place.host} is spoken to without TLS, as it is configured: readers’ addresses cross the network openly.` }]; // prettier-ignore
  }
  const way = place.tls === 'implicit' ? 'tls' : 'smtp';
  const certificate = await readCertificate({ host: place.host, port: place.port, way }, RELAY_MS).catch(() => 'away' as const); // prettier-ignore
  // Why it cannot be reached is told by the sign-in.
  if (certificate === 'away') return [];
  if (certificate === undefined) {
    const verdict = place.tls === 'required' ? 'failure' : isPrivate ? 'note' : 'warning';
    return [{ verdict, code: 'tls.not_offered', says: `${place.host} offers no TLS: readers’ addresses cross the network openly.`, ...(isPrivate ? {} : { remedy: 'Turn STARTTLS on there, or use another relay.' }) }]; // prettier-ignore
  }
  const verdict = isPrivate ? 'warning' : 'failure';
  return [judgeCertificate(certificate, { name: place.host, verdict, now: new Date() })];
}

async function nameFindings(
  host: string,
  { all, open, failure }: { all: readonly string[]; open: readonly string[]; failure: string | undefined },
  names: Names,
): Promise<Finding[]> {
  if (open.length > 0) return reverseFindings(host, open, names);
  if (all.length > 0)
    return [{ verdict: 'note', code: 'ptr.private', says: `${host} stands on a private network, so whether its name leads back to it is not looked at.` }]; // prettier-ignore
  return [{ verdict: 'unknown', code: 'transport.no_address', says: `The address of ${host} could not be found: ${failure ?? 'it has none'}.` }]; // prettier-ignore
}

function isNear(host: string): boolean {
  return host === 'localhost' || /^127\./.test(host) || host === '::1' || (/^[0-9.:a-f]+$/i.test(host) && !isPublicAddress(host)); // prettier-ignore
}
