import {
  dkimFindings,
  isLocalName,
  localNameFinding,
  reservedNameFindings,
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
  const path = check(returnPath, async () => (await reservedNameFindings(returnPath, names)) ?? returnPathFindings({ names, domain: returnPath, helo: returnPath, relays: await relays })); // prettier-ignore
  const from = senders.map((domain) => check(domain, async () => (await reservedNameFindings(domain, names)) ?? senderFindings({ names, domain, returnPath, keys }))); // prettier-ignore
  const published = keys.map((key) => check(key.domain, () => dkimFindings(key, names)));
  // Nobody outside asks about such names, and the public name system knows none of them.
  const local = (object: string): Check => check(object, () => Promise.resolve([localNameFinding(object)]));
  return [path, ...from, ...published]
    .map((one) => (isLocalName(one.object) ? local(one.object) : one))
    .filter(firstOfLocal);
}

/** One note a local name is enough. */
function firstOfLocal(check: Check, place: number, all: readonly Check[]): boolean {
  return !isLocalName(check.object) || all.findIndex(({ object }) => object === check.object) === place;
}
