import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { isPublicAddress } from '@app/platform';
import type { Finding } from './finding.js';
import { recordsOf, reverseName, type Names } from './names.js';
import { englishPhrase, senderFinding, type Phrase, type SenderFinding } from './sender-words.js';

/** Mail hosts that are looked at; a sender tries few more. */
const MAX_HOSTS = 5;

/** Whether mail to a domain could arrive: bounces where it is the return path's, replies where it is the sender's. */
export async function mxFindings(domain: string, use: 'bounces' | 'replies', names: Names): Promise<SenderFinding[]> {
  const answer = await names.mx(domain);
  const verdict = use === 'bounces' ? 'failure' : 'warning';
  const values = { domain };
  switch (answer.kind) {
    case 'failure':
      return [senderFinding({ verdict: 'unknown', name: 'mx.dns', values: { domain, why: answer.why } })];
    case 'no_name':
      return [senderFinding({ verdict, name: `mx.no_domain.${use}`, values })];
    case 'none':
      // RFC 5321 §5.1: the domain's own address is its mail host then.
      if (await hasAddress(domain, names)) return [senderFinding({ verdict: 'note', name: 'mx.implicit', values })];
      return [senderFinding({ verdict, name: `mx.none.${use}`, values })];
    case 'records':
      break;
  }
  const hosts = [...answer.records].sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange);
  if (hosts.every((host) => host === '')) return [senderFinding({ verdict, name: `mx.null.${use}`, values })];
  const looked = hosts.slice(0, MAX_HOSTS);
  const dead = (await Promise.all(looked.map((host) => hostFault(host, names)))).flatMap((fault) => fault ?? []);
  if (dead.length === 0) return [senderFinding({ verdict: 'ok', name: 'mx.sound', values: { domain, host: hosts[0] ?? '' } })];
  const told = { domain, hosts: dead };
  if (dead.length < looked.length) return [senderFinding({ verdict: 'warning', name: 'mx.dead.some', values: told })];
  return [senderFinding({ verdict, name: `mx.dead.${use}`, values: told })];
} // prettier-ignore

async function hasAddress(domain: string, names: Names): Promise<boolean> {
  const [v4, v6] = await Promise.all([names.a(domain), names.aaaa(domain)]);
  return recordsOf(v4).length + recordsOf(v6).length > 0;
}

async function hostFault(host: string, names: Names): Promise<Phrase | undefined> {
  if (isIP(host) !== 0) return { phrase: 'is_address', values: { host } };
  const [v4, v6] = await Promise.all([names.a(host), names.aaaa(host)]);
  if (v4.kind === 'failure' && v6.kind === 'failure') return undefined;
  return recordsOf(v4).length + recordsOf(v6).length > 0 ? undefined : { phrase: 'has_no_address', values: { host } };
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
  const why = answers.flatMap((answer) => (answer.kind === 'failure' ? englishPhrase(answer.why) : []))[0] ?? 'it has no address'; // prettier-ignore
  return { all, open: all.filter(isPublicAddress), failure: all.length === 0 ? why : undefined };
}

/** Providers refuse mail from an address without a name, or whose name leads elsewhere (Gmail: 5.7.25). */
export async function reverseFindings(host: string, addresses: readonly string[], names: Names): Promise<Finding[]> {
  return Promise.all(addresses.map(async (address): Promise<Finding> => {
    const answer = await names.ptr(address);
    if (answer.kind === 'failure')
      return { verdict: 'unknown', code: 'ptr.dns', says: `The name of ${address} could not be asked for: ${englishPhrase(answer.why)}.` };
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
