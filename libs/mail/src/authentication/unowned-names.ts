import { isIP } from 'node:net';
import type { Names } from './names.js';
import { senderFinding, type SenderFinding } from './sender-words.js';

/** Names nobody can own (RFC 2606, RFC 6761): of documentation and rehearsals, unless a name server knows them all the same. */
const RESERVED = /(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$/;

/** What to say of a name for examples instead of everything that is missing there; undefined: it is a name like others. */
export async function reservedNameFindings(domain: string, names: Names): Promise<SenderFinding[] | undefined> {
  if (!RESERVED.test(domain)) return undefined;
  const answers = await Promise.all([names.mx(domain), names.txt(domain), names.txt(`_dmarc.${domain}`)]);
  if (answers.some(({ kind }) => kind === 'records' || kind === 'failure')) return undefined;
  return [senderFinding({ verdict: 'warning', name: 'domain.reserved', values: { domain } })];
}

/** What to say of a name that {@link isLocalName}. */
export function localNameFinding(domain: string): SenderFinding {
  return senderFinding({ verdict: 'note', name: 'domain.local', values: { domain } });
}

/** Known on this machine only: the public name system is not asked for it. */
export function isLocalName(domain: string): boolean {
  return (
    isIP(domain.replace(/^\[(.*)\]$/, '$1')) !== 0 || !domain.includes('.') || /\.(?:localhost|local)$/.test(domain)
  );
}
