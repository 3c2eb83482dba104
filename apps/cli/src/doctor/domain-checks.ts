import { isIP } from 'node:net';
import {
  dkimFindings,
  returnPathFindings,
  senderFindings,
  type Finding,
  type Names,
  type PublishedKey,
  type SendingRelay,
} from '@app/mail';
import type { Check } from './run-checks.js';

export interface DomainSubject {
  readonly names: Names;
  /** Right-hand side of return paths. */
  readonly returnPath: string;
  /** From domains. */
  readonly senders: readonly string[];
  readonly keys: readonly PublishedKey[];
  readonly relays: Promise<readonly SendingRelay[]>;
}

/** What stands in the name system behind every domain that mail is sent for. */
export function domainChecks({ names, returnPath, senders, keys, relays }: DomainSubject): Check[] {
  const check = (object: string, run: () => Promise<readonly Finding[]>): Check => ({ group: 'domains', object, run });
  const path = check(returnPath, async () => (await reserved(returnPath, names)) ?? returnPathFindings({ names, domain: returnPath, helo: returnPath, relays: await relays })); // prettier-ignore
  const from = senders.map((domain) => check(domain, async () => (await reserved(domain, names)) ?? senderFindings({ names, domain, returnPath, keys }))); // prettier-ignore
  const published = keys.map((key) => check(key.domain, () => dkimFindings(key, names)));
  // Nobody outside asks about such names, and the public name system knows none of them.
  const local = (object: string): Check => check(object, () => Promise.resolve([{ verdict: 'note', code: 'domain.local', says: `${object} is known on this machine only; what receivers would look at cannot be looked at.` }])); // prettier-ignore
  return [path, ...from, ...published]
    .map((one) => (isLocal(one.object) ? local(one.object) : one))
    .filter(firstOfLocal);
}

/** Names nobody can own (RFC 2606, RFC 6761): of documentation and rehearsals, unless a name server knows them all the same. */
const RESERVED = /(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$/;

async function reserved(domain: string, names: Names): Promise<Finding[] | undefined> {
  if (!RESERVED.test(domain)) return undefined;
  const answers = await Promise.all([names.mx(domain), names.txt(domain), names.txt(`_dmarc.${domain}`)]);
  if (answers.some(({ kind }) => kind === 'records' || kind === 'failure')) return undefined;
  return [{ verdict: 'warning', code: 'domain.reserved', says: `${domain} is a name for examples that nobody can own: fine to try things out, and no mail of it arrives anywhere.`, remedy: 'Give the newsletter a sender address, and the installation a PUBLIC_URL, under a domain of your own.' }]; // prettier-ignore
}

function isLocal(domain: string): boolean {
  return (
    isIP(domain.replace(/^\[(.*)\]$/, '$1')) !== 0 || !domain.includes('.') || /\.(?:localhost|local)$/.test(domain)
  );
}

/** One note a local name is enough. */
function firstOfLocal(check: Check, place: number, all: readonly Check[]): boolean {
  return !isLocal(check.object) || all.findIndex(({ object }) => object === check.object) === place;
}
