import type { PublishedKey } from './dkim-findings.js';
import type { DmarcDiscovery } from './dmarc-discovery.js';
import { isFreeMail } from './free-mail.js';
import { senderFinding, type SenderFinding } from './sender-words.js';

export interface AlignmentSubject {
  /** Of the From domain. */
  readonly from: DmarcDiscovery;
  readonly returnPath: DmarcDiscovery;
  /** All of the installation's keys. */
  readonly keys: readonly PublishedKey[];
}

/**
 * Whether what is authenticated is the domain that the reader sees: the domain of the return path by SPF, that of the
 * key by DKIM (RFC 7489 §3.1, RFC 9989 §4.4). Mailbox providers ask bulk senders for both, one of them aligned at least.
 */
export function alignmentFindings({ from, returnPath, keys }: AlignmentSubject): SenderFinding[] {
  const domain = from.domain;
  if (isFreeMail(domain)) return [senderFinding({ verdict: 'failure', name: 'from.free_mail', values: { domain } })];
  const spf = spfAlignment(from, returnPath);
  const dkim = keys.some((key) => key.state === 'active' && isAligned(from, key.domain));
  return [spfFinding(spf, from, returnPath), dkimFinding(dkim, from), together(spf, dkim, domain)].flatMap(
    (finding) => finding ?? [],
  );
}

type Alignment = 'both' | 'current' | 'former' | 'neither';

function spfAlignment(from: DmarcDiscovery, returnPath: DmarcDiscovery): Alignment {
  const aligned = (way: 'current' | 'former'): boolean =>
    from.domain === returnPath.domain ||
    (from[way].applied?.record.aspf !== 's' && from[way].organization === returnPath[way].organization);
  // Without a record nothing is judged yet; what counts is what will be once the advised one is there.
  if (from.current.applied === undefined) return aligned('former') ? 'both' : 'neither';
  if (aligned('current')) return aligned('former') ? 'both' : 'current';
  return aligned('former') ? 'former' : 'neither';
}

/** A key of the same domain always is; one of another only where alignment is relaxed and the owner is the same. */
function isAligned(from: DmarcDiscovery, keyDomain: string): boolean {
  if (keyDomain === from.domain) return true;
  if (from.current.applied?.record.adkim === 's') return false;
  const isAbove = from.domain.endsWith(`.${keyDomain}`);
  return isAbove && (keyDomain === from.current.organization || keyDomain.endsWith(`.${from.current.organization}`));
}

function spfFinding(spf: Alignment, from: DmarcDiscovery, returnPath: DmarcDiscovery): SenderFinding {
  const pair = { domain: from.domain, path: returnPath.domain };
  if (spf === 'both') return senderFinding({ verdict: 'ok', name: 'alignment.spf.aligned', values: pair });
  if (from.current.applied?.record.aspf === 's')
    return senderFinding({ verdict: 'warning', name: 'alignment.spf.strict', values: pair });
  if (spf === 'neither') return senderFinding({ verdict: 'warning', name: 'alignment.spf.neither', values: pair });
  const [yes, no] = spf === 'current' ? ['RFC 9989', 'RFC 7489'] : ['RFC 7489', 'RFC 9989'];
  const organizations = { ours: from.current.organization, theirs: returnPath.current.organization };
  const values = { ...pair, yes, no, ...organizations, above: from.former.organization };
  return senderFinding({ verdict: 'warning', name: 'alignment.spf.one', values });
}

function dkimFinding(dkim: boolean, { domain }: DmarcDiscovery): SenderFinding {
  if (dkim) return senderFinding({ verdict: 'ok', name: 'alignment.dkim.aligned', values: { domain } });
  return senderFinding({ verdict: 'warning', name: 'alignment.dkim.unknown', values: { domain } });
}

function together(spf: Alignment, dkim: boolean, domain: string): SenderFinding | undefined {
  if (dkim || spf !== 'neither') return undefined;
  return senderFinding({ verdict: 'failure', name: 'alignment.none', values: { domain } });
}
