import { alignmentFindings } from './alignment-findings.js';
import type { PublishedKey } from './dkim-findings.js';
import { discoverDmarc } from './dmarc-discovery.js';
import { dmarcFindings } from './dmarc-findings.js';
import type { Finding } from './finding.js';
import { mxFindings } from './mail-host-findings.js';
import type { Names } from './names.js';
import { senderFinding, type Phrase, type SenderFinding } from './sender-words.js';
import { spfFindings, type SendingRelay } from './spf-findings.js';

/** What stands in the name system behind our mail: all that receivers look at, with what to publish instead. */

export interface ReturnPathSubject {
  readonly names: Names;
  /** Right-hand side of return paths. */
  readonly domain: string;
  readonly helo: string;
  readonly relays: readonly SendingRelay[];
}

/** SPF, and whether bounces come back. */
export async function returnPathFindings(subject: ReturnPathSubject): Promise<Finding[]> {
  const found = await Promise.all([spfFindings(subject), mxFindings(subject.domain, 'bounces', subject.names)]);
  return found.flat();
}

export interface SenderSubject {
  readonly names: Names;
  /** Of a From address. */
  readonly domain: string;
  readonly returnPath: string;
  /** All of the installation's keys that are not retired. */
  readonly keys: readonly PublishedKey[];
}

/** DMARC, alignment, and whether replies arrive. */
export async function senderFindings({ names, domain, returnPath, keys }: SenderSubject): Promise<SenderFinding[]> {
  const [from, path] = await Promise.all([discoverDmarc(domain, names), discoverDmarc(returnPath, names)]);
  const away = from.failure ?? path.failure;
  const found = await Promise.all([dmarcFindings(from, names), mxFindings(domain, 'replies', names)]);
  const alignment =
    away === undefined ? alignmentFindings({ from, returnPath: path, keys }) : unknownAlignment(domain, away);
  return [...alignment, ...found.flat()];
}

function unknownAlignment(domain: string, why: Phrase): SenderFinding[] {
  return [senderFinding({ verdict: 'unknown', name: 'alignment.dns', values: { domain, why } })];
}
