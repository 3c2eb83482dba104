import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { isPublicAddress } from '@app/platform';
import type { Finding } from './finding.js';
import { recordsOf, reverseName, type Names } from './names.js';

/** Mail hosts that are looked at; a sender tries few more. */
const MAX_HOSTS = 5;

/** Whether mail to a domain could arrive: bounces where it is the return path's, replies where it is the sender's. */
export async function mxFindings(domain: string, use: 'bounces' | 'replies', names: Names): Promise<Finding[]> {
  const answer = await names.mx(domain);
  const verdict = use === 'bounces' ? 'failure' : 'warning';
  const lost = use === 'bounces' ? 'bounces do not come back' : 'readers’ replies do not arrive';
  const remedy = use === 'bounces' ? `Publish an MX record that leads to where you read bounces, or set BOUNCE_DOMAIN.` : 'Publish an MX record, or give the newsletter a reply address that is read.'; // prettier-ignore
  switch (answer.kind) {
    case 'failure':
      return [{ verdict: 'unknown', code: 'mx.dns', says: `The mail hosts of ${domain} could not be asked for: ${answer.why}.` }]; // prettier-ignore
    case 'no_name':
      return [{ verdict, code: 'mx.no_domain', says: `${domain} does not exist, so ${lost}.`, remedy }];
    case 'none':
      return withoutMx(domain, { verdict, lost, remedy }, names);
    case 'records':
      break;
  }
  const hosts = [...answer.records].sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange);
  if (hosts.every((host) => host === ''))
    return [{ verdict, code: 'mx.null', says: `${domain} says that it takes no mail (null MX), so ${lost}.`, remedy }];
  const dead = (await Promise.all(hosts.slice(0, MAX_HOSTS).map(async (host) => ({ host, fault: await hostFault(host, names) })))).filter(({ fault }) => fault !== undefined); // prettier-ignore
  if (dead.length === 0)
    return [{ verdict: 'ok', code: 'mx.sound', says: `Mail to ${domain} goes to ${hosts[0] ?? ''}.` }];
  const all = dead.length === Math.min(hosts.length, MAX_HOSTS);
  const told = dead.map(({ host, fault }) => `${host} (${fault ?? ''})`).join(', ');
  return [{ verdict: all ? verdict : 'warning', code: 'mx.dead', says: `Of the mail hosts of ${domain}, these lead nowhere: ${told}${all ? `; ${lost}` : ''}.`, remedy: 'Correct or delete those MX records.' }]; // prettier-ignore
}

/** RFC 5321 §5.1: the domain's own address is its mail host then. */
async function withoutMx(
  domain: string,
  loss: { readonly verdict: 'failure' | 'warning'; readonly lost: string; readonly remedy: string },
  names: Names,
): Promise<Finding[]> {
  const [v4, v6] = await Promise.all([names.a(domain), names.aaaa(domain)]);
  if (recordsOf(v4).length + recordsOf(v6).length > 0)
    return [{ verdict: 'note', code: 'mx.implicit', says: `${domain} has no MX record; mail goes to the host of that name, and only arrives if a mail server listens there.` }]; // prettier-ignore
  return [{ verdict: loss.verdict, code: 'mx.none', says: `${domain} has no mail host, so ${loss.lost}.`, remedy: loss.remedy }]; // prettier-ignore
}

async function hostFault(host: string, names: Names): Promise<string | undefined> {
  if (isIP(host) !== 0) return 'an address where a name must stand';
  const [v4, v6] = await Promise.all([names.a(host), names.aaaa(host)]);
  if (v4.kind === 'failure' && v6.kind === 'failure') return undefined;
  return recordsOf(v4).length + recordsOf(v6).length > 0 ? undefined : 'it has no address';
}

export interface HostAddresses {
  readonly all: readonly string[];
  /** On the public internet. */
  readonly open: readonly string[];
  /** Why none is known. */
  readonly failure: string | undefined;
}

/** The addresses of a host, which may be written as one. */
export async function addressesOf(host: string, names: Names): Promise<HostAddresses> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return { all: [bare], open: isPublicAddress(bare) ? [bare] : [], failure: undefined };
  // Machines know this name by themselves, and the name system does not.
  if (/^(?:.*\.)?localhost$/i.test(bare)) return { all: ['127.0.0.1'], open: [], failure: undefined };
  const answers = await Promise.all([names.a(domainToASCII(bare)), names.aaaa(domainToASCII(bare))]);
  const all = answers.flatMap(recordsOf);
  const why = answers.flatMap((answer) => (answer.kind === 'failure' ? answer.why : []))[0] ?? 'it has no address';
  return { all, open: all.filter(isPublicAddress), failure: all.length === 0 ? why : undefined };
}

/** Providers refuse mail from an address without a name, or whose name leads elsewhere (Gmail: 5.7.25). */
export async function reverseFindings(host: string, addresses: readonly string[], names: Names): Promise<Finding[]> {
  return Promise.all(addresses.map(async (address): Promise<Finding> => {
    const answer = await names.ptr(address);
    if (answer.kind === 'failure')
      return { verdict: 'unknown', code: 'ptr.dns', says: `The name of ${address} could not be asked for: ${answer.why}.` };
    const named = recordsOf(answer).slice(0, MAX_HOSTS);
    const publish = { name: reverseName(address), type: 'PTR', value: host } as const;
    const remedy = 'If mail leaves from this address, whoever gave it to you (the hosting provider) publishes the record below.';
    if (named.length === 0)
      return { verdict: 'warning', code: 'ptr.none', says: `${address} (${host}) has no name (PTR).`, remedy, publish };
    const backs = await Promise.all(named.map((name) => addressesOf(name, names)));
    if (backs.some(({ all }) => all.includes(address)))
      return { verdict: 'ok', code: 'ptr.sound', says: `${address} is called ${named[0] ?? ''}, which leads back to it.` };
    return { verdict: 'warning', code: 'ptr.astray', says: `${address} is called ${named[0] ?? ''}, which does not lead back to it.`, remedy, publish };
  })); // prettier-ignore
}
