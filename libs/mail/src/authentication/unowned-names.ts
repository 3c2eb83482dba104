import { isIP } from 'node:net';
import type { Finding } from './finding.js';
import type { Names } from './names.js';

/** Names nobody can own (RFC 2606, RFC 6761): of documentation and rehearsals, unless a name server knows them all the same. */
const RESERVED = /(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$/;

/** What to say of a name for examples instead of everything that is missing there; undefined: it is a name like others. */
export async function reservedNameFindings(domain: string, names: Names): Promise<Finding[] | undefined> {
  if (!RESERVED.test(domain)) return undefined;
  const answers = await Promise.all([names.mx(domain), names.txt(domain), names.txt(`_dmarc.${domain}`)]);
  if (answers.some(({ kind }) => kind === 'records' || kind === 'failure')) return undefined;
  return [{ verdict: 'warning', code: 'domain.reserved', says: `${domain} is a name for examples that nobody can own: fine to try things out, and no mail of it arrives anywhere.`, remedy: 'Give the newsletter a sender address, and the installation a PUBLIC_URL, under a domain of your own.' }]; // prettier-ignore
}

/** Known on this machine only: the public name system is not asked for it. */
export function isLocalName(domain: string): boolean {
  return (
    isIP(domain.replace(/^\[(.*)\]$/, '$1')) !== 0 || !domain.includes('.') || /\.(?:localhost|local)$/.test(domain)
  );
}
